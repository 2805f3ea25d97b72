/** What the computer does with its power, for the engine: whatever is timed over a sleep says nothing. Knows no Electron. */
import { z } from 'zod';

export type PowerEvent = 'suspend' | 'resume';

/** Electron's `powerMonitor`, which there is only after the application is ready. */
export interface PowerSource {
  on(event: PowerEvent, listener: () => void): unknown;
}

const powerEvents: readonly PowerEvent[] = ['suspend', 'resume'];

/** @param tell hears that the computer is about to sleep, where the system says so beforehand, and that it has woken */
export function tellPower(source: PowerSource, tell: (event: PowerEvent) => void): void {
  for (const event of powerEvents) source.on(event, () => tell(event));
}

/** From the main process to the engine's. */
export const powerSchema = z.strictObject({ kind: z.literal('power') });
