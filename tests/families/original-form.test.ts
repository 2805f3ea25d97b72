import { describe, expect, it } from 'vitest';
import type { OriginalFields } from '../../src-engine/families/parts/original-fields.ts';
import { originalForm } from '../../src-engine/families/parts/original-form.ts';
import { renderJinja } from '../../src-engine/language/bounded-jinja.ts';

const fields = (more: Partial<OriginalFields> = {}): OriginalFields => ({
  tower: 'openai/clip-vit-large-patch14-336',
  textModelType: 'llama',
  featureLayer: -2,
  strategy: 'default',
  cut: 'anyres',
  ratio: 'anyres',
  pinpoints: undefined,
  text: {},
  ...more,
});

const prompt = (form: ReturnType<typeof originalForm>, images = 1): string => {
  const parts = Array.from({ length: images }, () => ({ type: 'image' }));
  const content = [...parts, { type: 'text', text: 'What is it?' }];
  return renderJinja(form?.source ?? '', { messages: [{ role: 'user', content }] }).text;
};

// get_prompt() of conv_templates in llava/conversation.py (haotian-liu/LLaVA): vicuna_v1, mistral_instruct, chatml_direct.
describe("the form of LLaVA's own code", () => {
  it('is vicuna_v1 for a Llama decoder', () => {
    expect(prompt(originalForm(fields(), 'llava-v1.6-vicuna-7b', new Set()), 2)).toBe(
      "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: <image>\n<image>\nWhat is it? ASSISTANT:",
    );
  });

  it("is Mistral's for a Mistral decoder, and for a model of that name", () => {
    const wanted = '[INST] <image>\nWhat is it? [/INST]';
    expect(prompt(originalForm(fields({ textModelType: 'mistral' }), 'copy', new Set()))).toBe(wanted);
    expect(prompt(originalForm(fields(), 'llava-v1.6-mistral-7b', new Set()))).toBe(wanted);
  });

  it("is ChatML for the 34B model, told by its name or by its tokenizer's marks", () => {
    const wanted =
      '<|im_start|>system\nAnswer the questions.<|im_end|><|im_start|>user\n<image>\nWhat is it?<|im_end|><|im_start|>assistant\n';
    expect(prompt(originalForm(fields(), 'llava-v1.6-34b', new Set()))).toBe(wanted);
    expect(prompt(originalForm(fields(), 'copy', new Set(['<|im_start|>', '<|im_end|>'])))).toBe(wanted);
  });

  it('is left to the family for the models before 1.6', () => {
    expect(originalForm(fields({ cut: 'pad' }), 'llava-v1.5-7b', new Set())).toBeUndefined();
  });
});
