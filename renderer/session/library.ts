/** Models that may be used: looked up on the hub, downloaded, listed, looked into, taken away. Nobody is asked for anything unless the user says so. */
import type { HubChanges } from '../../electron/bridge.ts';
import type { DownloadRequest, Engine, HubPlan, Job } from '../../src-engine/engine.ts';
import { formatBytes } from '../../src-engine/report/units.ts';
import type { Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';
import type { Jobs } from './jobs.ts';
import { shellWords } from './shell-words.ts';

export interface Library {
  /** What the download of a model would bring; the newest question counts. */
  readonly look: (model: string) => Promise<void>;
  /** Begins it; the dialog closes and the job goes on. */
  readonly download: (plan: HubPlan) => Promise<void>;
  /** Looks up what an unfinished one lacks, and shows it. */
  readonly resume: (name: string) => Promise<void>;
  /** Checks every file of what is in the cache, and fetches again what is wrong. */
  readonly repair: (name: string, commit: string) => Promise<void>;
  /** Looks into the download cache again. */
  readonly refresh: () => Promise<void>;
  readonly inspect: (directory: string) => Promise<void>;
  /** @param others also what other programs have fetched */
  readonly remove: (name: string, others: boolean) => Promise<void>;
  readonly readHub: () => Promise<void>;
  /** Answers the sentence why not, or null. */
  readonly writeHub: (changes: HubChanges) => Promise<string | null>;
  readonly dispose: () => void;
}

interface Parts {
  readonly jobs: Jobs;
  readonly takeModel: (name: string) => void;
}

export function createLibrary({ store, bridge, link }: Deps, { jobs, takeModel }: Parts): Library {
  let looking: AbortController | undefined;

  const fail = (error: unknown) => {
    if (wasAborted(error) || engineDied(error)) return;
    const { text, detail } = sentenceOf(error);
    store.getState().notify('error', text, { detail });
  };

  async function withEngine(work: (engine: Engine) => Promise<void>): Promise<void> {
    const engine = link.connected;
    if (engine !== null) await work(engine).catch(fail);
  }

  async function look(model: string): Promise<void> {
    looking?.abort();
    const mine = new AbortController();
    looking = mine;
    const { setPlan } = store.getState();
    const engine = link.connected;
    if (engine === null) {
      setPlan({ kind: 'failed', message: 'The engine is not running; wait a moment and look again.' });
      return;
    }
    setPlan({ kind: 'asking', model });
    try {
      const plan = await engine.hubPlan({ model }, { signal: mine.signal });
      if (looking === mine) setPlan({ kind: 'ready', plan });
    } catch (error) {
      if (looking === mine) setPlan({ kind: 'failed', message: sentenceOf(error).text });
    }
  }

  async function begin(download: DownloadRequest): Promise<Job | null> {
    return jobs.start({ kind: 'download', model: { directory: download.name }, download });
  }

  async function refresh(): Promise<void> {
    const engine = link.connected;
    if (engine === null) return;
    const { setCached } = store.getState();
    try {
      setCached({ kind: 'ready', found: await engine.hubModels() });
    } catch (error) {
      if (!engineDied(error)) setCached({ kind: 'failed', message: sentenceOf(error).text });
    }
  }

  const downloads = () => store.getState().jobs.filter(({ kind }) => kind === 'download');
  /** Those that were under way when last looked at. */
  let going = new Set<number>();

  function hear(): void {
    const ended = downloads().filter(({ id, state }) => state === 'done' && going.has(id));
    going = new Set(
      downloads().flatMap(({ id, state }) => (state === 'running' || state === 'queued' ? [id] : [])),
    );
    if (ended.length > 0) void refresh();
    for (const { about } of ended) {
      store.getState().notify('info', `${about} is here.`, {
        action: { label: `Use ${about}`, run: () => takeModel(about) },
      });
    }
  }

  const stops = [store.subscribe(({ jobs: all }) => all, hear), link.listen(() => void refresh())];

  return {
    look,
    download: async ({ name, revision, commit }) => {
      const job = await begin({ name, revision, commit });
      if (job === null) return; // said in the notices
      going.add(job.id);
      store.getState().setDownloadOpen(false);
      store.getState().setPlan({ kind: 'none' });
    },
    resume: async (name) => {
      store.getState().setDownloadOpen(true);
      await look(name);
    },
    repair: async (name, commit) => {
      await begin({ name, revision: commit, commit, repair: true });
    },
    refresh,
    inspect: (directory) =>
      withEngine(async (engine) => {
        const { setInspection, inspections } = store.getState();
        const before = inspections[directory]?.kind;
        if (before === 'looking') return;
        if (before !== 'ready') setInspection(directory, { kind: 'looking' });
        try {
          setInspection(directory, { kind: 'ready', inspection: await engine.inspect(directory) });
        } catch (error) {
          setInspection(directory, { kind: 'failed', message: sentenceOf(error).text });
        }
      }),
    remove: async (name, others) => {
      await withEngine(async (engine) => {
        const { freedBytes, versions } = await engine.removeHubModel({ name, others });
        const rest = versions === 0 ? '' : ' What other programs have fetched of it is as it was.';
        store
          .getState()
          .notify('info', `${name} was removed, which freed ${formatBytes(freedBytes)}.${rest}`);
      });
      await refresh();
    },
    readHub: async () => {
      // A host without such settings says so where they would stand.
      await bridge.hub
        .read()
        .then((hub) => store.getState().setHub(hub))
        .catch(() => undefined);
    },
    writeHub: async (changes) => {
      try {
        store.getState().setHub(await bridge.hub.write(changes));
        return null;
      } catch (error) {
        return shellWords(error);
      }
    },
    dispose: () => {
      looking?.abort();
      stops.forEach((stop) => stop());
    },
  };
}
