/** Signals that ask a command to end: it stops as with Ctrl-C, takes its half-written files away, and says by its status which one it was. */
import { constants } from 'node:os';

export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof stopSignals)[number];

/** As shells have it: 130, 143, 129. */
export const stopStatus: Readonly<Record<StopSignal, number>> = {
  SIGINT: 128 + constants.signals.SIGINT,
  SIGTERM: 128 + constants.signals.SIGTERM,
  SIGHUP: 128 + constants.signals.SIGHUP,
};
