import { describe, expect, it } from 'vitest';
import { readEntry } from '../../src-engine/evaluation/question-entry.ts';

const asked = { image: 'a.jpg', question: 'Is there a dog?', answers: ['no'], kind: undefined };

describe('readEntry', () => {
  it.each([
    ['POPE', { question_id: 1, image: 'a.jpg', text: 'Is there a dog?', label: 'no' }],
    ['a single answer', { image: 'a.jpg', question: 'Is there a dog?', answer: 'no' }],
    ['a label', { image: 'a.jpg', question: 'Is there a dog?', label: 'no' }],
    [
      'VizWiz',
      {
        image: 'a.jpg',
        question: 'Is there a dog?',
        answers: [{ answer: 'no', answer_confidence: 'yes' }],
        answer_type: 'yes/no',
        answerable: 1,
      },
    ],
    [
      "LLaVA's place of the picture",
      { image: 'a.jpg', question: '<image>\nIs there a dog?', answers: ['no'] },
    ],
  ])('reads a line in the form of %s as ours', (_form, line) => {
    expect(readEntry(line)).toEqual(asked);
  });

  it('takes the place of the picture away at the head alone', () => {
    expect(readEntry({ ...asked, question: ' <image> What is <image>?' })).toMatchObject({
      question: 'What is <image>?',
    });
  });

  it('reads options as a list or by their letters', () => {
    const options = new Map([
      ['A', 'krill'],
      ['B', 'whale'],
    ]);
    expect(readEntry({ ...asked, options: ['krill', 'whale'] })).toEqual({ ...asked, options });
    expect(readEntry({ ...asked, options: { A: 'krill', B: 'whale' } })).toEqual({ ...asked, options });
  });

  it.each([
    [{ image: 'a.jpg', text: 'Is there a dog?' }, "'question' is missing, but must be text."],
    [{ image: 'a.jpg', question: 'How many?', answer: 2 }, "'answers' is missing, but must be a list."],
    [{ ...asked, answers: [{ reply: 'no' }] }, "'answers.0' is an object, but must be text."],
  ])('guesses nothing for %j', (line, sentence) => {
    expect(readEntry(line)).toBe(sentence);
  });
});
