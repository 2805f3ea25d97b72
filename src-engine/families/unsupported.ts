/** Models that people will try and that cannot run here, by `model_type`, each with the reason (docs/models.md says more). */

const reasons: readonly (readonly [reason: string, modelTypes: readonly string[]])[] = [
  [
    'it joins every square of neighbouring patches into one row after the encoder, and merged tokens no longer lie in squares',
    ['idefics3', 'smolvlm', 'internvl', 'internvl_chat', 'aya_vision', 'cohere2_vision', 'lfm2_vl', 'llama4'],
  ],
  [
    'it takes images in any shape and joins every square of neighbouring patches into one row after the encoder, and merged tokens no longer lie in squares',
    ['qwen2_vl', 'qwen2_5_vl', 'qwen3_vl', 'glm4v', 'mistral3'],
  ],
  [
    'it averages squares of neighbouring patches after the encoder, and merged tokens no longer lie in squares',
    ['gemma3'],
  ],
  [
    'its language model reads a fixed number of learned queries and no image tokens, so merging would not shorten the prompt',
    ['idefics2', 'blip-2', 'instructblip'],
  ],
  [
    'its language model looks at the image by cross-attention and has no image tokens in the prompt',
    ['mllama'],
  ],
  ['it joins the features of several encoder layers, whose tokens merge differently', ['vipllava']],
  ['it has no vision encoder in which tokens could merge', ['fuyu']],
];

const byType: ReadonlyMap<string, string> = new Map(
  reasons.flatMap(([reason, modelTypes]) => modelTypes.map((modelType) => [modelType, reason] as const)),
);

/** Why a known family does not run, as a clause that follows "because", or undefined for an unknown one. */
export function whyUnsupported(modelType: string): string | undefined {
  return byType.get(modelType);
}
