/** Models that people will try and that cannot run here, by `model_type`, each with the reason (docs/models.md says more). */

/**
 * Clauses that follow "because", each with the kinds of models that it is true of, as config.json names them, and the nearest family that
 * runs. Every one was read off the model's code in transformers 5.24, or in its publisher's where transformers has none.
 */
const reasons: readonly (readonly [reason: string, modelTypes: string, nearest?: string])[] = [
  [
    'its encoder is SigLIP and joins squares of neighbouring patches as InternVL does, but its projector multiplies by a gate, and its language model, Cohere 2, computes attention and MLP side by side, neither of which this program builds',
    'aya_vision cohere2_vision',
    'InternVL (internvl)',
  ],
  [
    'its squares of patches are joined with fixed positions, rows of further layers and, for dense pages, a second and finer path that a router chooses, and its language model, Granite, multiplies what it adds, none of which this program builds',
    'granite_docling',
    'SmolVLM (smolvlm)',
  ],
  [
    'it joins every square of neighbouring patches into one row after the encoder and puts learned rows between lines and views, in a layout that comes with code of its own',
    'phi3_v',
    'LLaVA-NeXT (llava_next)',
  ],
  [
    'it is InternVL with Qwen3 under names of tensors and with a processor of its own, which this program does not read yet',
    'qianfan_ocr',
    'InternVL (internvl)',
  ],
  [
    'it joins every square of neighbouring patches into one row after the encoder, on a grid of odd sides that it fills up, and its language model is a mixture of experts, which are not read',
    'deepseek_vl_v2',
    'SmolVLM (smolvlm)',
  ],
  [
    'it joins every square of neighbouring patches into one row after the encoder, and its language model is a mixture of experts, which are not read',
    'llama4',
    'SmolVLM (smolvlm)',
  ],
  [
    'it is InternVL in its own layout, which comes with code of its own; the same models as transformers writes them, with -hf behind their names (OpenGVLab/InternVL3-1B-hf), run',
    'internvl_chat',
    'InternVL (internvl)',
  ],
  [
    'its language model keeps a running state in most layers in the place of attention, which this program does not build; Qwen3-VL, which cuts pictures in the same way, runs',
    'qwen3_5',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'its language model is a mixture of experts, most of whose layers keep a running state in the place of attention, and neither is read',
    'qwen3_5_moe qwen4_exp',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'it takes images in any shape, and its language model is a mixture of experts, which are not read',
    'dots3_note ernie4_5_vl_moe glm4v_moe glm5_next hy_v4_vl inkling2 inkling2_loop kimi_k25 kimi_vl minimax_m3_vl mistral_large4 muse_spark ' +
      'qwen3_omni_moe qwen3_omni_moe_thinker',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'its language model mixes attention with state space layers (Mamba), which this program does not build',
    'nemotron_h_omni',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'its encoder is Pixtral, which takes images in any shape and hands on squares of neighbouring patches joined by a layer that this program does not read yet',
    'lighton_ocr mistral3',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'it has an encoder of sounds beside the one of images, in a layout that this program does not read yet; Qwen2.5-VL, which sees as it does, runs',
    'qwen2_5_omni qwen2_5_omni_thinker',
    'Qwen2.5-VL (qwen2_5_vl)',
  ],
  [
    'its encoder is that of Qwen3-VL, but its language model, Cohere 2, computes attention and MLP side by side and may leave layers without positions, which this program does not build',
    'cohere_compass',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'its encoder is SigLIP 2 on grids of any shape, and the MLP of its language model squares what it keeps and has no gate, neither of which this program builds',
    'cosmos3_edge',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'its encoder looks at pictures of any shape through windows of its own, and the attention of its language model is gated and leaves layers without positions, which this program does not build',
    'muse_glimmer',
    'Qwen2.5-VL (qwen2_5_vl)',
  ],
  [
    'its encoder is like that of Qwen3-VL and its language model like that of Qwen2-VL without biases, but both under names and in a layout of their own, which this program does not read yet',
    'paddleocr_vl',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'it is made of the parts of Qwen3-VL under a name and in a layout of its own, which this program does not read yet',
    'cosmos3_omni',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'it sees as Qwen2.5-VL does, but its language model is none of those that this program reads',
    'hyperclovax_vision_v2',
    'Qwen2.5-VL (qwen2_5_vl)',
  ],
  [
    'it sees much as Qwen2.5-VL does, but with groups of queries that share keys, which encoders here do not have, and its language model is none of those that this program reads',
    'exaone4_5',
    'Qwen2.5-VL (qwen2_5_vl)',
  ],
  [
    'it takes images in any shape and joins every square of neighbouring patches by a convolution after the encoder, which this program does not build',
    'glm46v glm4v glm_ocr glmga hunyuan_vl',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'it takes images in any shape and shrinks the grid of patches by interpolation after the encoder, which this program does not build',
    'video_llama_3',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'it takes images in any shape and joins every square of neighbouring patches into one row after the encoder, and its language model mixes attention with short convolutions, which this program does not build',
    'lfm2_vl',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'it has an encoder most of whose blocks are convolutions over the grid of patches, on which merged tokens no longer lie',
    'lfm3_vl',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'it joins squares of neighbouring patches within its encoder, and its language model keeps a running state in most layers in the place of attention',
    'minicpm_ocr minicpmv4_6 minicpmv4_7',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'it is a mixture of experts, and the experts of language models are not read; dense Qwen3-VL runs (Qwen/Qwen3-VL-2B-Instruct, 4B and 8B)',
    'qwen3_vl_moe',
    'Qwen3-VL (qwen3_vl)',
  ],
  [
    'its encoder is one of timm whose keys are turned by the row and the column of their patch, and squares are averaged behind the projector instead of before it, neither of which this program builds',
    'perception_lm',
    'Gemma 3 (gemma3)',
  ],
  [
    'it averages squares of neighbouring patches, puts learned rows between lines and views, and sees only with a LoRA that lies beside its weights and is not merged into them, which this program does not apply',
    'phi4_multimodal',
    'Gemma 3 (gemma3)',
  ],
  [
    'it is Phi-4 multimodal in its own layout, which comes with code of its own and a LoRA for every kind of input within its weights',
    'phi4mm',
    'Gemma 3 (gemma3)',
  ],
  [
    'it averages squares of neighbouring patches after the encoder, and its language model has an encoder of its own before the decoder',
    't5gemma2',
    'Gemma 3 (gemma3)',
  ],
  ['it judges pictures by fixed classes and writes no text', 'shieldgemma2', 'Gemma 3 (gemma3)'],
  [
    'it takes images in any shape and averages squares of neighbouring patches after the encoder, in a layout that this program does not read yet',
    'diffusion_gemma gemma4',
    'Gemma 3 (gemma3)',
  ],
  [
    'it joins the features of two encoder layers and pools squares of neighbouring patches by attention, and merged tokens no longer lie in squares',
    'molmo molmo2',
    'LLaVA-NeXT (llava_next)',
  ],
  [
    'it shrinks the grid of patches by convolutions after the encoder, and merged tokens no longer lie on a grid',
    'got_ocr2 pp_chart2table step3p7',
    'SmolVLM (smolvlm)',
  ],
  [
    'it turns squares of neighbouring patches into mixtures of a visual vocabulary after the encoder, and merged tokens no longer lie in squares',
    'ovis ovis2',
    'LLaVA-OneVision (llava_onevision)',
  ],
  [
    'its language model reads a fixed number of learned queries and no image tokens, so merging would not shorten the prompt',
    'aria blip-2 deepseek_ocr2 idefics2 instructblip instructblipvideo kosmos-2 kosmos-2.5 minicpmo minicpmv',
    'Idefics3 (idefics3)',
  ],
  [
    'its language model reads learned queries of every window of the grid and no image tokens, so merging would not shorten the prompt',
    'granite4_vision',
    'SmolVLM (smolvlm)',
  ],
  [
    'its language model looks at the image by cross-attention and has no image tokens in the prompt',
    'blip idefics mllama pix2struct pp_formulanet vision-encoder-decoder',
    'LLaVA-NeXT (llava_next)',
  ],
  [
    'it turns the image into code words by a convolutional encoder, and has no transformer blocks in which tokens could merge',
    'apertus1p5 chameleon emu3',
    'LLaVA-NeXT (llava_next)',
  ],
  [
    'its vision encoder is a convolutional network without a row of tokens that could merge',
    'fast_vlm',
    'LLaVA-OneVision (llava_onevision)',
  ],
  [
    'its vision encoder is a convolutional network without a row of tokens that could merge; Gemma 3, of the same makers, runs',
    'gemma3n',
    'Gemma 3 (gemma3)',
  ],
  [
    'its vision encoder attends over windows and channels of a shrinking grid, from which tokens cannot be taken out',
    'florence2',
    'PaliGemma (paligemma)',
  ],
  [
    'it has no vision encoder in which tokens could merge',
    'fuyu gemma4_unified inkling_mm_model',
    'LLaVA-NeXT (llava_next)',
  ],
  [
    'it joins the features of two vision encoders patch by patch, and their tokens merge differently',
    'deepseek_vl_hybrid unlimited_ocr',
    'LLaVA-NeXT (llava_next)',
  ],
  [
    'it joins the features of several encoder layers, whose tokens merge differently',
    'vipllava',
    'LLaVA-1.5 (llava)',
  ],
  [
    'it has one vision encoder for images and another for videos, and this program reads models with one',
    'video_llava',
    'LLaVA-NeXT-Video (llava_next_video)',
  ],
  [
    'its projector takes every token by itself, as merging needs, but its encoder and its tensors are laid out in a way that this program does not read yet',
    'deepseek_vl janus',
    'LLaVA-1.5 with SigLIP (llava)',
  ],
  [
    'it is trained to write captions, and its language model is none of those that this program reads',
    'git',
    'PaliGemma (paligemma)',
  ],
  [
    'it reads the words of a page and its patches together in one encoder, and has no vision encoder in which tokens could merge',
    'udop',
  ],
  ['it answers with movements of a robot and not with text', 'pi0'],
  ['it reads proteins and no images', 'evolla'],
  [
    'it names a language model without a vision encoder',
    'gemma gemma2 gemma3_text gpt2 gpt_oss llama mistral mistral4 mixtral phi phi3 qwen2 qwen2_moe qwen3 qwen3_moe',
  ],
  [
    'it names an encoder of images without a language model that could answer',
    'clip clip_vision_model siglip siglip_vision_model',
  ],
  [
    'it is an encoder of images without a language model, and of another kind than the two that open alone',
    'align altclip chinese_clip clipseg dinov2 dinov2_with_registers metaclip_2 pixtral tipsv2 videoprism vit',
    'CLIP (clip)',
  ],
  [
    'it is an encoder of images in any shape, and grids of any shape are not read yet; SigLIP 2 of a fixed size, which calls itself siglip, opens',
    'siglip2 siglip2_vision_model',
    'SigLIP (siglip)',
  ],
  ['it chooses among fixed answers and writes no text', 'layoutlm layoutlmv2 layoutlmv3 vilt visual_bert'],
];

interface Refusal {
  readonly reason: string;
  readonly nearest: string | undefined;
}

const byType: ReadonlyMap<string, Refusal> = new Map(
  reasons.flatMap(([reason, modelTypes, nearest]) =>
    modelTypes.split(' ').map((modelType) => [modelType, { reason, nearest }] as const),
  ),
);

/** Why a known kind of model does not run, as a clause that follows "because", or undefined for an unknown one. */
export function whyUnsupported(modelType: string): string | undefined {
  return byType.get(modelType)?.reason;
}

/** The family that runs and is most like it: a name and its `model_type`. */
export function nearestSupported(modelType: string): string | undefined {
  return byType.get(modelType)?.nearest;
}

/** Every kind that is refused by name, in the order of its reasons. */
export const refusedModelTypes: readonly string[] = [...byType.keys()];
