import { describe, expect, it } from 'vitest';
import { llavaNext } from '../../src-engine/families/llava-next.ts';
import { llava } from '../../src-engine/families/llava.ts';
import { paligemma } from '../../src-engine/families/paligemma.ts';
import {
  chatForm,
  chooseChatTemplate,
  contentForm,
  renderChat,
  type ChatSource,
} from '../../src-engine/language/chat-template.ts';
import { fixturePrompt, fixtureText } from './fixtures.ts';
import { thrown } from './thrown.ts';

const image = (images: number) => ({ images, token: '<image>' });
const special = new Map([
  ['bos_token', '<s>'],
  ['eos_token', '</s>'],
  ['pad_token', '<pad>'],
]);
const from = (chatTemplate: string | undefined, family: ChatSource['family'], name: string): ChatSource => ({
  chatTemplate,
  family,
  spec: { name },
});

describe('renderChat', () => {
  it.each(['llava15-clip', 'llava15-siglip', 'llava-next', 'onevision'])(
    'renders the prompt of %s',
    (name) => {
      const golden = fixturePrompt(name);
      const template = chooseChatTemplate(from(golden.chatTemplate, llava, name));
      expect(template.note).toBeUndefined();
      expect(renderChat(template, image(1), golden.question, special).text).toBe(golden.prompt);
    },
  );

  it("renders the embedded model's prompt", () => {
    const template = chooseChatTemplate(from(fixtureText('pocket/chat_template.jinja'), llava, 'pocket'));
    expect(renderChat(template, image(1), 'What do you see?', special).text).toBe(
      '<s><image><|user|>What do you see?<|assistant|>',
    );
  });

  it('places one image token per image', () => {
    const template = chooseChatTemplate(from(fixturePrompt('llava15-clip').chatTemplate, llava, 'x'));
    expect(renderChat(template, image(2), 'q', special).text).toBe('USER: <image>\n<image>\nq ASSISTANT:');
  });

  it('takes the common form of LLaVA where a checkpoint has none, and says so', () => {
    const template = chooseChatTemplate(from(undefined, llava, 'my-llava'));
    expect(renderChat(template, image(1), 'What is it?', special).text).toBe(
      'USER: <image>\nWhat is it? ASSISTANT:',
    );
    expect(template.note).toMatch(
      /^my-llava has no chat template; the common form of the family llava is used/,
    );
  });

  it('puts begin token and line feed around the question of PaliGemma, which has no templates to miss', () => {
    const template = chooseChatTemplate(from(undefined, paligemma, 'my-paligemma'));
    expect(renderChat(template, image(2), 'answer en what?', special).text).toBe(
      '<image><image><s>answer en what?\n',
    );
    expect(template.note).toBeUndefined();
  });

  it('refuses a family without a common form', () => {
    const refusal = thrown(() => chooseChatTemplate(from(undefined, llavaNext, 'my-next')));
    expect(refusal.code).toBe('bad-checkpoint');
    expect(refusal.message).toContain('my-next has no chat template');
  });

  it.each(['{{ messages.nothing.at_all }}', '{% for %}', '{{ 1 }'])(
    'ends in one sentence with its reason for the broken template %s',
    (source) => {
      const refusal = thrown(() => renderChat({ source, note: undefined }, image(1), 'q', special));
      expect(refusal.code).toBe('bad-checkpoint');
      expect(refusal.message).toMatch(
        /^The chat template of the checkpoint cannot be rendered \([^()]{5,}\); download the checkpoint again or replace its chat_template file\.$/u,
      );
    },
  );
});

describe('a template that ends early', () => {
  const refusal = (source: string) =>
    thrown(() => renderChat({ source, note: undefined }, image(1), 'q', special));

  it('says in its own words why it refuses the turn', () => {
    expect(refusal("{{ raise_exception('Roles must alternate') }}").message).toBe(
      'The chat template of the checkpoint refuses a question with a picture: Roles must alternate; replace its chat_template file.',
    );
  });

  it('is refused by the name of what we do not render, where Jinja2 would render something', () => {
    expect(refusal('{{ messages | random }}')).toEqual({
      code: 'unsupported',
      message:
        "The chat template of the checkpoint uses the filter 'random', which is not rendered here; replace its chat_template file.",
    });
    expect(refusal("{% include 'other' %}").message).toContain('uses the tag {% include %}');
  });
});

describe('chatForm', () => {
  const source = (template: string) => from(template, llava, 'my-llava');

  // Jinja2: an undefined value prints nothing, and a name of the tokenizer's own is as good as bos_token.
  it('hands every named token over, and no other', () => {
    const tokens = new Map([...special, ['image_token', '<image>'], ['boi_token', '<boi>']]);
    const form = chatForm(
      source('{{ boi_token }}{{ image_token }}{{ unk_token is defined }} {{ messages[0].content[-1].text }}'),
      image(1),
      tokens,
    );
    expect(form.render('q')).toBe('<boi><image>False q');
    expect(form.notes).toEqual([]);
  });

  it('renders the date as transformers does, and says that the prompt depends on it', () => {
    const dated = source(
      "{% set today = strftime_now('%d %b %Y') %}Today is {{ today }}. USER: <image>\n{{ messages[0].content[-1].text }} ASSISTANT:",
    );
    const form = chatForm(dated, image(1), special, new Date(2024, 6, 26));
    expect(form.render('q')).toBe('Today is 26 Jul 2024. USER: <image>\nq ASSISTANT:');
    expect(form.dated).toBe(true);
    expect(form.notes).toEqual([
      "The chat template of my-llava writes today's date into the prompt, so that the same question can be answered differently on another day.",
    ]);
  });

  it('leaves a date alone that a branch does not ask for', () => {
    const form = chatForm(
      source("{% if tools %}{{ strftime_now('%Y') }}{% endif %}<image>"),
      image(1),
      special,
    );
    expect(form.dated).toBe(false);
  });

  it('reads line ends of Windows as line feeds, as Jinja2 does', () => {
    const windows = source(
      '{% for m in messages %}\r\nUSER: <image>\r\n{{ m.content[-1].text }}\r\n{% endfor %}\r\nASSISTANT:',
    );
    expect(chatForm(windows, image(1), special).render('q')).toBe('USER: <image>\nq\nASSISTANT:');
  });

  it("takes the form of LLaVA's own code where the layout has one, and says so", () => {
    const form = chatForm(
      {
        ...from(undefined, llavaNext, 'llava-v1.6-mistral-7b'),
        commonForm: {
          source: '[INST] <image>\n{{ messages[0].content[-1].text }} [/INST]',
          inWords: 'mistral_instruct',
        },
      },
      image(1),
      special,
    );
    expect(form.render('q')).toBe('[INST] <image>\nq [/INST]');
    expect(form.notes).toEqual([
      "llava-v1.6-mistral-7b has no chat template; the form of LLaVA's own code is used: mistral_instruct.",
    ]);
  });
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
    expect(renderChat({ source, note: undefined }, image(2), 'Which?', special, { form: 'text' }).text).toBe(
      '[INST] <image>\n<image>\nWhich? [/INST]',
    );
  });

  it('leaves a template that places no image, or too many, to its own fault', () => {
    for (const odd of ['hello', "{{ '<image>' * 3 }}", '{% for %}', "<image>{{ messages[0]['content'] }}"])
      expect(form(odd)).toBe('parts');
  });
});
