/** The engine's jobs: starting and changing them, hearing how far they are, and saying so in the bottom line. They belong to the engine: closing the window pauses them, and the next start goes on. */
import type { Job, JobChange, JobRequest, JobResult } from '../../src-engine/engine.ts';
import { isActive } from '../state/jobs-slice.ts';
import { jobProgressWords } from '../words/job-words.ts';
import { jobTitle } from '../words/job-title.ts';
import type { ActivityHandle } from './activities.ts';
import type { Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';

export interface Jobs {
  /** The job, or the one that does the same already; null where it could not be started, which is said in the notices. */
  readonly start: (request: JobRequest) => Promise<Job | null>;
  readonly change: (id: number, change: JobChange) => Promise<void>;
  /** Null where it is not done, or is no more. */
  readonly result: (id: number) => Promise<JobResult | null>;
  readonly dispose: () => void;
}

/** Jobs are asked for so often while one goes on, and so often while none does: other programs start some, too. */
const everyMs = { active: 500, idle: 5000 };

export function createJobs({ store, link, activities }: Deps): Jobs {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  let shown: { readonly id: number; readonly handle: ActivityHandle } | null = null;

  async function look(): Promise<void> {
    clearTimeout(timer);
    const engine = link.connected;
    if (engine !== null) {
      try {
        const jobs = await engine.jobs();
        if (disposed || link.connected !== engine) return;
        store.getState().setJobs(jobs);
        speak(jobs);
      } catch (error) {
        if (engineDied(error)) speak([]);
        // Anything else is said where a job is started or changed; the list stays as it was.
      }
    }
    lookLater();
  }

  function lookLater(): void {
    clearTimeout(timer);
    if (disposed || link.connected === null) return;
    const active = store.getState().jobs.some(isActive);
    timer = setTimeout(() => void look(), active ? everyMs.active : everyMs.idle);
  }

  /** The bottom line has room for one: the job that runs. */
  function speak(jobs: readonly Job[]): void {
    const running = jobs.find(({ state }) => state === 'running');
    if (shown !== null && shown.id !== running?.id) {
      shown.handle.end();
      shown = null;
    }
    if (running === undefined) return;
    const { id } = running;
    const title = jobTitle(running, store.getState().bundledQuestions);
    shown ??= {
      id,
      handle: activities.begin(
        title,
        () => void change(id, 'cancel'),
        () => void change(id, 'pause'),
      ),
    };
    shown.handle.update(`${title}: ${jobProgressWords(running)}`, running.done, running.total);
  }

  async function asked<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      const answer = await call();
      await look();
      return answer;
    } catch (error) {
      if (!wasAborted(error) && !engineDied(error)) {
        const { text, detail } = sentenceOf(error);
        store.getState().notify('error', text, { detail });
      }
      return null;
    }
  }

  async function start(request: JobRequest): Promise<Job | null> {
    const engine = link.connected;
    return engine === null ? null : asked(() => engine.startJob(request));
  }

  async function change(id: number, how: JobChange): Promise<void> {
    const engine = link.connected;
    if (engine !== null) await asked(() => engine.changeJob({ id, change: how }));
  }

  const stop = link.listen(() => void look());
  return {
    start,
    change,
    result: async (id) => {
      const engine = link.connected;
      return engine === null ? null : asked(() => engine.jobResult(id));
    },
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      stop();
      shown?.handle.end();
    },
  };
}
