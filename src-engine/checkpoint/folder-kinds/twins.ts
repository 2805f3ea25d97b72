/** Models published as pickles or in their authors' own layout, and the same weights as safetensors on the Hugging Face hub. Data alone. */

const converted = 'llava-hf';

/** [as published, its twin]. All but Google's are conversions that the authors of transformers publish. */
const twins: readonly (readonly [string, string])[] = [
  ['liuhaotian/llava-v1.5-7b', `${converted}/llava-1.5-7b-hf`],
  ['liuhaotian/llava-v1.5-13b', `${converted}/llava-1.5-13b-hf`],
  ['liuhaotian/llava-v1.6-vicuna-7b', `${converted}/llava-v1.6-vicuna-7b-hf`],
  ['liuhaotian/llava-v1.6-vicuna-13b', `${converted}/llava-v1.6-vicuna-13b-hf`],
  ['liuhaotian/llava-v1.6-mistral-7b', `${converted}/llava-v1.6-mistral-7b-hf`],
  ['liuhaotian/llava-v1.6-34b', `${converted}/llava-v1.6-34b-hf`],
  ['SkunkworksAI/BakLLaVA-1', `${converted}/bakLlava-v1-hf`],
  ['lmms-lab/llama3-llava-next-8b', `${converted}/llama3-llava-next-8b-hf`],
  ['lmms-lab/llava-next-72b', `${converted}/llava-next-72b-hf`],
  ['lmms-lab/llava-next-110b', `${converted}/llava-next-110b-hf`],
  ['lmms-lab/llava-next-interleave-qwen-0.5b', `${converted}/llava-interleave-qwen-0.5b-hf`],
  ['lmms-lab/llava-next-interleave-qwen-7b', `${converted}/llava-interleave-qwen-7b-hf`],
  ['lmms-lab/llava-next-interleave-qwen-7b-dpo', `${converted}/llava-interleave-qwen-7b-dpo-hf`],
  ['lmms-lab/llava-onevision-qwen2-0.5b-ov', `${converted}/llava-onevision-qwen2-0.5b-ov-hf`],
  ['lmms-lab/llava-onevision-qwen2-0.5b-si', `${converted}/llava-onevision-qwen2-0.5b-si-hf`],
  ['lmms-lab/llava-onevision-qwen2-7b-ov', `${converted}/llava-onevision-qwen2-7b-ov-hf`],
  ['lmms-lab/llava-onevision-qwen2-7b-si', `${converted}/llava-onevision-qwen2-7b-si-hf`],
  ['lmms-lab/llava-onevision-qwen2-7b-ov-chat', `${converted}/llava-onevision-qwen2-7b-ov-chat-hf`],
  ['lmms-lab/llava-onevision-qwen2-72b-ov-sft', `${converted}/llava-onevision-qwen2-72b-ov-hf`],
  ['lmms-lab/llava-onevision-qwen2-72b-si', `${converted}/llava-onevision-qwen2-72b-si-hf`],
  ['lmms-lab/llava-onevision-qwen2-72b-ov-chat', `${converted}/llava-onevision-qwen2-72b-ov-chat-hf`],
];

const lastPart = (name: string): string =>
  name
    .replace(/[\\/]+$/u, '')
    .split(/[\\/]/u)
    .at(-1) ?? '';

const byName: ReadonlyMap<string, string> = new Map(
  twins.map(([published, twin]) => [lastPart(published).toLowerCase(), twin]),
);

/** `google/paligemma-3b-pt-224-jax` -> `google/paligemma-3b-pt-224`. */
const paligemma = /^(paligemma-3b-(?:pt|mix|ft-[\w-]+)-(?:224|448|896))(?:-jax|\.f16|\.bf16)?$/u;

/** What holds the weights of a model of the hub as safetensors in transformers' layout, where its own repository does not. */
export function twinOfRepository(repository: string): string | undefined {
  return twins.find(([published]) => published.toLowerCase() === repository.toLowerCase())?.[1];
}

/** @param name a repository, a path or the last part of either */
export function twinOf(name: string): string | undefined {
  const last = lastPart(name).toLowerCase();
  const google = paligemma.exec(last)?.[1];
  return byName.get(last) ?? (google === undefined ? undefined : `google/${google}`);
}
