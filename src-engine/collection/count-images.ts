/** Encodes the images whose counts are not known, each at its plans, and writes every count down at once. Pictures are prepared while the encoder runs. */
import { throwIfAborted } from '../errors.ts';
import { ahead } from './ahead.ts';
import type { CollectHost, CollectPlan, Work } from './collect.ts';
import { atOnce, countViews, encodesOf } from './count-views.ts';
import type { CountTable } from './count-table.ts';
import { fileTable } from './file-table.ts';
import { requireSource } from './find-images.ts';
import { unreadable as refused } from './look-at-file.ts';
import { prepareFile } from './prepare-file.ts';
import { startPreparing, usualThreads } from './preparing.ts';

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
      // Of a file that was changed since it was looked at, its new contents may be known.
      const missing = columns.filter(({ id }) => table.get(plan.encoder, content, id) === undefined);
      for (const together of atOnce(missing)) {
        const [first] = together;
        const fixed = first?.fixed === true ? table.any(plan.encoder, first.id) : undefined;
        const counted =
          fixed === undefined
            ? await countViews(model, pace, together, views)
            : [(fixed.tokens / fixed.views) * views.length];
        if (fixed === undefined) encodes += views.length * encodesOf(together);
        for (const [index, { id }] of together.entries())
          table.put(plan.encoder, content, id, { views: views.length, tokens: counted[index] ?? 0 });
        host.kept?.();
      }
    });
  }
  host.report('Encoding', images, images);
  return { encodes, unreadable };
}
