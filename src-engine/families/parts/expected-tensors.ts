/** The tensors that a spec needs: canonical name, stored name without its layout's prefixes, shape. No files. */
import type { ModelSpec, TextSpec, VisionSpec } from '../spec.ts';

export interface ExpectedTensor {
  readonly name: string; // canonical, see checkpoint.ts
  readonly stored: string; // as tensor-names.ts reduces a stored name
  readonly shape: readonly number[];
}

export type TensorNeeds = Pick<ModelSpec, 'vision' | 'text' | 'projector' | 'newline'>;

function weight(name: string, stored: string, ...shape: number[]): ExpectedTensor {
  return { name: `${name}.weight`, stored: `${stored}.weight`, shape };
}

function bias(name: string, stored: string, size: number): ExpectedTensor {
  return { name: `${name}.bias`, stored: `${stored}.bias`, shape: [size] };
}

/** A linear layer [out, in], with or without a bias [out]. */
function linear(name: string, stored: string, out: number, input: number, biased: boolean): ExpectedTensor[] {
  const tensors = [weight(name, stored, out, input)];
  return biased ? [...tensors, bias(name, stored, out)] : tensors;
}

function layerNorm(name: string, stored: string, width: number): ExpectedTensor[] {
  return [weight(name, stored, width), bias(name, stored, width)];
}

function visionLayer(index: number, { width, mlpWidth }: VisionSpec): ExpectedTensor[] {
  const name = `vision.layers.${index}`;
  const stored = `vision_tower.encoder.layers.${index}`;
  return [
    ...layerNorm(`${name}.norm1`, `${stored}.layer_norm1`, width),
    ...linear(`${name}.attention.query`, `${stored}.self_attn.q_proj`, width, width, true),
    ...linear(`${name}.attention.key`, `${stored}.self_attn.k_proj`, width, width, true),
    ...linear(`${name}.attention.value`, `${stored}.self_attn.v_proj`, width, width, true),
    ...linear(`${name}.attention.out`, `${stored}.self_attn.out_proj`, width, width, true),
    ...layerNorm(`${name}.norm2`, `${stored}.layer_norm2`, width),
    ...linear(`${name}.mlp.up`, `${stored}.mlp.fc1`, mlpWidth, width, true),
    ...linear(`${name}.mlp.down`, `${stored}.mlp.fc2`, width, mlpWidth, true),
  ];
}

function visionTensors(vision: VisionSpec): ExpectedTensor[] {
  const { width, patchSize, patches, classToken, preNorm, postNorm, patchBias, executedLayers } = vision;
  const embeddings = 'vision_tower.embeddings';
  const layers = Array.from({ length: executedLayers }, (_, index) => visionLayer(index, vision));
  return [
    weight('vision.patch', `${embeddings}.patch_embedding`, width, 3, patchSize, patchSize),
    ...(patchBias ? [bias('vision.patch', `${embeddings}.patch_embedding`, width)] : []),
    ...(classToken
      ? [{ name: 'vision.class', stored: `${embeddings}.class_embedding`, shape: [width] }]
      : []),
    {
      name: 'vision.position',
      stored: `${embeddings}.position_embedding.weight`,
      shape: [patches + (classToken ? 1 : 0), width],
    },
    // The misspelling is the reference's own.
    ...(preNorm ? layerNorm('vision.preNorm', 'vision_tower.pre_layrnorm', width) : []),
    ...layers.flat(),
    ...(postNorm ? layerNorm('vision.postNorm', 'vision_tower.post_layernorm', width) : []),
  ];
}

function textLayer(index: number, text: TextSpec): ExpectedTensor[] {
  const { width, mlpWidth, qkvBias, outBias, mlpBias } = text;
  const queryWidth = text.heads * text.headDim;
  const keyWidth = text.kvHeads * text.headDim;
  const name = `text.layers.${index}`;
  const stored = `language_model.layers.${index}`;
  return [
    weight(`${name}.norm1`, `${stored}.input_layernorm`, width),
    ...linear(`${name}.attention.query`, `${stored}.self_attn.q_proj`, queryWidth, width, qkvBias),
    ...linear(`${name}.attention.key`, `${stored}.self_attn.k_proj`, keyWidth, width, qkvBias),
    ...linear(`${name}.attention.value`, `${stored}.self_attn.v_proj`, keyWidth, width, qkvBias),
    ...linear(`${name}.attention.out`, `${stored}.self_attn.o_proj`, width, queryWidth, outBias),
    weight(`${name}.norm2`, `${stored}.post_attention_layernorm`, width),
    ...linear(`${name}.mlp.gate`, `${stored}.mlp.gate_proj`, mlpWidth, width, mlpBias),
    ...linear(`${name}.mlp.up`, `${stored}.mlp.up_proj`, mlpWidth, width, mlpBias),
    ...linear(`${name}.mlp.down`, `${stored}.mlp.down_proj`, width, mlpWidth, mlpBias),
  ];
}

function textTensors(text: TextSpec): ExpectedTensor[] {
  const { width, vocabulary } = text;
  const embedding = 'language_model.embed_tokens.weight';
  return [
    { name: 'text.embedding', stored: embedding, shape: [vocabulary, width] },
    ...Array.from({ length: text.layers }, (_, index) => textLayer(index, text)).flat(),
    weight('text.norm', 'language_model.norm', width),
    { name: 'text.head', stored: text.tiedHead ? embedding : 'lm_head.weight', shape: [vocabulary, width] },
  ];
}

/** A lone linear layer has no number in its stored name. */
function projectorTensors({ projector, vision, text }: TensorNeeds): ExpectedTensor[] {
  const { layers = 2, bias: biased } = projector;
  const joined = projector.layers === 1 ? (projector.square ?? 1) ** 2 : 1;
  const first = `multi_modal_projector.linear${layers === 1 ? '' : '_1'}`;
  const last = 'multi_modal_projector.linear_2';
  return [
    ...linear('projector.linear1', first, text.width, joined * vision.width, biased),
    ...(layers === 1 ? [] : linear('projector.linear2', last, text.width, text.width, biased)),
  ];
}

/** Every tensor that runs, in the order in which it runs. A tied head stands for the embedding's tensor. */
export function expectedTensors(needs: TensorNeeds): readonly ExpectedTensor[] {
  const { vision, text, newline } = needs;
  return [
    ...visionTensors(vision),
    ...projectorTensors(needs),
    ...(newline ? [{ name: 'newline', stored: 'image_newline', shape: [text.width] }] : []),
    ...textTensors(text),
  ];
}
