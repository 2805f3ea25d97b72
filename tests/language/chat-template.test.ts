import { describe, expect, it } from 'vitest';
import { llavaNext } from '../../src-engine/families/llava-next.ts';
import { llava } from '../../src-engine/families/llava.ts';
import { paligemma } from '../../src-engine/families/paligemma.ts';
import { chooseChatTemplate, contentForm, renderChat } from '../../src-engine/language/chat-template.ts';
import { fixturePrompt, fixtureText } from './fixtures.ts';
import { thrown } from './thrown.ts';

const image = (images: number) => ({ images, token: '<image>' });
const special = { bos: '<s>', eos: '</s>', pad: '<pad>', unk: undefined };

describe('renderChat', () => {
  it.each(['llava15-clip', 'llava15-siglip', 'llava-next', 'onevision'])(
    'renders the prompt of %s',
    (name) => {
      const golden = fixturePrompt(name);
      const template = chooseChatTemplate(golden.chatTemplate, llava, name);
      expect(template.note).toBeUndefined();
      expect(renderChat(template, image(1), golden.question, special)).toBe(golden.prompt);
    },
  );

  it("renders the embedded model's prompt", () => {
    const template = chooseChatTemplate(fixtureText('pocket/chat_template.jinja'), llava, 'pocket');
    expect(renderChat(template, image(1), 'What do you see?', special)).toBe(
      '<s><image><|user|>What do you see?<|assistant|>',
    );
  });

  it('places one image token per image', () => {
    const template = chooseChatTemplate(fixturePrompt('llava15-clip').chatTemplate, llava, 'x');
    expect(renderChat(template, image(2), 'q', special)).toBe('USER: <image>\n<image>\nq ASSISTANT:');
  });

  it('takes the common form of LLaVA where a checkpoint has none, and says so', () => {
    const template = chooseChatTemplate(undefined, llava, 'my-llava');
    expect(renderChat(template, image(1), 'What is it?', special)).toBe(
      'USER: <image>\nWhat is it? ASSISTANT:',
    );
    expect(template.note).toMatch(
      /^my-llava has no chat template; the common form of the family llava is used/,
    );
  });

  it('puts begin token and line feed around the question of PaliGemma, which has no templates to miss', () => {
    const template = chooseChatTemplate(undefined, paligemma, 'my-paligemma');
    expect(renderChat(template, image(2), 'answer en what?', special)).toBe(
      '<image><image><s>answer en what?\n',
    );
    expect(template.note).toBeUndefined();
  });

  it('refuses a family without a common form', () => {
    const refusal = thrown(() => chooseChatTemplate(undefined, llavaNext, 'my-next'));
    expect(refusal.code).toBe('bad-checkpoint');
    expect(refusal.message).toContain('my-next has no chat template');
  });

  it.each(["{{ raise_exception('roles must alternate') }}", '{% for %}', '{{ 1 }'])(
    'ends in one sentence for the broken template %s',
    (source) => {
      const refusal = thrown(() => renderChat({ source, note: undefined }, image(1), 'q', special));
      expect(refusal).toEqual({
        code: 'bad-checkpoint',
        message:
          'The chat template of the checkpoint cannot be rendered; download the checkpoint again or replace its chat_template file.',
      });
    },
  );
});

describe('contentForm', () => {
  const form = (source: string, images = 1) =>
    contentForm({ source, note: undefined }, image(images), special);

  it('gives parts to a template that knows images, and text to one that does not', () => {
    expect(form(fixturePrompt('llava15-clip').chatTemplate, 2)).toBe('parts');
    for (const textOnly of [
      "{{ bos_token + '[INST] ' + messages[0]['content'] + ' [/INST]' }}", // fails on parts
      "{{ 'user: ' ~ messages[0]['content'] | trim }}", // so does this
      "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}{% endfor %}", // prints them
    ])
      expect(form(textOnly, 2)).toBe('text');
  });

  it('writes the tokens before the question', () => {
    const source = "[INST] {{ messages[0]['content'] }} [/INST]";
    expect(renderChat({ source, note: undefined }, image(2), 'Which?', special, 'text')).toBe(
      '[INST] <image>\n<image>\nWhich? [/INST]',
    );
  });

  it('leaves a template that places no image, or too many, to its own fault', () => {
    for (const odd of ['hello', "{{ '<image>' * 3 }}", '{% for %}', "<image>{{ messages[0]['content'] }}"])
      expect(form(odd)).toBe('parts');
  });
});
