/** One task of a collection that machines share: the images of it, counted here for whoever has sent it. */
import type { CountedImage, TaskOf, UncountedImage } from '../engine.ts';
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import type { Pace } from '../inference/pace.ts';
import { viewsSpec } from '../inference/visual-input.ts';
import { ahead } from './ahead.ts';
import { atOnce, countViews } from './count-views.ts';
import { prepareFile } from './prepare-file.ts';
import { askedCounts } from './wanted.ts';
import type { WantedCount } from './wanted.ts';

/** Images that are read and decoded, in sharp's own threads, while the encoder has another one. */
const imagesAhead = 2;

/** A picture that cannot be read is told, not thrown. Throws `bad-input` for reductions that cannot be planned. */
export async function performCount(
  model: LoadedEncoder,
  { images, reductions }: TaskOf<'count'>,
  pace: Pace,
): Promise<readonly (CountedImage | UncountedImage)[]> {
  const wanted = askedCounts(model, reductions);
  const spec = viewsSpec(model.checkpoint.spec, 'alone');
  const results: (CountedImage | UncountedImage)[] = [];
  const prepared = ahead(images, imagesAhead, (path) => prepareFile(path, spec, model.images.route));
  for await (const [, path, file] of prepared) {
    if (file.kind === 'unreadable') {
      const { state } = file;
      results.push({ path, reason: state.kind === 'unreadable' ? state.reason : 'It could not be read.' });
      continue;
    }
    const { content, views } = file;
    const tokens = new Map<WantedCount, number>();
    for (const together of atOnce(wanted)) {
      const counted = await countViews(model, pace, together, views);
      for (const [index, count] of together.entries()) tokens.set(count, counted[index] ?? 0);
    }
    const inOrder = wanted.map((count) => tokens.get(count) ?? 0);
    results.push({ path, content, views: views.length, tokens: inOrder });
  }
  return results;
}
