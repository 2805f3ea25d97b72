/** How LLaVA's own code puts a question to a LLaVA-1.6 or a LLaVA with Qwen2 that brings no chat template: one of four forms, by decoder and tokenizer. */
import type { FamilyTemplate } from '../family.ts';
import type { OriginalFields } from './original-fields.ts';

/** An `<image>` and a line feed for each picture, then the question. */
const turn =
  "{% for part in messages[0]['content'] %}{% if part['type'] == 'image' %}{{ '<image>\n' }}{% endif %}{% endfor %}" +
  "{% for part in messages[0]['content'] %}{% if part['type'] == 'text' %}{{ part['text'] }}{% endif %}{% endfor %}";

const vicuna: FamilyTemplate = {
  source: `A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: ${turn} ASSISTANT:`,
  inWords: 'vicuna_v1, two sentences about a chat, "USER: <image>", the question, "ASSISTANT:"',
};

const mistral: FamilyTemplate = {
  source: `[INST] ${turn} [/INST]`,
  inWords: 'mistral_instruct, "[INST] <image>", the question, "[/INST]"',
};

const chatml: FamilyTemplate = {
  source: `{{ '<|im_start|>system\nAnswer the questions.<|im_end|><|im_start|>user\n' }}${turn}{{ '<|im_end|><|im_start|>assistant\n' }}`,
  inWords: 'chatml_direct, "<|im_start|>user", "<image>", the question, "<|im_start|>assistant"',
};

const qwen: FamilyTemplate = {
  source: `{{ '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n' }}${turn}{{ '<|im_end|>\n<|im_start|>assistant\n' }}`,
  inWords: 'qwen_1_5, "<|im_start|>user", "<image>", the question, "<|im_start|>assistant"',
};

/**
 * The code goes by the model's name, which a copied folder need not have kept: Mistral's form also for that decoder, ChatML also where
 * the tokenizer has its two marks, as that of the 34B model has. Undefined for models before 1.6 that are not Qwen, which take their family's form.
 *
 * @param added contents of the tokenizer's added tokens
 */
export function originalForm(
  { cut, textModelType }: OriginalFields,
  name: string,
  added: ReadonlySet<string>,
): FamilyTemplate | undefined {
  if (textModelType === 'qwen2') return qwen;
  if (cut !== 'anyres') return undefined;
  if (textModelType === 'mistral' || /mistral/iu.test(name)) return mistral;
  const marks = added.has('<|im_start|>') && added.has('<|im_end|>');
  return marks || /v1\.6-34b/iu.test(name) ? chatml : vicuna;
}
