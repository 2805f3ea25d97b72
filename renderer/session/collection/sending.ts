/** Sends the images of the open folder that are not counted to workers, and sees to it that they are not counted here meanwhile. One run at a time. */
import type { ModelSource } from '../../../src-engine/engine.ts';
import { plural } from '../../../src-engine/report/units.ts';
import { countedRequest } from '../../state/collection/selectors.ts';
import { isActive } from '../../state/jobs-slice.ts';
import { folderName } from '../../words/collection-words.ts';
import { workerCommand } from '../../words/worker-command.ts';
import type { Deps } from '../deps.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';
import type { Jobs } from '../jobs.ts';
import type { QueueWatch } from '../queue-runs.ts';
import { countingJob } from './counting.ts';

export interface SendingSession {
  /** Resolves when the run has ended, however it did. Refusals of the server are in the store, everything else in the notices. */
  readonly start: (address: string) => Promise<void>;
  readonly cancel: () => void;
  /** What starts a worker for the open folder on another computer. */
  readonly workerCommand: (address: string) => string;
}

interface Parts {
  readonly jobs: Jobs;
  readonly queue: QueueWatch;
  /** The model in use, as a job names it. */
  readonly model: () => ModelSource | null;
}

export function createSending(
  { store, link, activities }: Pick<Deps, 'store' | 'link' | 'activities'>,
  { jobs, queue, model }: Parts,
): SendingSession {
  let controller: AbortController | null = null;

  async function start(address: string): Promise<void> {
    const { collection, notify, setSending } = store.getState();
    const engine = link.connected;
    if (engine === null || collection.kind === 'none' || controller !== null) return;
    const { folder } = collection;
    const own = new AbortController();
    controller = own;
    queue.name(address);
    setSending({ kind: 'asking' });
    const activity = activities.begin(`Sending ${folderName(folder)} to workers`, () => own.abort());
    const seen = { paused: null as number | null, reached: false };
    const onProgress = (progress: { stage: string; done: number; total: number }): void => {
      if (own.signal.aborted) return;
      activity.progress(progress);
      setSending({ kind: 'running', folder, ...progress });
      if (seen.reached) return;
      seen.reached = true;
      if (store.getState().dialog === 'send') store.getState().setDialog(null);
      const job = countingJob(store.getState());
      if (job === null || !isActive(job)) return;
      seen.paused = job.id;
      void jobs.change(job.id, 'pause');
    };
    try {
      const collect = { source: folder, ...countedRequest(store.getState()) };
      const { images } = await engine.collectByWorkers(
        { address: address.trim(), collect },
        { signal: own.signal, onProgress },
      );
      setSending({ kind: 'none' });
      notify(
        'info',
        `${plural(images, 'image')} of ${folderName(folder)} ${images === 1 ? 'is' : 'are'} counted.`,
      );
      // It finds everything counted, or counts what has come to the folder meanwhile.
      if (seen.paused !== null) await jobs.change(seen.paused, 'resume');
    } catch (error) {
      const { text, detail } = sentenceOf(error);
      const refused = !seen.reached && !own.signal.aborted && !engineDied(error);
      setSending(refused ? { kind: 'refused', message: text } : { kind: 'none' });
      if (own.signal.aborted) {
        if (seen.reached) notify('info', 'The workers are told to stop; what they have counted is kept.');
      } else if (wasAborted(error)) notify('info', text);
      else if (seen.reached && !engineDied(error)) notify('error', text, { detail });
    } finally {
      activity.end();
      controller = null;
    }
  }

  return {
    start,
    cancel: () => controller?.abort(),
    workerCommand: (address) => {
      const { collection, embedded } = store.getState();
      const source = model();
      const usual = source !== null && source.directory === embedded;
      const { directory, ...rest } = source ?? { directory: '' };
      const told = source === null ? null : usual ? rest : { directory, ...rest };
      return workerCommand(address, collection.kind === 'none' ? '' : collection.folder, told);
    },
  };
}
