/** What the Qwen-VL families have in common: towers on grids of any shape whose squares of patches are joined, decoders that count in three directions. */
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { isObject } from '../../files/document.ts';
import type { JsonDocument } from '../../files/published-json.ts';
import type { Architecture, Family } from '../family.ts';
import type { DirectedRope, ProjectorSpec, VisionSpec } from '../spec.ts';
import { between, count, sizes, squareSide } from './config-fields.ts';
import { nested, refuseQuantised, textPart, type TextPart } from './config-schema.ts';
import { linear, weight } from './expected-tensors.ts';
import type { ExpectedTensor, TensorNeeds } from './expected-tensors.ts';
import { reducedName } from './tensor-names.ts';
import { textSpec } from './text-model.ts';
import { wholeCellsFrame, wholeCellsView } from './whole-cells-view.ts';
import type { TextModelType } from './config-text.ts';

/** Fields that every tower of the kind has. @param patch px */
export const towerFields = (patch: number) => ({
  num_heads: count(sizes.heads).default(16),
  patch_size: squareSide(sizes.imageSide).default(patch),
  spatial_merge_size: count(64).default(2),
  temporal_patch_size: count(sizes.frames).default(2),
  rope_parameters: z.object({ rope_theta: between(0, 1e12).default(10_000) }).nullish(),
});

type TowerFields = z.output<z.ZodObject<ReturnType<typeof towerFields>>>;

/** Fields around both parts. */
export const outerFields = {
  text_config: nested,
  image_token_id: count(sizes.vocabulary, 0).default(151_655),
  video_token_id: count(sizes.vocabulary, 0).default(151_656),
  tie_word_embeddings: z.boolean({ error: 'must be true or false' }).default(false),
  quantization_config: z.unknown().optional(),
};

type Outer = z.output<z.ZodObject<typeof outerFields>>;

/** In the classes, norms of the tower and of what joins squares have this epsilon, whatever config.json says. */
const NORM_EPSILON = 1e-6;

/** A tower's field that cannot be true. */
export const damagedTower = (file: string, fact: string) =>
  new EngineError('bad-checkpoint', `${file}: vision_config.${fact}`, {
    remedy: { kind: 'download-again', what: 'it' },
  });

interface Widths {
  /** Of the tower, and the name of its field. */
  readonly width: number;
  readonly field: string;
  readonly heads: number;
  /** Numbers of a row, as the tower's config says, and the name of that field. */
  readonly rows: number;
  readonly rowsField: string;
}

/** Throws `bad-checkpoint` where heads cannot turn by row and column, or rows are not the language model's. */
export function checkWidths(file: string, widths: Widths, text: { readonly width: number }): void {
  const { width, field, heads, rows, rowsField } = widths;
  if (width % (4 * heads) !== 0)
    throw damagedTower(file, `${field} ${width} gives ${heads} heads no multiple of four numbers each`);
  if (rows !== text.width)
    throw damagedTower(
      file,
      `${rowsField} is ${rows}, but the language model's hidden_size is ${text.width}`,
    );
}

/** Patches along a side of what counts as a model's own square where no table of positions says one: as many as Qwen3-VL's. */
export const OWN_SIDE = 48;

/** @param own what the families differ in; `gridSide` is that of the table of positions, where there is one */
export function rotaryTower(
  tower: TowerFields,
  own: Pick<VisionSpec, 'layers' | 'width' | 'mlpWidth' | 'activation' | 'patchBias'> & {
    readonly gridSide?: number;
  },
): VisionSpec {
  const { num_heads: heads, patch_size: patchSize } = tower;
  const gridSide = own.gridSide ?? OWN_SIDE;
  return {
    ...own,
    executedLayers: own.layers,
    heads,
    headDim: own.width / heads,
    imageSize: gridSide * patchSize,
    patchSize,
    gridSide,
    patches: gridSide ** 2,
    classToken: false,
    preNorm: false,
    postNorm: true, // where squares are joined: before joining
    normEpsilon: NORM_EPSILON,
    freeGrid: {
      frames: tower.temporal_patch_size,
      learnedPositions: own.gridSide !== undefined,
      rotaryTheta: tower.rope_parameters?.rope_theta ?? 10_000,
    },
  };
}

/** Two layers, as wide inside as a square of patches. */
export function squareProjector(
  { spatial_merge_size: square }: TowerFields,
  { width }: VisionSpec,
): ProjectorSpec {
  return { activation: 'gelu', bias: true, square, hidden: square ** 2 * width };
}

interface Decoder {
  readonly type: TextModelType;
  /** Of the directions, where the config has none. */
  readonly sections: DirectedRope['sections'];
  readonly interleaved: boolean;
  readonly timeStep?: number;
}

/** The decoder, with its directions. @param config of the decoder, wherever the file has it. Throws as `textPart`, and for quantised weights */
export function directedText(
  file: string,
  outer: Outer,
  config: Parameters<typeof textPart>[1],
  { type, sections: usual, ...turning }: Decoder,
): Architecture['text'] {
  refuseQuantised(file, outer.quantization_config);
  const text: TextPart = textPart(file, config, { textModelType: type, textModelTypes: [type] });
  const { mrope_section: sections = usual } = text.config.rope_parameters ?? text.config.rope_scaling ?? {};
  return { ...textSpec({ file, outer, text }), mrope: { sections, ...turning } };
}

/**
 * The decoder's config of Qwen2-VL and Qwen2.5-VL: published files have the language model's fields beside the others, and call its positions
 * `mrope`, which the classes read as usual ones.
 */
export function decoderConfig(config: JsonDocument, text: z.output<typeof nested>) {
  const stated: Readonly<Record<string, unknown>> =
    text ?? (isObject(config.value) ? { ...config.value, model_type: undefined } : {});
  const scaling = stated['rope_scaling'];
  if (!isObject(scaling)) return stated;
  const usual = (type: unknown): unknown => (type === 'mrope' ? 'default' : type);
  const { type, rope_type: ropeType } = scaling;
  return {
    ...stated,
    rope_scaling: { ...scaling, type: usual(type), rope_type: usual(ropeType ?? type) },
  };
}

/** Patches, every block by `block`, and between norm and rows of the language model what joins squares. */
export function sequentialTensors(
  { vision, projector, text }: TensorNeeds,
  block: (name: string, stored: string) => readonly ExpectedTensor[],
  norm: readonly ExpectedTensor[],
): ExpectedTensor[] {
  const { width, patchSize, freeGrid, layers } = vision;
  const { square = 1, hidden = text.width } = projector;
  const kernel = [width, 3, freeGrid?.frames ?? 1, patchSize, patchSize];
  return [
    weight('vision.patch', 'vision_tower.patch_embed.proj', ...kernel),
    ...Array.from({ length: layers }, (_, index) =>
      block(`vision.layers.${index}`, `vision_tower.blocks.${index}`),
    ).flat(),
    ...norm,
    ...linear('projector.linear1', 'vision_tower.merger.mlp.0', hidden, square ** 2 * width, true),
    ...linear('projector.linear2', 'vision_tower.merger.mlp.2', text.width, hidden, true),
  ];
}

export function attentionTensors(name: string, stored: string, width: number): ExpectedTensor[] {
  return [
    ...linear(`${name}.attention.qkv`, `${stored}.attn.qkv`, 3 * width, width, true),
    ...linear(`${name}.attention.out`, `${stored}.attn.proj`, width, width, true),
  ];
}

/** The seam of families whose videos are views of several frames at one place. */
export const qwenVlVideo: Pick<Family, 'preprocessFrame'> = {
  preprocessFrame: (processor, { vision, projector }) =>
    wholeCellsFrame(processor, vision, projector.square ?? 1),
};

export const qwenVlKind: Pick<Family, 'preprocess' | 'storedName' | 'connector'> = {
  preprocess: (processor, { vision, projector }) => wholeCellsView(processor, vision, projector.square ?? 1),
  storedName: (name) => reducedName(name.replace(/^(?:model\.)?visual\./u, 'vision_tower.')),
  connector: 'joined-squares',
};
