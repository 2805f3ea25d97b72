/** Looks at the runs in the queue that the user has named, as long as they are on screen, and ends one where asked to. */
import type { Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';

export interface QueueWatch {
  /** Looks at this queue from now on; at none where it is empty. */
  readonly name: (address: string) => void;
  readonly cancel: (run: string) => Promise<void>;
  readonly dispose: () => void;
}

const everyMs = 2000;

export function createQueueWatch({ store, link }: Pick<Deps, 'store' | 'link'>): QueueWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  let asking = false;

  async function look(): Promise<void> {
    clearTimeout(timer);
    const engine = link.connected;
    const { dialog, queueAddress: address } = store.getState();
    if (disposed || asking || engine === null || dialog !== 'jobs' || address === '') return;
    asking = true;
    try {
      const runs = await engine.queueRuns({ address });
      take(address, () => store.getState().setQueueRuns({ kind: 'ready', runs }));
    } catch (error) {
      if (!wasAborted(error) && !engineDied(error)) {
        const { text: message } = sentenceOf(error);
        take(address, () => store.getState().setQueueRuns({ kind: 'failed', message }));
      }
    } finally {
      asking = false;
      timer = setTimeout(() => void look(), store.getState().queueAddress === address ? everyMs : 0);
    }
  }

  /** Another address may have been given meanwhile. */
  function take(address: string, put: () => void): void {
    if (!disposed && store.getState().queueAddress === address) put();
  }

  const stops = [
    store.subscribe(
      ({ dialog }) => dialog,
      () => void look(),
    ),
    link.listen(() => void look()),
  ];
  return {
    name: (address) => {
      store.getState().setQueueAddress(address.trim());
      void look();
    },
    cancel: async (run) => {
      const engine = link.connected;
      const { queueAddress: address, notify } = store.getState();
      if (engine === null) return;
      try {
        await engine.cancelQueueRun({ address, run });
        notify('info', 'The run in the queue is cancelled; what its workers had begun comes to its end.');
      } catch (error) {
        if (!wasAborted(error) && !engineDied(error)) notify('error', sentenceOf(error).text);
      }
      await look();
    },
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    },
  };
}
