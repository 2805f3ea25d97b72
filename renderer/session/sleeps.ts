/** Marks as disturbed what the engine was timed at while the computer slept: some systems' clocks go on meanwhile. */
import type { DymuBridge } from '../../electron/bridge.ts';
import type { Engine } from '../../src-engine/engine.ts';
import { sleepDisturbance } from '../../src-engine/report/disturbance.ts';

export interface Sleeps {
  /** Call the result at the end: true where the computer fell asleep or woke since. */
  readonly watch: () => () => boolean;
  readonly dispose: () => void;
}

export function createSleeps({ onPower }: Pick<DymuBridge, 'onPower'>): Sleeps {
  // Counted, not switched: a system that tells only one of both leaves nothing behind.
  let told = 0;
  const dispose = onPower(() => {
    told += 1;
  });
  return {
    watch: () => {
      const before = told;
      return () => told !== before;
    },
    dispose,
  };
}

/** The same engine, whose answers and measurements of speed say when the computer slept meanwhile. */
export function markingSleeps(engine: Engine, sleeps: Pick<Sleeps, 'watch'>): Engine {
  return {
    ...engine,
    answer: async function* (request, options) {
      const slept = sleeps.watch();
      for await (const event of engine.answer(request, options)) {
        if (event.kind !== 'done' || !slept()) yield event;
        else {
          const disturbedBy = [...event.result.disturbedBy, sleepDisturbance];
          yield { ...event, result: { ...event.result, disturbedBy } };
        }
      }
    },
    bench: async (request, options) => {
      const slept = sleeps.watch();
      const report = await engine.bench(request, options);
      return slept() ? { ...report, remarks: [...report.remarks, sleptWhileMeasured] } : report;
    },
  };
}

const sleptWhileMeasured = 'The computer slept while this was measured; measure again.';
