/** Follows the folder that is open: asks the engine what has changed, and puts it into the columns. Counting is not its business. */
import type { Collection } from '../../../src-engine/engine.ts';
import { emptyColumns, withChanges, type Columns } from '../../state/collection/columns.ts';
import { countedRequest } from '../../state/collection/selectors.ts';
import { selectWorking } from '../../state/selectors.ts';
import { selectedRows, selectionOf } from '../../state/collection/selection.ts';
import type { AppStore } from '../../state/store.ts';
import { engineDied, sentenceOf, wasAborted, type EngineLink } from '../engine-link.ts';

export interface Follower {
  /** Looks now, and from now on by itself while the collection is looked at or counted. */
  readonly look: () => void;
  /** The same, and the engine looks through all of the folder. */
  readonly rescan: () => void;
  readonly dispose: () => void;
}

export interface FollowParts {
  readonly store: AppStore;
  readonly link: EngineLink;
  /** Whether a job works on the folder now. */
  readonly counting: () => boolean;
  /** Everything that is known of the folder has been told. */
  readonly onWhole: () => void;
}

const everyMs = { counting: 1000, unread: 500, watched: 1000, still: 4000 };

export function createFollower({ store, link, counting, onWhole }: FollowParts): Follower {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  let asking = false;
  let again = false;
  let rescan = false;
  let rowOf = new Map<number, number>();

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (asking) {
      again = true;
      return;
    }
    const engine = link.connected;
    const { collection } = store.getState();
    if (engine === null || collection.kind === 'none') return;
    const source = collection.folder;
    asking = true;
    let wait = everyMs.still;
    try {
      let answer: Collection;
      do {
        const { columns } = store.getState();
        const after = columns.source === source ? columns.revision : null;
        const { followFolders: follow } = store.getState();
        const request = {
          source,
          follow,
          ...countedRequest(store.getState()),
          ...(rescan ? { rescan } : {}),
          ...(after === null ? {} : { after }),
        };
        rescan = false;
        answer = await engine.collection(request);
        if (!isOpen(source)) return;
        take(source, answer);
      } while (answer.more);
      if (answer.following.kind === 'watched') wait = everyMs.watched; // costs next to nothing
      if (answer.unread > 0) wait = everyMs.unread;
      onWhole();
    } catch (error) {
      if (!isOpen(source) || wasAborted(error)) return;
      if (engineDied(error)) return; // the next engine wakes us
      const { text: message, detail = null } = sentenceOf(error);
      store.getState().setCollection({ kind: 'failed', folder: source, message, detail });
    } finally {
      asking = false;
      if (again) {
        again = false;
        void look();
      } else lookLater(wait);
    }
  }

  function lookLater(wait: number): void {
    const { view, collection, collectionFacts } = store.getState();
    if (disposed || collection.kind === 'none') return;
    const away = view !== 'collection';
    if (counting()) wait = Math.min(wait, everyMs.counting);
    else if (away && collectionFacts.following?.kind === 'watched') wait = everyMs.still;
    else if (away) return; // looking costs more than it is worth while nobody sees it
    timer = setTimeout(() => wake(wait), wait);
  }

  /** What nobody sees can wait: an answer or a measurement would count as disturbed by it. */
  function wake(wait: number): void {
    const state = store.getState();
    if (state.view !== 'collection' && !counting() && selectWorking(state)) lookLater(wait);
    else void look();
  }

  function isOpen(source: string): boolean {
    const { collection } = store.getState();
    return !disposed && collection.kind !== 'none' && collection.folder === source;
  }

  function take(source: string, answer: Collection): void {
    const state = store.getState();
    const selectedIds = answer.whole ? idsOf(state.columns, state.collectionChoices.selection) : [];
    if (answer.whole) {
      rowOf = new Map();
      state.clearCollection(source);
    }
    const before = answer.whole ? emptyColumns(source) : state.columns;
    if (isNews(before, answer)) {
      const { model, following, unread, unreadable, unreadableTotal, interpolation, notes } = answer;
      const facts = { model, following, unread, unreadable, unreadableTotal, interpolation, notes };
      state.setColumns(withChanges(before, answer, rowOf), facts);
    }
    // Another calibration renumbers the rows; what is selected stays selected.
    const rows = selectedIds.flatMap((id) => rowOf.get(id) ?? []);
    if (rows.length > 0) state.settleSelection(selectionOf(rows, rowOf.size));
    if (store.getState().collection.kind !== 'open') state.setCollection({ kind: 'open', folder: source });
  }

  function isNews({ revision }: Columns, answer: Collection): boolean {
    const { unread, unreadableTotal, following } = store.getState().collectionFacts;
    return (
      answer.revision !== revision ||
      answer.unread !== unread ||
      answer.unreadableTotal !== unreadableTotal ||
      answer.following.kind !== following?.kind
    );
  }

  const stops = [
    store.subscribe(
      ({ followFolders }) => followFolders,
      () => void look(),
    ),
    link.listen(() => void look()),
    store.subscribe(
      ({ view }) => view,
      (view) => {
        if (view === 'collection') void look();
      },
    ),
  ];
  return {
    look: () => void look(),
    rescan: () => {
      rescan = true;
      void look();
    },
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      stops.forEach((stop) => stop());
    },
  };
}

function idsOf(columns: Columns, selection: Uint8Array): number[] {
  return Array.from(selectedRows(columns, selection), (row) => columns.ids[row] ?? -1);
}
