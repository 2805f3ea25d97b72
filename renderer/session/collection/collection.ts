/** The window's dealings with a folder of images: opening, counting, looking at some of them in Explore, calibrating on them. */
import { selectCollectionTokens, selectCountedMethod } from '../../state/collection/selectors.ts';
import { isSent } from '../../state/sending-slice.ts';
import type { Deps } from '../deps.ts';
import { sentenceOf } from '../engine-link.ts';
import type { Jobs } from '../jobs.ts';
import { loadedSource } from '../loaded-source.ts';
import type { ModelLoader } from '../model-loader.ts';
import type { Models } from '../models.ts';
import type { QueueWatch } from '../queue-runs.ts';
import { fromPath, type ImageOpener } from '../open-images.ts';
import { createCalibrating, type Calibrating } from './calibrating.ts';
import { countingJob, createCounting } from './counting.ts';
import { createFollower } from './follow.ts';
import { createSending, type SendingSession } from './sending.ts';
import { createThumbnails, type Thumbnails } from './thumbnails.ts';

export interface CollectionSession {
  readonly thumbnails: Thumbnails;
  /** The system's dialog, then `open`. */
  readonly choose: () => Promise<void>;
  /** Shows the folder and begins to count. Another one that is being counted goes on. */
  readonly open: (folder: string) => void;
  /** The folder of the last start, without going to the view. */
  readonly reopen: (folder: string) => void;
  /** Looks through all of the folder: also one that was not there, or that is not followed. */
  readonly look: () => void;
  readonly close: () => void;
  readonly count: () => Promise<void>;
  /** Puts images on Explore's shelf and goes there, with the collection's budget. */
  readonly explore: (rows: ArrayLike<number>) => Promise<void>;
  readonly calibrating: Calibrating;
  readonly sending: SendingSession;
  readonly dispose: () => void;
}

interface Parts {
  readonly jobs: Jobs;
  readonly queue: QueueWatch;
  readonly loader: ModelLoader;
  readonly opener: ImageOpener;
  readonly models: Models;
}

/** The shelf is for a few images. */
export const mostExplored = 60;

export function createCollectionSession(
  deps: Deps,
  { jobs, queue, loader, opener, models }: Parts,
): CollectionSession {
  const { store, bridge, link } = deps;
  const thumbnails = createThumbnails();
  const model = () => loadedSource(store, loader);
  const counting = createCounting({ store, jobs, model });
  const follower = createFollower({
    store,
    link,
    counting: () =>
      isSent(store.getState()) || ['queued', 'running'].includes(countingJob(store.getState())?.state ?? ''),
    onWhole: counting.offer,
  });

  function open(folder: string): void {
    store.getState().setView('collection');
    reopen(folder);
  }

  function reopen(folder: string): void {
    const state = store.getState();
    const { collection } = state;
    if (collection.kind === 'none' || collection.folder !== folder) {
      thumbnails.clear();
      state.clearCollection(folder);
    }
    state.setCollection({ kind: 'opening', folder });
    state.rememberFolder(folder);
    follower.look();
  }

  const sending = createSending(deps, { jobs, queue, model });
  const calibrating = createCalibrating(deps, { jobs, model, models });
  const stops = [
    calibrating.dispose,
    () => sending.cancel(),
    // Another model or calibration: other counts. A job that ends has told its last.
    store.subscribe(
      ({ model: { kind } }) => kind,
      () => follower.look(),
    ),
    store.subscribe(selectCountedMethod, () => follower.look()),
    store.subscribe(isSent, () => follower.look()),
    store.subscribe(
      (state) => `${countingJob(state)?.id} ${countingJob(state)?.state}`,
      () => follower.look(),
    ),
  ];

  return {
    thumbnails,
    choose: async () => {
      try {
        const folder = await bridge.chooseCollectionFolder();
        if (folder !== null) open(folder);
      } catch (error) {
        const { text, detail } = sentenceOf(error);
        store.getState().notify('error', text, { detail });
      }
    },
    open,
    reopen,
    look: () => follower.rescan(),
    close: () => {
      thumbnails.clear();
      store.getState().clearCollection('');
      store.getState().setCollection({ kind: 'none' });
    },
    count: counting.start,
    explore: async (rows) => {
      const state = store.getState();
      const { columns } = state;
      const paths = Array.from(rows, (row) => pathOf(columns.source, columns.paths[row] ?? ''));
      if (paths.length === 0) return;
      if (paths.length > mostExplored) {
        state.notify(
          'info',
          `The first ${mostExplored} of ${paths.length.toLocaleString('en')} images were put on the shelf, which is for a few.`,
        );
      }
      const tokens = selectCollectionTokens(state);
      if (tokens !== null) state.choose({ tokens, method: selectCountedMethod(state) });
      state.setView('explore');
      const chosen = paths.slice(0, mostExplored);
      await opener.open(
        chosen.map((path) => fromPath({ path, name: path.slice(path.lastIndexOf('/') + 1) })),
      );
    },
    calibrating,
    sending,
    dispose: () => {
      follower.dispose();
      stops.forEach((stop) => stop());
    },
  };
}

/** Absolute. A list of images names them whole already. */
export function pathOf(source: string, path: string): string {
  return /^([/\\]|[a-z]:)/i.test(path) ? path : `${source.replace(/[/\\]+$/, '')}/${path}`;
}
