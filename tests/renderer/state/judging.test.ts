import { describe, expect, it } from 'vitest';
import { judgementOf } from '../../../renderer/state/judging.ts';
import type { DoneRun } from '../../../renderer/state/run.ts';
import { pairJudgementWords } from '../../../renderer/words/trust-words.ts';
import { answerOf, shelfImage } from '../support/samples.ts';

const image = {
  ...shelfImage('scene'),
  known: [{ kind: 'count', question: 'How many ducks are there?', answer: 'Two.' }],
};
const run = (text: string, question = 'Count the ducks.', model = '/embedded'): DoneRun => ({
  kind: 'done',
  asked: { model, question, reduction: { method: 'none' }, virtualUnmerging: true },
  result: answerOf(text),
});
const judge = (standing: DoneRun) => judgementOf(standing, image, '/embedded');

describe('judgementOf', () => {
  it('says whether a known question was answered right, with the truth', () => {
    expect(judge(run('Two.'))).toEqual({ kind: 'right', truth: 'Two.' });
    expect(judge(run('Three.'))).toEqual({ kind: 'wrong', truth: 'Two.' });
  });

  it('leaves the judgement of another model’s sentences to the reader', () => {
    expect(judge(run('There are two ducks.', undefined, '/other'))).toEqual({
      kind: 'unjudged',
      truth: 'Two.',
    });
  });

  it('claims nothing about questions and pictures of which nothing is known', () => {
    expect(judge(run('Blue.', 'What color is the sky?'))).toBeNull();
    expect(judgementOf(run('Two.'), shelfImage('own'), '/embedded')).toBeNull();
    expect(judgementOf(null, image, '/embedded')).toBeNull();
  });
});

describe('both judgements in words', () => {
  const right = judge(run('Two.'));
  const wrong = judge(run('One.'));

  it('say what merging did', () => {
    expect(pairJudgementWords(right, right)).toBe('both right');
    expect(pairJudgementWords(right, wrong)).toBe('wrong with fewer tokens');
    expect(pairJudgementWords(wrong, right)).toBe('right only with fewer tokens');
    expect(pairJudgementWords(wrong, wrong)).toBe('neither is right');
    expect(pairJudgementWords(right, null)).toBeNull();
  });
});
