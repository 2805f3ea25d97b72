import { describe, expect, it } from 'vitest';
import { endingOf, stateWords } from '../../../renderer/words/run-words.ts';
import type { DoneRun, Run } from '../../../renderer/state/run.ts';
import { answerOf } from '../support/samples.ts';

const asked = {
  model: '/m',
  question: 'How many?',
  reduction: { method: 'none' },
  virtualUnmerging: true,
} as const;
const before: DoneRun = { kind: 'done', asked, result: answerOf('Two.') };
const stopped: Run = { kind: 'stopped', asked, before: null, text: '' };
const failed: Run = { kind: 'failed', asked, before: null, text: '', message: 'The question is too long.' };

describe('stateWords', () => {
  it('calls stopped and failed what they are, and says that an earlier answer is kept', () => {
    expect(stateWords(stopped, null)).toBe('stopped');
    expect(stateWords({ ...stopped, before }, null)).toBe('stopped; the earlier answer is kept');
    expect(stateWords({ ...failed, before }, 'The budget has moved since.')).toBe(
      'failed; the earlier answer is kept',
    );
  });
});

describe('endingOf', () => {
  it('says how far a stopped answer came, and quotes it where the earlier answer has its place', () => {
    expect(endingOf(stopped)).toBe('Stopped before the first word.');
    expect(endingOf({ ...stopped, text: 'Thr' })).toBe('Stopped here.');
    expect(endingOf({ ...stopped, text: 'Thr', before })).toBe('Stopped after “Thr”.');
  });

  it('says what went wrong', () => {
    expect(endingOf(failed)).toBe('The question is too long.');
  });

  it('names the question that the words on screen answer, where it is another one', () => {
    const other = { ...asked, question: 'Where?' };
    expect(endingOf({ ...failed, asked: other, before })).toBe(
      'The question is too long. The words above answer “How many?”.',
    );
  });

  it('is silent about a whole answer', () => {
    expect(endingOf(before)).toBeNull();
  });
});
