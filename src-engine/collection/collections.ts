/** Answers what is known of the images of a source: all of it at first, then what has changed. */
import { randomUUID } from 'node:crypto';
import type { Collection, CollectionImage, CollectionRequest, ImageRoute, MayRead } from '../engine.ts';
import type { Database } from '../database/database.ts';
import { gapErrors } from '../counts/interpolation-check.ts';
import type { CheckedImage } from '../counts/interpolation-check.ts';
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import { collectionNotes } from './notes.ts';
import { allOf } from './ruler.ts';
import { shownCounts } from './shown-counts.ts';
import type { ContentCounts, ShownCounts } from './shown-counts.ts';
import { shownFiles } from './shown-files.ts';
import type { ShownFile, ShownFiles } from './shown-files.ts';
import { sourceChanges } from './source-changes.ts';

export interface Collections {
  answer(
    request: CollectionRequest,
    model: LoadedEncoder | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Collection>;
  /** No folder is watched any more. */
  close(): void;
}

/** Images in one answer: a copy of some megabytes between two processes. */
const pageImages = 5000;
const mostUnreadable = 1000;
/** Sources that are kept in memory; looking at another one begins anew, from what the database knows. */
const mostKept = 4;

interface Shown {
  readonly files: ShownFiles;
  counts: ShownCounts | undefined;
  /** Changes whenever all that was told before means something else now. */
  era: string;
  model: LoadedEncoder | undefined;
  asked: string;
  revision: number;
  /** What was said last of all images together, for the pages of one and the same answer. */
  summary:
    | {
        readonly revision: number;
        readonly model: LoadedEncoder | undefined;
        readonly counts: ShownCounts | undefined;
        readonly words: Summary;
      }
    | undefined;
}

type Summary = Pick<Collection, 'interpolation' | 'notes'>;

/** @param mayRead as EngineOptions has it */
export function createCollections(
  database: () => Database,
  route: ImageRoute,
  mayRead?: MayRead,
): Collections {
  const kept = new Map<string, Shown>();

  function shownOf(source: string): Shown {
    const known = kept.get(source);
    kept.delete(source);
    const shown = known ?? begin(source);
    kept.set(source, shown);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) {
      kept.get(oldest)?.files.close();
      kept.delete(oldest);
    }
    return shown;
  }

  function begin(source: string): Shown {
    const shown: Shown = {
      files: shownFiles(
        database(),
        sourceChanges(source, { mayRead }),
        route,
        () => ++shown.revision,
        mayRead,
      ),
      counts: undefined,
      era: randomUUID(),
      model: undefined,
      asked: '',
      revision: 0,
      summary: undefined,
    };
    return shown;
  }

  /** Another model or other columns: everything is told anew. */
  function turnTo(shown: Shown, model: LoadedEncoder | undefined, request: CollectionRequest): void {
    const { method = 'dymu', reductions = [] } = request;
    const asked = JSON.stringify([method, reductions]);
    if (shown.model === model && shown.asked === asked) return;
    const counts = model && shownCounts(database(), model, reductions, method);
    if (counts === undefined || counts.key !== shown.counts?.key) {
      shown.counts = counts;
      shown.era = randomUUID();
    }
    shown.model = model;
    shown.asked = asked;
  }

  return {
    async answer(request, model, signal) {
      const shown = shownOf(request.source);
      const { follow = true, rescan = false } = request;
      await shown.files.refresh({ follow, rescan }, signal);
      turnTo(shown, model, request);
      const { files, counts } = shown;
      const news = counts?.news();
      if (news !== undefined && news.size > 0) markNews(shown, news);

      const [era, since] = splitRevision(request.after);
      const whole = era !== shown.era;
      const { told, more, last } = page(files, whole ? 0 : since, shown.revision);
      return {
        source: request.source,
        model: model?.checkpoint.spec.name ?? null,
        revision: `${shown.era}:${last}`,
        whole,
        more,
        method: counts?.ruler.method ?? 'dymu',
        points: counts?.ruler.points ?? [],
        images: told.map((file) => imageOf(file, counts, model, request.contents ?? false)),
        gone: whole ? [] : files.gone.filter(({ changed }) => changed > since).map(({ id }) => id),
        following: files.following,
        unread: files.unread,
        unreadable: files.unreadable
          .slice(0, mostUnreadable)
          .map(({ name, reason }) => ({ path: name, reason })),
        unreadableTotal: files.unreadable.length,
        ...summaryOf(shown, database()),
      };
    },
    close: () => {
      for (const { files } of kept.values()) files.close();
      kept.clear();
    },
  };
}

function splitRevision(after: string | undefined): readonly [era: string | undefined, since: number] {
  const at = after?.lastIndexOf(':') ?? -1;
  return after === undefined || at < 0 ? [undefined, 0] : [after.slice(0, at), Number(after.slice(at + 1))];
}

function markNews(shown: Shown, news: ReadonlySet<string>): void {
  for (const file of shown.files.files.values()) {
    const { state } = file.seen;
    if (state.kind === 'image' && news.has(state.content)) file.changed = ++shown.revision;
  }
}

/** What has changed since a revision, longest ago first, as much as one answer holds. */
function page(files: ShownFiles, since: number, revision: number) {
  const changed = [...files.files.values()].filter((file) => file.changed > since);
  changed.sort((a, b) => a.changed - b.changed);
  const told = changed.slice(0, pageImages); // revisions are all different
  const more = told.length < changed.length;
  return { told, more, last: more ? (told.at(-1)?.changed ?? revision) : revision };
}

function imageOf(
  { seen, id }: ShownFile,
  counts: ShownCounts | undefined,
  model: LoadedEncoder | undefined,
  contents: boolean,
): CollectionImage {
  const { file, state } = seen;
  const image = state.kind === 'image' ? state : undefined;
  const known = image && counts?.of(image.content);
  const row = (from: number, length: number) =>
    known?.tokens.slice(from, from + length) ?? new Array<null>(length).fill(null);
  return {
    id,
    path: file.name,
    width: image?.width ?? 0,
    height: image?.height ?? 0,
    bytes: file.bytes,
    modifiedMs: file.modifiedMs,
    ...(contents && image !== undefined ? { content: image.content } : {}),
    views: known?.views ?? null,
    fullTokens:
      known === undefined || image === undefined || counts === undefined || model === undefined
        ? null
        : allOf(counts.ruler, model.checkpoint.spec, known.views, image),
    counts: row(0, counts?.points ?? 0),
    asked: row(counts?.points ?? 0, counts?.asked ?? 0),
  };
}

/** Goes over all images: once for what has not changed. */
function summaryOf(shown: Shown, database: Database): Summary {
  const { summary: last, revision, files, counts, model } = shown;
  if (last?.revision === revision && last.model === model && last.counts === counts) return last.words;
  const words = summary(files, counts, model, database);
  shown.summary = { revision, model, counts, words };
  return words;
}

/** What is said of all images together. */
function summary(
  { files }: ShownFiles,
  counts: ShownCounts | undefined,
  model: LoadedEncoder | undefined,
  { notes: opening }: Database,
): Summary {
  const ofDatabase = opening.map((text) => ({ kind: 'database', text }) as const);
  if (counts === undefined || model === undefined) return { interpolation: null, notes: ofDatabase };
  const { ruler } = counts;
  const means = ruler.points.map(({ mean }) => mean);
  const perView = means.map(() => new Float64Array(files.size).fill(Number.NaN));
  const checked: CheckedImage[] = [];
  let image = 0;
  for (const { seen } of files.values()) {
    const known = seen.state.kind === 'image' ? counts.of(seen.state.content) : undefined;
    if (known !== undefined && seen.state.kind === 'image') {
      const full = allOf(ruler, model.checkpoint.spec, known.views, seen.state);
      const scale = ruler.most / full; // to a view of the encoder's own shape
      for (const [point, column] of perView.entries())
        column[image] = (known.tokens[point] ?? Number.NaN) * scale;
      if (isChecked(known, counts)) checked.push(checkedOf(known, counts, full, scale));
    }
    image += 1;
  }
  const gaps = gapErrors(checked, means, ruler.most, counts.gapBudgets);
  return {
    interpolation: gaps.length === 0 ? null : { images: checked.length, gaps },
    notes: [...ofDatabase, ...collectionNotes(files.size, ruler, perView)],
  };
}

/** Whether anything was counted between the points. */
function isChecked({ tokens }: ContentCounts, { points, asked }: ShownCounts): boolean {
  for (let column = points + asked; column < tokens.length; column += 1)
    if (tokens[column] !== null) return true;
  return false;
}

function checkedOf(
  { tokens }: ContentCounts,
  { points, asked }: ShownCounts,
  fullTokens: number,
  scale: number,
): CheckedImage {
  return {
    views: 1 / scale,
    fullTokens,
    counts: tokens.slice(0, points),
    between: tokens.slice(points + asked),
  };
}
