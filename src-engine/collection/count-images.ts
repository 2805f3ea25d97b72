/** Encodes the images whose counts are not known, each at its plans, and writes every count down at once. Pictures are prepared while the encoder runs. */
import { throwIfAborted } from '../errors.ts';
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import type { Pace } from '../inference/pace.ts';
import type { PreparedView } from '../vision/prepare.ts';
import { ahead } from './ahead.ts';
import type { CollectHost, CollectPlan, Work } from './collect.ts';
import type { CountTable } from './count-table.ts';
import { fileTable } from './file-table.ts';
import { requireSource } from './find-images.ts';
import { unreadable as refused } from './look-at-file.ts';
import { prepareFile } from './prepare-file.ts';
import { startPreparing, usualThreads } from './preparing.ts';
import { isFixed } from './wanted.ts';
import type { WantedCount } from './wanted.ts';

/** For every thread the picture at hand and one that waits for it, and one that is ready. */
const imagesAhead = 2 * usualThreads() + 1;
/** Fewer are prepared sooner than a thread has started. */
const fewestForThreads = 8;

export interface CountedImages {
  readonly encodes: number;
  readonly unreadable: number;
}

interface Images {
  readonly source: string;
  readonly work: readonly Work[];
  readonly images: number; // also those that are known
  readonly plan: CollectPlan;
  readonly table: CountTable;
}

/** Rejects with `bad-input` where the source is gone, `aborted`, and as the encoder does; what was counted stays written. */
export async function countImages(host: CollectHost, images: Images): Promise<CountedImages> {
  const preparing = images.work.length < fewestForThreads ? undefined : startPreparing();
  try {
    return await countInTurn(host, images, preparing?.prepare ?? prepareFile);
  } finally {
    await preparing?.close();
  }
}

async function countInTurn(
  host: CollectHost,
  { source, work, images, plan, table }: Images,
  prepare: typeof prepareFile,
): Promise<CountedImages> {
  let encodes = 0;
  let unreadable = 0;
  const before = images - work.length;
  const prepared = ahead(work, imagesAhead, async ({ seen: { file } }) => {
    try {
      await host.mayRead?.(file.path); // it may lead elsewhere by now
    } catch (cause) {
      return { kind: 'unreadable', state: refused(cause), lasting: false } as const;
    }
    return prepare(file.path, plan.spec, plan.route);
  });
  for await (const [index, { seen, columns }, outcome] of prepared) {
    throwIfAborted(host.signal);
    host.report('Encoding', before + index, images);
    if (outcome.kind === 'unreadable') {
      unreadable += 1;
      await requireSource(source); // a folder that is gone is told as such
      if (outcome.lasting) {
        fileTable(host.database).put(seen.file, outcome.state);
        host.kept?.();
      }
      continue;
    }
    const { content, views } = outcome;
    await host.inTurn(async (model, pace) => {
      for (const column of columns) {
        // Of a file that was changed since it was looked at, its new contents may be known.
        if (table.get(plan.encoder, content, column.id) !== undefined) continue;
        const fixed = isFixed(column) ? table.any(plan.encoder, column.id) : undefined;
        const tokens =
          fixed === undefined
            ? await countViews(model, pace, column, views)
            : (fixed.tokens / fixed.views) * views.length;
        if (fixed === undefined) encodes += views.length;
        table.put(plan.encoder, content, column.id, { views: views.length, tokens });
        host.kept?.();
      }
    });
  }
  host.report('Encoding', images, images);
  return { encodes, unreadable };
}

/** Tokens over all views. */
export async function countViews(
  model: LoadedEncoder,
  pace: Pace,
  { plan }: Pick<WantedCount, 'plan'>,
  views: readonly PreparedView[],
): Promise<number> {
  if (plan.kind === 'prune') return plan.rows * views.length;
  const run = await model.tower.open(plan);
  let tokens = 0;
  for (const { pixels } of views) {
    await pace.next();
    tokens += (await run.encode(pixels)).tokens;
  }
  return tokens;
}
