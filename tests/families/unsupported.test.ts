import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { familyOf, supportedModelTypes } from '../../src-engine/families/registry.ts';
import { nearestSupported, whyUnsupported } from '../../src-engine/families/unsupported.ts';
import { refusal } from '../support/scratch.ts';

/** transformers 5.24.0, MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES; written by tools/golden/model_types.py. */
const { modelTypes } = z
  .object({ modelTypes: z.array(z.string()) })
  .parse(
    JSON.parse(
      readFileSync(join(import.meta.dirname, '..', 'fixtures', 'families', 'model-types.json'), 'utf8'),
    ),
  );

describe('the image models of transformers 5.24', () => {
  it('are a hundred, twelve of which run', () => {
    expect(modelTypes).toHaveLength(100);
    expect(modelTypes.filter((type) => supportedModelTypes.includes(type))).toEqual([
      'gemma3',
      'idefics3',
      'internvl',
      'llava',
      'llava_next',
      'llava_next_video',
      'llava_onevision',
      'paligemma',
      'qwen2_5_vl',
      'qwen2_vl',
      'qwen3_vl',
      'smolvlm',
    ]);
  });

  it.each(modelTypes.filter((type) => !supportedModelTypes.includes(type)))(
    '%s is refused with a reason, in one sentence',
    (type) => {
      const { code, message } = refusal(() => familyOf({ file: 'config.json', value: { model_type: type } }));
      expect(code).toBe('unsupported');
      expect(message).toContain(`config.json: model_type '${type}' is not supported, because it`);
      expect(message.match(/[.!?](?:\s|$)/gu)).toHaveLength(1);
    },
  );

  // Read off modeling_*.py of transformers 5.24.0.
  it.each([
    ['internvl_chat', /with -hf behind their names/u],
    ['qwen3_5', /running state in most layers/u], // Qwen3_5GatedDeltaNet
    ['qwen4_exp', /a mixture of experts, most of whose layers keep a running state/u], // Qwen4ExpTextGatedDeltaNet
    ['kimi_k25', /any shape, and its language model is a mixture of experts/u], // text_config deepseek_v3
    ['llama4', /joins every square .* mixture of experts/u], // Llama4TextExperts
    ['nemotron_h_omni', /state space layers/u], // text_config nemotron_h
    ['mistral3', /Pixtral/u], // Mistral3PatchMerger
    ['qwen2_5_omni_thinker', /an encoder of sounds/u],
    ['glm4v', /any shape and joins every square .* by a convolution/u], // Glm4vVisionModel.downsample
    ['hunyuan_vl', /by a convolution/u], // HunYuanVLVisionPatchMerger.proj_conv
    ['hy_v4_vl', /a mixture of experts/u], // HYV4VLExperts
    ['inkling2', /a mixture of experts/u], // Inkling2Experts
    ['muse_spark', /a mixture of experts/u], // MuseSparkExperts
    ['mistral_large4', /a mixture of experts/u], // MistralLarge4TextExperts
    ['minicpmv4_6', /within its encoder, .* a running state/u], // ViTWindowAttentionMerger, text_config qwen3_5_text
    ['lfm3_vl', /most of whose blocks are convolutions/u], // Lfm3VlVisionShortConv
    ['hyperclovax_vision_v2', /sees as Qwen2\.5-VL/u], // vision_config qwen2_5_vl_vision
    ['cosmos3_omni', /parts of Qwen3-VL/u], // vision_config qwen3_vl_vision, text_config qwen3_vl_text
    ['video_llama_3', /by interpolation/u], // VideoLlama3VisionModel.pixel_unshuffle
    ['t5gemma2', /an encoder of its own before the decoder/u], // is_encoder_decoder
    ['shieldgemma2', /fixed classes/u], // ShieldGemma2ForImageClassification
    ['qwen3_vl_moe', /a mixture of experts/u], // Qwen3VLMoeTextSparseMoeBlock
    ['gemma4', /any shape and averages squares/u], // Gemma4VisionPooler
    ['lfm2_vl', /any shape and joins every square .* short convolutions/u], // Siglip2, pixel_unshuffle; text_config lfm2
    ['gemma3n', /a convolutional network/u], // MobileNet
    ['deepseek_ocr2', /learned queries/u], // query_1024_resolution
    ['granite4_vision', /learned queries of every window/u], // Granite4VisionWindowQFormerDownsampler
    ['step3p7', /by convolutions/u], // downsampler1, downsampler2
    ['molmo2', /two encoder layers and pools squares/u], // Molmo2Adapter
    ['emu3', /code words/u], // Emu3VQVAE
    ['blip', /by cross-attention/u],
    ['deepseek_vl', /takes every token by itself/u], // DeepseekVLAligner
    ['aya_vision', /by a gate, .* side by side/u], // AyaVisionMultiModalProjector.act(gate) * x; Cohere2DecoderLayer
    ['cohere2_vision', /by a gate, .* side by side/u],
    ['granite_docling', /a router chooses/u], // GraniteDoclingDensityRouter
    ['phi3_v', /learned rows between lines/u], // sub_GN, glb_GN of its publisher's modeling_phi3_v.py
    ['qianfan_ocr', /is InternVL with Qwen3/u], // QianfanOCRVisionModel(InternVLVisionModel)
    ['deepseek_vl_v2', /odd sides .* a mixture of experts/u], // its publisher's downsample_mlp_gelu, DeepseekV2
    ['cohere_compass', /that of Qwen3-VL, .* side by side/u], // CohereCompassVisionConfig(Qwen3VLVisionConfig)
    ['cosmos3_edge', /SigLIP 2 .* has no gate/u], // Cosmos3EdgeTextMLP(CLIPMLP), relu2
    ['kimi_vl', /any shape, and its language model is a mixture of experts/u], // its publisher's text_config deepseek_v3
    ['muse_glimmer', /windows of its own, .* is gated/u], // MuseGlimmerTextAttention.gate_proj, window_attention
    ['paddleocr_vl', /like that of Qwen3-VL/u], // PaddleOCRVisionEmbeddings, PaddleOCRAttention without biases
    ['perception_lm', /averaged behind the projector/u], // PerceptionLMMultiModalProjector.pooling
    ['phi4_multimodal', /a LoRA that lies beside/u], // vision-lora
    ['phi4mm', /in its own layout/u],
    ['pi0', /movements of a robot/u],
    ['clip', /an encoder of images without a language model/u],
    ['llama', /a language model without a vision encoder/u],
  ])('%s has its own', (type, reason) => {
    expect(whyUnsupported(type)).toMatch(reason);
  });

  it('name a family that runs, where one is like them', () => {
    const named = modelTypes.flatMap((type) => nearestSupported(type) ?? []);
    expect(named.length).toBeGreaterThan(80);
    for (const nearest of named) expect(supportedModelTypes).toContain(/\((\w+)\)$/u.exec(nearest)?.[1]);
    const { message } = refusal(() => familyOf({ file: 'config.json', value: { model_type: 'llama4' } }));
    expect(message).toMatch(/; supported: llava, .*; nearest to it is SmolVLM \(smolvlm\)\.$/u);
  });

  it('are told from kinds that nobody knows', () => {
    expect(whyUnsupported('xyz')).toBeUndefined();
  });

  it('says nothing about a kind that runs', () => {
    expect(supportedModelTypes.filter((type) => whyUnsupported(type) !== undefined)).toEqual([]);
  });
});
