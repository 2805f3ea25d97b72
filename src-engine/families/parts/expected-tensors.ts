/** The tensors that a spec needs: canonical name, stored name without its layout's prefixes, shape. No files. */
import type { ModelSpec, TextSpec, VisionSpec } from '../spec.ts';

export interface ExpectedTensor {
  readonly name: string; // canonical, see checkpoint.ts
  readonly stored: string; // as tensor-names.ts reduces a stored name
  readonly shape: readonly number[];
  /** Axes of length 1 that the file has before the shape; none unless said. */
  readonly leading?: number;
}

export type TensorNeeds = Pick<ModelSpec, 'vision' | 'text' | 'projector' | 'newline'>;

export function weight(name: string, stored: string, ...shape: number[]): ExpectedTensor {
  return { name: `${name}.weight`, stored: `${stored}.weight`, shape };
}

function bias(name: string, stored: string, size: number): ExpectedTensor {
  return { name: `${name}.bias`, stored: `${stored}.bias`, shape: [size] };
}

/** A linear layer [out, in], with or without a bias [out]. */
export function linear(
  name: string,
  stored: string,
  out: number,
  input: number,
  biased: boolean,
): ExpectedTensor[] {
  const tensors = [weight(name, stored, out, input)];
  return biased ? [...tensors, bias(name, stored, out)] : tensors;
}

export function layerNorm(name: string, stored: string, width: number): ExpectedTensor[] {
  return [weight(name, stored, width), bias(name, stored, width)];
}

function visionLayer(index: number, vision: VisionSpec): ExpectedTensor[] {
  const { width, mlpWidth, attentionBias = true, qkNorm, rmsNorm, layerScale } = vision;
  const norm = rmsNorm === true ? (...of: Parameters<typeof layerNorm>) => [weight(...of)] : layerNorm;
  const vector = (own: string, of: string) => ({ name: own, stored: of, shape: [width] });
  const name = `vision.layers.${index}`;
  const stored = `vision_tower.encoder.layers.${index}`;
  return [
    ...norm(`${name}.norm1`, `${stored}.layer_norm1`, width),
    ...linear(`${name}.attention.query`, `${stored}.self_attn.q_proj`, width, width, attentionBias),
    ...linear(`${name}.attention.key`, `${stored}.self_attn.k_proj`, width, width, attentionBias),
    ...linear(`${name}.attention.value`, `${stored}.self_attn.v_proj`, width, width, attentionBias),
    ...(qkNorm === true
      ? [
          weight(`${name}.attention.queryNorm`, `${stored}.self_attn.q_norm`, width),
          weight(`${name}.attention.keyNorm`, `${stored}.self_attn.k_norm`, width),
        ]
      : []),
    ...linear(`${name}.attention.out`, `${stored}.self_attn.out_proj`, width, width, true),
    ...(layerScale === true ? [vector(`${name}.scale1`, `${stored}.lambda_1`)] : []),
    ...norm(`${name}.norm2`, `${stored}.layer_norm2`, width),
    ...linear(`${name}.mlp.up`, `${stored}.mlp.fc1`, mlpWidth, width, true),
    ...linear(`${name}.mlp.down`, `${stored}.mlp.fc2`, width, mlpWidth, true),
    ...(layerScale === true ? [vector(`${name}.scale2`, `${stored}.lambda_2`)] : []),
  ];
}

/** Those of the encoder alone. */
export function visionTensors(vision: VisionSpec): ExpectedTensor[] {
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
    ...(text.qkNorm === true
      ? [
          weight(`${name}.attention.queryNorm`, `${stored}.self_attn.q_norm`, text.headDim),
          weight(`${name}.attention.keyNorm`, `${stored}.self_attn.k_norm`, text.headDim),
        ]
      : []),
    ...linear(`${name}.attention.out`, `${stored}.self_attn.o_proj`, width, queryWidth, outBias),
    ...(text.postNorms === true
      ? [
          weight(`${name}.postNorm1`, `${stored}.post_attention_layernorm`, width),
          weight(`${name}.norm2`, `${stored}.pre_feedforward_layernorm`, width),
        ]
      : [weight(`${name}.norm2`, `${stored}.post_attention_layernorm`, width)]),
    ...linear(`${name}.mlp.gate`, `${stored}.mlp.gate_proj`, mlpWidth, width, mlpBias),
    ...linear(`${name}.mlp.up`, `${stored}.mlp.up_proj`, mlpWidth, width, mlpBias),
    ...linear(`${name}.mlp.down`, `${stored}.mlp.down_proj`, width, mlpWidth, mlpBias),
    ...(text.postNorms === true
      ? [weight(`${name}.postNorm2`, `${stored}.post_feedforward_layernorm`, width)]
      : []),
  ];
}

/** Those of the decoder and its head. */
export function textTensors(text: TextSpec): ExpectedTensor[] {
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
  const joined = projector.mean === true ? vision.width : (projector.square ?? 1) ** 2 * vision.width;
  const first = `multi_modal_projector.linear${layers === 1 ? '' : '_1'}`;
  const last = 'multi_modal_projector.linear_2';
  return [
    ...(projector.norm === true
      ? layerNorm('projector.norm', 'multi_modal_projector.layer_norm', joined)
      : []),
    ...(projector.rmsNorm === undefined
      ? []
      : [weight('projector.norm', 'multi_modal_projector.norm', joined)]),
    ...(projector.inputsFirst === true
      ? [weight('projector.linear1', first, joined, text.width)]
      : linear('projector.linear1', first, text.width, joined, biased)),
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
