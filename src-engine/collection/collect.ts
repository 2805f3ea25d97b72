/** Counts the tokens of many images at many plans: what is known is taken, what is not is encoded and written down at once. */
import type { CollectRequest, CollectResult, MayRead } from '../engine.ts';
import type { Database } from '../database/database.ts';
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import type { Pace } from '../inference/pace.ts';
import { viewsSpec } from '../inference/visual-input.ts';
import type { ViewsSpec } from '../vision/prepare.ts';
import { countImages } from './count-images.ts';
import { countTable } from './count-table.ts';
import type { CountTable } from './count-table.ts';
import { findImages } from './find-images.ts';
import { encoderKey } from './keys.ts';
import { lookAtAll } from './look-at-all.ts';
import type { SeenFile } from './look-at-all.ts';
import { rulerOf } from './ruler.ts';
import type { Found } from './scan-folder.ts';
import { askedCounts, gapCounts, pointCounts, spreadOver } from './wanted.ts';
import type { WantedCount } from './wanted.ts';

export interface CollectHost {
  readonly database: Database;
  /** Does something with the model when it is the job's turn. */
  readonly inTurn: <T>(work: (model: LoadedEncoder, pace: Pace) => Promise<T>) => Promise<T>;
  /** A count, or what is wrong with a file, is written. */
  readonly kept?: (() => void) | undefined;
  readonly mayRead?: MayRead | undefined;
  readonly signal: AbortSignal | undefined;
  readonly report: (stage: string, done: number, total: number) => void;
}

/** So many images are also counted between the points unless a request says otherwise. */
const usualChecks = 20;

/** One plan, as the table of counts knows it. */
export interface Column extends WantedCount {
  readonly id: number;
}

export interface Work {
  readonly seen: SeenFile;
  readonly content: string;
  readonly columns: readonly Column[];
}

/** Throws `bad-input` where the source is not there; single files that cannot be read are left out and counted. */
export async function collect(host: CollectHost, request: CollectRequest): Promise<CollectResult> {
  const { database } = host;
  const found = await findFiles(request, host);
  const table = countTable(database);
  const plan = await host.inTurn((model) => Promise.resolve(planCollection(model, request, table)));
  const { work, known, images, unreadable } = await listWork({ host, found, request, plan, table });
  const done = await countImages(host, { source: request.source, work, images, plan, table });
  return {
    source: request.source,
    images: images - done.unreadable,
    unreadable: unreadable + done.unreadable,
    encodes: done.encodes,
    known,
  };
}

export interface CollectPlan {
  readonly encoder: number;
  readonly route: LoadedEncoder['images']['route'];
  readonly spec: ViewsSpec;
  readonly always: readonly Column[]; // of every image
  readonly checks: readonly Column[]; // of some
}

/** Those that are asked for. Throws `bad-input` where the source is not there. */
export async function findFiles(
  request: CollectRequest,
  { report, mayRead }: Pick<CollectHost, 'report' | 'mayRead'>,
): Promise<Found> {
  report('Looking for images', 0, 0);
  const found = await findImages(request.source, mayRead);
  const only = request.only === undefined ? undefined : new Set(request.only);
  return { ...found, files: found.files.filter(({ name }) => only === undefined || only.has(name)) };
}

/** What is to be encoded of files, once each has been looked at. */
export async function listWork({
  host: { database, kept, mayRead, signal, report },
  found,
  request,
  plan,
  table,
}: {
  readonly host: Omit<CollectHost, 'inTurn'>;
  readonly found: Found;
  readonly request: CollectRequest;
  readonly plan: CollectPlan;
  readonly table: CountTable;
}) {
  const seen = await lookAtAll(database, found.files, {
    route: plan.route,
    mayRead,
    signal,
    onKept: kept,
    onLook: (done, total) => report('Looking at the files', done, total),
  });
  const { work, known, images } = workOf(seen, plan, request.checks ?? usualChecks, table);
  return { work, known, images, unreadable: found.problems.length + seen.length - images };
}

/** Throws `bad-input` and `bad-calibration` for requests that cannot be planned. */
export function planCollection(
  model: LoadedEncoder,
  request: CollectRequest,
  table: CountTable,
): CollectPlan {
  const columns = (counts: readonly WantedCount[]): Column[] => {
    const unique = new Map(counts.map((count) => [count.key, count]));
    return Array.from(unique.values(), (count) => ({ ...count, id: table.plan(count.key) }));
  };
  const ruler = rulerOf(model, request.method);
  const points = pointCounts(model, ruler);
  const chosen = spreadOver(points, request.points ?? points.length);
  return {
    encoder: table.encoder(encoderKey(model)),
    route: model.images.route,
    spec: viewsSpec(model.checkpoint.spec, 'alone'),
    always: columns([...chosen, ...askedCounts(model, request.reductions ?? [])]),
    checks: chosen.length === points.length ? columns(gapCounts(model, ruler)) : [],
  };
}

/** What is not known yet, every content once. */
function workOf(seen: readonly SeenFile[], plan: CollectPlan, checks: number, table: CountTable) {
  const byContent = new Map<string, SeenFile>();
  let images = 0;
  for (const one of seen) {
    if (one.state.kind !== 'image') continue;
    images += 1;
    if (!byContent.has(one.state.content)) byContent.set(one.state.content, one);
  }
  // The smallest hashes are a sample by chance, and the same one when files are added.
  const checked = new Set([...byContent.keys()].sort().slice(0, checks));
  const work: Work[] = [];
  let known = 0;
  for (const [content, one] of byContent) {
    const wanted = checked.has(content) ? [...plan.always, ...plan.checks] : plan.always;
    const missing = wanted.filter(({ id }) => table.get(plan.encoder, content, id) === undefined);
    const columns = missing.length === wanted.length ? wanted : missing; // one list for all that are new
    known += wanted.length - columns.length;
    if (columns.length > 0) work.push({ seen: one, content, columns });
  }
  return { work, known, images };
}
