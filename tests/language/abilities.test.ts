import { describe, expect, it } from 'vitest';
import { paligemma } from '../../src-engine/families/paligemma.ts';
import { abilitiesOf } from '../../src-engine/language/abilities.ts';
import { buildPrompt } from '../../src-engine/language/prompt.ts';
import { checkpointWith, fixturePrompt, fixtureText, fixtureTokenizer } from './fixtures.ts';
import { thrown } from './thrown.ts';

const pocket = checkpointWith({ imageTokenId: 3, chatTemplate: fixtureText('pocket/chat_template.jinja') });
const words = fixtureTokenizer('pocket');
const one =
  "{% for part in messages[-1]['content'] %}{% if part['type'] == 'text' %}<image>{{ part['text'] }}{% endif %}{% endfor %}";

describe('abilitiesOf', () => {
  it('says that the embedded model takes several images and follow-ups, and no video', () => {
    expect(abilitiesOf(pocket, words)).toEqual({
      questions: true,
      severalImages: true,
      video: false,
      followUps: true,
    });
  });

  it.each(['llava15-clip', 'onevision'] as const)('says that %s takes follow-ups', (name) => {
    const golden = fixturePrompt(name);
    const tokenizer = fixtureTokenizer(name === 'onevision' ? 'onevision' : 'llava15');
    expect(abilitiesOf(checkpointWith(golden), tokenizer)).toMatchObject({
      severalImages: true,
      followUps: true,
    });
  });

  it('says that PaliGemma answers single questions', () => {
    const bare = { ...checkpointWith({ imageTokenId: 3, chatTemplate: undefined }), family: paligemma };
    expect(abilitiesOf(bare, words)).toEqual({
      questions: true,
      severalImages: true,
      video: false,
      followUps: false,
    });
    const earlier = [{ question: 'What?', answer: 'a cat' }];
    const asked = { checkpoint: bare, tokenizer: words, question: 'Where?', earlier, imageLengths: [4] };
    expect(thrown(() => buildPrompt(asked))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(
        /answers single questions: its chat template leaves earlier turns out; ask without them\.$/,
      ) as string,
    });
  });

  it('says of a template with one place that one image is all it takes, as asking does', () => {
    const checkpoint = checkpointWith({ imageTokenId: 3, chatTemplate: one });
    expect(abilitiesOf(checkpoint, words)).toEqual({
      questions: true,
      severalImages: false,
      video: false,
      followUps: false,
    });
    const asked = { checkpoint, tokenizer: words, question: 'Which?', imageLengths: [4, 4] };
    expect(thrown(() => buildPrompt(asked))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(
        /takes one image in a question: its chat template has one place; ask/,
      ) as string,
    });
  });

  it('takes nothing where a template cannot be rendered: asking says why', () => {
    const checkpoint = checkpointWith({ imageTokenId: 3, chatTemplate: '{{ raise_exception("no") }}' });
    expect(abilitiesOf(checkpoint, words)).toEqual({
      questions: true,
      severalImages: false,
      video: false,
      followUps: false,
    });
  });
});
