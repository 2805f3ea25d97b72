/** Answers what is known of the images of a source: all of it at first, then what has changed. */
import { randomUUID } from 'node:crypto';
import type { Collection, CollectionImage, CollectionRequest, ImageRoute } from '../engine.ts';
import type { Database } from '../database/database.ts';
import { gapErrors } from '../counts/interpolation-check.ts';
import type { LoadedModel } from '../inference/loaded-model.ts';
import { collectionNotes } from './notes.ts';
import { shownCounts } from './shown-counts.ts';
import type { ShownCounts } from './shown-counts.ts';
import { shownFiles } from './shown-files.ts';
import type { ShownFile, ShownFiles } from './shown-files.ts';
import { sourceChanges } from './source-changes.ts';

export interface Collections {
  answer(
    request: CollectionRequest,
    model: LoadedModel | undefined,
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
  model: LoadedModel | undefined;
  asked: string;
  revision: number;
}

export function createCollections(database: () => Database, route: ImageRoute): Collections {
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
      files: shownFiles(database(), sourceChanges(source), route, () => ++shown.revision),
      counts: undefined,
      era: randomUUID(),
      model: undefined,
      asked: '',
      revision: 0,
    };
    return shown;
  }

  /** Another model or other columns: everything is told anew. */
  function turnTo(shown: Shown, model: LoadedModel | undefined, request: CollectionRequest): void {
    const asked = JSON.stringify(request.reductions ?? []);
    if (shown.model === model && shown.asked === asked) return;
    const counts = model && shownCounts(database(), model, request.reductions ?? []);
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
      const info = model?.calibration?.info ?? null;
      return {
        source: request.source,
        model: model?.checkpoint.spec.name ?? null,
        revision: `${shown.era}:${last}`,
        whole,
        more,
        points: info?.points ?? [],
        images: told.map((file) => imageOf(file, counts, model, request.contents ?? false)),
        gone: whole ? [] : files.gone.filter(({ changed }) => changed > since).map(({ id }) => id),
        following: files.following,
        unread: files.unread,
        unreadable: files.unreadable
          .slice(0, mostUnreadable)
          .map(({ name, reason }) => ({ path: name, reason })),
        unreadableTotal: files.unreadable.length,
        ...summary(files, counts, model, database()),
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
  model: LoadedModel | undefined,
  contents: boolean,
): CollectionImage {
  const { file, state } = seen;
  const image = state.kind === 'image' ? state : undefined;
  const known = image && counts?.of(image.content);
  const patches = model?.checkpoint.spec.vision.patches ?? 0;
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
    fullTokens: known === undefined ? null : known.views * patches,
    counts: row(0, counts?.points ?? 0),
    asked: row(counts?.points ?? 0, counts?.asked ?? 0),
  };
}

/** What is said of all images together. */
function summary(
  { files }: ShownFiles,
  counts: ShownCounts | undefined,
  model: LoadedModel | undefined,
  { notes: opening }: Database,
): Pick<Collection, 'interpolation' | 'notes'> {
  const ofDatabase = opening.map((text) => ({ kind: 'database', text }) as const);
  if (counts === undefined || model === undefined) return { interpolation: null, notes: ofDatabase };
  const { patches } = model.checkpoint.spec.vision;
  const info = model.calibration?.info ?? null;
  const images = [...files.values()].flatMap(({ seen }) => {
    const known = seen.state.kind === 'image' ? counts.of(seen.state.content) : undefined;
    return known === undefined ? [] : [known];
  });
  const checked = images
    .map(({ views, tokens }) => ({
      views,
      fullTokens: views * patches,
      counts: tokens.slice(0, counts.points),
      between: tokens.slice(counts.points + counts.asked),
    }))
    .filter(({ between }) => between.some((count) => count !== null));
  const means = (info?.points ?? []).map(({ mean }) => mean);
  const gaps = gapErrors(checked, means, patches, counts.gapBudgets);
  const perView = means.map((_, point) =>
    images.map(({ views, tokens }) => (tokens[point] ?? Number.NaN) / views),
  );
  return {
    interpolation: gaps.length === 0 ? null : { images: checked.length, gaps },
    notes: [...ofDatabase, ...collectionNotes(files.size, info, perView)],
  };
}
