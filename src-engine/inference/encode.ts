/** One image through preprocessing, the vision tower and the projector, with the time that each took. No text. */
import type { EncodedView, Encoding, ImageSource, Merging } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { prepareImage } from '../vision/prepare.ts';
import type { PreparedImage } from '../vision/prepare.ts';
import { breathe } from './breathe.ts';
import type { LoadedModel } from './loaded-model.ts';
import { mergeParameters } from './merge-parameters.ts';
import type { MergeParameters } from './merge-parameters.ts';
import { encodeMultiplyAdds } from './theory.ts';
import type { TowerOutput } from './vision-tower.ts';

export interface EncodedImage {
  readonly encoding: Encoding;
  readonly views: readonly TowerOutput[];
  readonly projected: readonly Float32Array[]; // per view [n, D_text]
  readonly multiplyAdds: number;
}

export interface EncodeOptions {
  /** Return scores per layer and patch. */
  readonly scores: boolean;
  /** A moving slider may reuse prepared pixels; an answer whose times are reported may not. */
  readonly reusePixels: boolean;
  readonly signal: AbortSignal | undefined;
}

export async function encodeImage(
  model: LoadedModel,
  image: ImageSource,
  merging: Merging,
  options: EncodeOptions,
): Promise<EncodedImage> {
  const { spec } = model.checkpoint;
  const parameters = mergeParameters(merging, spec.vision, model.calibration?.curve);

  await model.tower.prepare(parameters);
  const started = performance.now();
  const prepared = await (options.reusePixels
    ? model.images.prepare(image, spec.preprocess)
    : prepareImage(image, spec.preprocess));
  checkViews(prepared, image, model);
  const preprocessMs = performance.now() - started;

  const views: TowerOutput[] = [];
  const projected: Float32Array[] = [];
  let encodeMs = 0;
  let projectMs = 0;
  for (const view of prepared.views) {
    await breathe();
    throwIfAborted(options.signal);
    const encodeStart = performance.now();
    const output = await model.tower.encode(view.pixels, parameters);
    const projectStart = performance.now();
    projected.push(await model.tower.project(output.features));
    encodeMs += projectStart - encodeStart;
    projectMs += performance.now() - projectStart;
    views.push(output);
  }

  const encoding: Encoding = {
    model: spec.name,
    family: spec.family,
    views: views.map((output, index) =>
      describeView(model, prepared, output, index, parameters, options.scores),
    ),
    tokens: views.reduce((sum, { tokens }) => sum + tokens, 0),
    fullTokens: views.length * spec.vision.patches,
    target: parameters?.target ?? null,
    source: prepared.source,
    timings: { preprocessMs, encodeMs, projectMs },
    device: model.device.name,
    precision: model.precision,
    ...(prepared.note === null ? {} : { notes: [prepared.note] }),
  };
  const multiplyAdds = views.reduce(
    (sum, view) => sum + encodeMultiplyAdds(spec, view.countsPerLayer, parameters !== undefined),
    0,
  );
  return { encoding, views, projected, multiplyAdds };
}

function describeView(
  { checkpoint }: LoadedModel,
  prepared: PreparedImage,
  output: TowerOutput,
  index: number,
  parameters: MergeParameters | undefined,
  scores: boolean,
): EncodedView {
  const { gridSide, executedLayers, imageSize } = checkpoint.spec.vision;
  return {
    grid: [gridSide, gridSide],
    region: prepared.views[index]?.region ?? { x: 0, y: 0, width: imageSize, height: imageSize },
    tokens: output.tokens,
    countsPerLayer: output.countsPerLayer,
    thresholds: parameters === undefined ? new Array<number>(executedLayers).fill(1) : parameters.reported,
    owner: output.owner,
    size: output.size,
    ...(scores && output.scores !== undefined ? { scores: output.scores } : {}),
  };
}

function checkViews({ views }: PreparedImage, image: ImageSource, model: LoadedModel): void {
  if (views.length === 1) return;
  const name = image.kind === 'bytes' ? image.name : image.path;
  throw new EngineError(
    'bad-input',
    `${name} holds ${String(views.length)} views, but ${model.checkpoint.spec.name} (${model.checkpoint.spec.family}) takes one view of an image; give pixel values of shape [1, 3, H, W].`,
  );
}
