/** Models that run here and are worth a first look, the smallest first. Sizes of files are told when one is looked up. Pure. */

export interface ModelSuggestion {
  readonly name: string;
  readonly what: string;
  /** As the model's name or its weights say, to two digits. */
  readonly parameters: number;
}

const suggestions: readonly ModelSuggestion[] = [
  { name: 'HuggingFaceTB/SmolVLM-256M-Instruct', what: 'SmolVLM, tiles', parameters: 0.26e9 },
  { name: 'HuggingFaceTB/SmolVLM-500M-Instruct', what: 'SmolVLM, tiles', parameters: 0.5e9 },
  {
    name: 'llava-hf/llava-interleave-qwen-0.5b-hf',
    what: 'LLaVA, SigLIP and Qwen',
    parameters: 0.86e9,
  },
  {
    name: 'llava-hf/llava-onevision-qwen2-0.5b-ov-hf',
    what: 'LLaVA-OneVision, pictures and video',
    parameters: 0.89e9,
  },
  { name: 'HuggingFaceTB/SmolVLM-Instruct', what: 'SmolVLM, tiles', parameters: 2.2e9 },
  { name: 'llava-hf/llava-1.5-7b-hf', what: 'LLaVA-1.5, the model of the paper', parameters: 7.1e9 },
];

/** In int4, with room for what is computed: the exact number is told when a model is looked up. */
const needOf = ({ parameters }: ModelSuggestion): number => 0.8 * parameters + 1.5e9;

/** @param total memory of this computer, bytes */
export function suggestionsFor(total: number): readonly ModelSuggestion[] {
  return suggestions.filter((suggestion) => needOf(suggestion) <= total);
}
