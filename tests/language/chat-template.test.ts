import { describe, expect, it } from 'vitest';
import { chooseChatTemplate, renderChat } from '../../src-engine/language/chat-template.ts';
import { fixturePrompt, fixtureText } from './fixtures.ts';
import { thrown } from './thrown.ts';

const special = { bos: '<s>', eos: '</s>', pad: '<pad>', unk: undefined };

describe('renderChat', () => {
  it.each(['llava15-clip', 'llava15-siglip', 'llava-next', 'onevision'])(
    'renders the prompt of %s',
    (name) => {
      const golden = fixturePrompt(name);
      const template = chooseChatTemplate(golden.chatTemplate, 'llava', name);
      expect(template.note).toBeUndefined();
      expect(renderChat(template, { question: golden.question, images: 1 }, special)).toBe(golden.prompt);
    },
  );

  it("renders the embedded model's prompt", () => {
    const template = chooseChatTemplate(fixtureText('pocket/chat_template.jinja'), 'llava', 'pocket');
    expect(renderChat(template, { question: 'What do you see?', images: 1 }, special)).toBe(
      '<s><image><|user|>What do you see?<|assistant|>',
    );
  });

  it('places one image token per image', () => {
    const template = chooseChatTemplate(fixturePrompt('llava15-clip').chatTemplate, 'llava', 'x');
    expect(renderChat(template, { question: 'q', images: 2 }, special)).toBe(
      'USER: <image>\n<image>\nq ASSISTANT:',
    );
  });

  it('takes the common form of LLaVA where a checkpoint has none, and says so', () => {
    const template = chooseChatTemplate(undefined, 'llava', 'my-llava');
    expect(renderChat(template, { question: 'What is it?', images: 1 }, special)).toBe(
      'USER: <image>\nWhat is it? ASSISTANT:',
    );
    expect(template.note).toMatch(
      /^my-llava has no chat template; the common form of the family llava is used/,
    );
  });

  it('refuses a family without a common form', () => {
    const refusal = thrown(() => chooseChatTemplate(undefined, 'llava-next', 'my-next'));
    expect(refusal.code).toBe('bad-checkpoint');
    expect(refusal.message).toContain('my-next has no chat template');
  });

  it.each(["{{ raise_exception('roles must alternate') }}", '{% for %}', '{{ 1 }'])(
    'ends in one sentence for the broken template %s',
    (source) => {
      const refusal = thrown(() =>
        renderChat({ source, note: undefined }, { question: 'q', images: 1 }, special),
      );
      expect(refusal).toEqual({
        code: 'bad-checkpoint',
        message:
          'The chat template of the checkpoint cannot be rendered; download the checkpoint again or replace its chat_template file.',
      });
    },
  );
});
