/** Measures what merging would bring on this computer: one measurement at a time, while everything that the window does by itself rests. */
import type { BenchRequest } from '../../src-engine/engine.ts';
import { benchKey } from '../state/bench-slice.ts';
import { benchProgressWords } from '../words/bench-words.ts';
import type { Deps } from './deps.ts';
import { sentenceOf, wasAborted } from './engine-link.ts';

export interface Bencher {
  /** Resolves when done, failed or cancelled. Does nothing while a measurement runs. */
  readonly start: (request: BenchRequest) => Promise<void>;
  readonly cancel: () => void;
}

export function createBencher(
  { store, link, traffic, activities }: Deps,
  clock: () => number = () => performance.now(),
): Bencher {
  let controller: AbortController | null = null;

  async function start(request: BenchRequest): Promise<void> {
    const { setBench, keepBench } = store.getState();
    if (controller !== null) return;
    const engine = link.connected;
    if (engine === null) {
      const message = 'The engine is not running, so nothing can be measured; restart it and try again.';
      setBench({ kind: 'failed', request, message, detail: null });
      return;
    }
    const mine = new AbortController();
    controller = mine;
    const begun = clock();
    const leave = traffic.enter(); // what runs beside it would be measured, too
    const activity = activities.begin('Measuring this computer', () => mine.abort());
    setBench({ kind: 'running', request, progress: null, elapsedMs: 0 });
    try {
      const report = await engine.bench(request, {
        signal: mine.signal,
        onProgress: (progress) => {
          const elapsedMs = clock() - begun;
          activity.update(benchProgressWords(progress, elapsedMs), progress.done, progress.total);
          setBench({ kind: 'running', request, progress, elapsedMs });
        },
      });
      keepBench(benchKey(request), report);
      setBench({ kind: 'idle' });
    } catch (error) {
      if (wasAborted(error)) {
        setBench({ kind: 'cancelled' });
        return;
      }
      const { text, detail = null } = sentenceOf(error);
      setBench({ kind: 'failed', request, message: text, detail });
    } finally {
      activity.end();
      leave();
      controller = null;
    }
  }

  return { start, cancel: () => controller?.abort() };
}
