/** The merging tower as a graph whose run may begin between attention and merge of any block, from what a run before it had there. */
import type { VisionSpec } from '../families/spec.ts';
import type { GraphContext } from './layers.ts';
import { mergeMatched, softMatching } from './merge.ts';
import type { Match, Tokens } from './merge.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import { thresholdInputs } from './threshold-inputs.ts';
import { attentionOf, feed } from './vision-block.ts';
import { embed } from './vision-embedding.ts';
import { features, pixelInput, withoutClassToken } from './vision-graph.ts';

/** Where a run from the pixels begins. */
export const fromPixels = -1;

/** What stands between attention and merge of a block. */
type Attended = Record<keyof Tokens | keyof Match, Value>;

/**
 * As `mergedVisionGraph`, on a processor. Nothing before the block at which a run begins is computed, and weights stand in one branch each, so
 * that the runtime holds them once. With m rows at that block, a of them even:
 *
 * Further inputs: begin int32 scalar, the block, or `fromPixels`; from_x f32 [m, D], the rows after attention; from_size f32 [m, 1];
 * from_owner int32 [N0]; from_best f32 [a, 1]; from_partner int64 [a, 1], the place in set B of the best partner. A run from the pixels reads
 * none of them, and a run from a block no pixels. Further outputs: partner int64 [Σ Na]; rows_0, rows_1 … f32 [n, D], after the attention of each
 * block. Of blocks before the one at which a run begins, `partner`, `best` and `rows_…` have no entries, and `counts` and `owner` say nothing.
 */
export function resumableVisionGraph(context: GraphContext, spec: VisionSpec): Uint8Array {
  const { builder } = context;
  const op = opsOf(builder);
  const layers = spec.executedLayers;
  const pixels = pixelInput(context, spec);
  const byThreshold = thresholdInputs(context, spec, 'never');
  const mostRows = op.cast(builder.input('limits', 'i32', [layers]), 'i64');
  const begin = builder.input('begin', 'i32', []);
  const from = {
    x: builder.input('from_x', 'f32', ['m', spec.width]),
    size: builder.input('from_size', 'f32', ['m', 1]),
    best: builder.input('from_best', 'f32', ['a', 1]),
    partner: builder.input('from_partner', 'i64', ['a', 1]),
    owner: op.cast(builder.input('from_owner', 'i32', [spec.patches]), 'i64'),
  };

  const first = (): Tokens => {
    const tokens = spec.patches + (spec.classToken ? 1 : 0);
    return {
      x: embed(context, spec, pixels),
      size: builder.constant('f32', new Array<number>(tokens).fill(1), [tokens, 1]),
      owner: builder.vector(
        'i64',
        Array.from({ length: spec.patches }, (_, patch) => patch),
      ),
      count: builder.vector('i64', [tokens]),
    };
  };
  const mergedAt = (layer: number, { best, partner, ...tokens }: Attended): Tokens => {
    const merged = byThreshold(layer, (threshold) =>
      mergeMatched(
        context,
        spec,
        tokens,
        { best, partner },
        { threshold, limit: op.gather(mostRows, op.ints(layer)) },
      ),
    );
    return { ...merged, x: feed(context, spec, layer, merged.x) };
  };
  const attendedAt = (layer: number, tokens: Tokens): Attended => {
    const { out, keys } = attentionOf(context, spec, layer, tokens.x, layer === 0 ? undefined : tokens.size);
    return { ...tokens, x: op.add(tokens.x, out), ...softMatching(context, spec, keys) };
  };
  const taken = (layer: number): Attended => {
    // No rows where the run begins later.
    const all = op.where(
      op.equal(begin, builder.scalar('i32', layer)),
      op.ints(spec.patches + 1),
      op.ints(0),
    );
    const rows = (of: Value) => op.slice(of, { to: all });
    const x = rows(from.x);
    return {
      x,
      size: rows(from.size),
      best: rows(from.best),
      partner: rows(from.partner),
      owner: from.owner,
      count: op.length(x),
    };
  };

  const attended: Attended[] = [];
  for (let layer = 0; layer < layers; layer += 1) {
    const before = attended.at(-1);
    attended.push(
      builder.either<keyof Attended>(
        op.less(begin, builder.scalar('i32', layer)),
        () => attendedAt(layer, before === undefined ? first() : mergedAt(layer - 1, before)),
        () => taken(layer),
      ),
    );
  }
  const last = attended.at(-1);
  if (last === undefined) throw new RangeError('An encoder without executed layers.');
  const end = mergedAt(layers - 1, last);

  const after = [...attended.slice(1), end];
  const outputs = (name: 'best' | 'partner'): Value =>
    op.reshape(op.concat(attended.map((each) => each[name])), [-1]);
  const owners = op.reshape(op.concat(after.map(({ owner }) => owner)), [layers, spec.patches]);
  builder.output('features', features(context, spec, end.x), 'f32', ['n', spec.width]);
  builder.output('size', op.reshape(withoutClassToken(op, spec, end.size), [-1]), 'f32', ['n']);
  builder.output('owner', op.cast(owners, 'i32'), 'i32', [layers, spec.patches]);
  builder.output('best', outputs('best'), 'f32', ['a']);
  builder.output('counts', op.concat(after.map(({ count }) => count)), 'i64', [layers]);
  builder.output('partner', outputs('partner'), 'i64', ['a']);
  attended.forEach(({ x }, layer) => builder.output(`rows_${layer}`, x, 'f32', [`n${layer}`, spec.width]));
  return builder.build('vision-resumable');
}
