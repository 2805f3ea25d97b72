/** What the encoder's last runs had between their blocks: a run of the same pixels need not compute what another rule leaves as it was. It runs nothing. */
import type { VisionSpec } from '../families/spec.ts';
import { floats, ints, type HostTensor } from '../runtime/onnx.ts';
import { equalNumbers } from './equal-numbers.ts';
import type { MergeInputs } from './merge-inputs.ts';

type Shape = Pick<VisionSpec, 'executedLayers' | 'patches' | 'width' | 'classToken'>;
type Outputs = Readonly<Record<string, HostTensor>>;

/** The runs over one view's pixels and of one rule. Nothing in it changes, so that runs share what they have in common. */
export interface KeptRun {
  readonly pixels: Float32Array;
  readonly features: Float32Array; // [n, D]
  readonly size: Float32Array; // [n]
  readonly layers: readonly KeptLayer[]; // [L_x]
}

interface KeptLayer {
  readonly rows: Float32Array; // [m, D] after attention
  readonly best: Float32Array; // [a] score of every even row
  readonly partner: BigInt64Array; // [a]
  /** After the layer's merge: how many rows there are, class token included, and which holds each patch [N0]. */
  readonly count: number;
  readonly owner: Int32Array;
}

export interface KeptRuns {
  /** The run over the same pixels that goes the same way for longest, and the first layer that merges otherwise: L_x if none does. */
  find(
    pixels: Float32Array,
    rule: MergeInputs,
  ): { readonly run: KeptRun; readonly begin: number } | undefined;
  keep(run: KeptRun): void;
}

/** About ten runs of a small encoder. */
export const mostKeptBytes = 24 * 2 ** 20;

/** The oldest go first; a run that is larger by itself is not kept. */
export function keepRuns(shape: Shape, maxBytes = mostKeptBytes): KeptRuns {
  let kept: readonly KeptRun[] = []; // the oldest first
  return {
    find(pixels, rule) {
      const found = kept
        .filter((run) => equalNumbers(run.pixels, pixels))
        .map((run) => ({ run, begin: firstOther(shape, run, rule) }));
      return found.reduceRight<(typeof found)[number] | undefined>(
        (best, one) => (best === undefined || one.begin > best.begin ? one : best),
        undefined,
      );
    },
    keep(run) {
      kept = [...kept.filter((one) => one !== run), run];
      while (bytesOf(kept) > maxBytes) kept = kept.slice(1);
    },
  };
}

/** Under one threshold a layer merges its best rows: how many there are says which. */
function firstOther(shape: Shape, { layers }: KeptRun, { thresholds, limits }: MergeInputs): number {
  const other = layers.findIndex(({ best, count }, layer) => {
    const before = layers[layer - 1]?.count ?? rowsOf(shape);
    const [threshold, limit] = [thresholds[layer] ?? 0, limits[layer] ?? 0];
    const over = best.reduce((sum, score) => sum + Number(score > threshold), 0);
    const most = Math.floor((before - Number(shape.classToken)) / 2);
    return before - count !== Math.min(over, most, limit);
  });
  return other < 0 ? layers.length : other;
}

/** What the graph is fed to begin at a layer of an earlier run. */
export function beginningAt(shape: Shape, { layers }: KeptRun, begin: number): Record<string, HostTensor> {
  const { rows, best, partner } = at(layers, begin);
  const owner =
    begin === 0
      ? Int32Array.from({ length: shape.patches }, (_, patch) => patch)
      : at(layers, begin - 1).owner;
  return beginning(begin, {
    from_x: { data: rows, dims: [rows.length / shape.width, shape.width] },
    from_size: column(sizesOf(shape, owner, rows.length / shape.width)),
    from_owner: { data: owner, dims: [shape.patches] },
    from_best: column(best),
    from_partner: column(partner),
  });
}

/** What it is fed to begin at the pixels. */
export function beginningAtPixels({ patches, width }: Shape): Record<string, HostTensor> {
  return beginning(-1, {
    from_x: { data: new Float32Array(0), dims: [0, width] },
    from_size: column(new Float32Array(0)),
    from_owner: { data: new Int32Array(patches), dims: [patches] },
    from_best: column(new Float32Array(0)),
    from_partner: column(new BigInt64Array(0)),
  });
}

function beginning(begin: number, from: Record<string, HostTensor>): Record<string, HostTensor> {
  return { begin: { data: Int32Array.of(begin), dims: [] }, ...from };
}

const column = (data: Float32Array | BigInt64Array): HostTensor => ({ data, dims: [data.length, 1] });

/** The class token, which is in no owner map, stands for itself. */
function sizesOf({ classToken }: Shape, owner: Int32Array, rows: number): Float32Array {
  const prefix = Number(classToken);
  const sizes = new Float32Array(rows);
  if (classToken) sizes[0] = 1;
  for (const token of owner) sizes[token + prefix] = (sizes[token + prefix] ?? 0) + 1;
  return sizes;
}

/** A run as a whole, of what `resumableVisionGraph` gave from `begin` on and what stands before that in the run that it goes on from. */
export function wholeRun(
  shape: Shape,
  pixels: Float32Array,
  outputs: Outputs,
  from?: { readonly run: KeptRun; readonly begin: number },
): KeptRun {
  const { executedLayers, patches } = shape;
  const [owners, counts, best] = [ints(outputs, 'owner'), ints(outputs, 'counts'), floats(outputs, 'best')];
  const partner = places(outputs, 'partner');
  const layers: KeptLayer[] = from === undefined ? [] : from.run.layers.slice(0, from.begin);
  let first = 0; // of a layer in `best`
  for (let layer = layers.length; layer < executedLayers; layer += 1) {
    const before = layers.at(-1)?.count ?? rowsOf(shape);
    const next = first + Math.ceil(before / 2);
    // Where the run began, the same stands in both: one copy will do.
    const same = layer === from?.begin ? from.run.layers[layer] : undefined;
    layers.push({
      rows: same?.rows ?? floats(outputs, `rows_${layer}`),
      best: same?.best ?? best.slice(first, next),
      partner: same?.partner ?? partner.slice(first, next),
      count: counts[layer] ?? 0,
      owner: owners.slice(layer * patches, (layer + 1) * patches),
    });
    first = next;
  }
  return { pixels, features: floats(outputs, 'features'), size: floats(outputs, 'size'), layers };
}

/** As `mergedVisionGraph` gives it. */
export function outputsOf({ patches, width }: Shape, { features, size, layers }: KeptRun): Outputs {
  const owner = new Int32Array(layers.length * patches);
  for (const [layer, kept] of layers.entries()) owner.set(kept.owner, layer * patches);
  const best = new Float32Array(layers.reduce((sum, kept) => sum + kept.best.length, 0));
  let first = 0;
  for (const kept of layers) {
    best.set(kept.best, first);
    first += kept.best.length;
  }
  return {
    features: { data: features, dims: [size.length, width] },
    size: { data: size, dims: [size.length] },
    owner: { data: owner, dims: [layers.length, patches] },
    best: { data: best, dims: [best.length] },
    counts: { data: Int32Array.from(layers, ({ count }) => count), dims: [layers.length] },
  };
}

function bytesOf(runs: readonly KeptRun[]): number {
  const arrays = runs.flatMap(({ pixels, features, size, layers }) => [
    ...[pixels, features, size],
    ...layers.flatMap(({ rows, best, partner, owner }) => [rows, best, partner, owner]),
  ]);
  return [...new Set(arrays)].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function rowsOf({ patches, classToken }: Shape): number {
  return patches + Number(classToken);
}

function places(outputs: Outputs, name: string): BigInt64Array {
  const data = outputs[name]?.data;
  if (data instanceof BigInt64Array) return data;
  throw new TypeError(`Output ${name} is not int64.`);
}

function at(layers: readonly KeptLayer[], layer: number): KeptLayer {
  const kept = layers[layer];
  if (kept === undefined) throw new RangeError(`No layer ${layer} was kept.`);
  return kept;
}
