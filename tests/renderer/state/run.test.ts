import { describe, expect, it } from 'vitest';
import {
  displayedOf,
  finishedOf,
  staleReason,
  standingOf,
  textOf,
  type Run,
} from '../../../renderer/state/run.ts';
import { sortedShelf } from '../../../renderer/state/shelf-order.ts';
import { answerOf, shelfImage } from '../support/samples.ts';

const reduction = { method: 'dymu', budget: { kind: 'tokens', tokens: 90 } } as const;
const asked = { model: '/m', question: 'q', reduction, virtualUnmerging: true };
const done: Run = { kind: 'done', asked, result: answerOf('Yes.') };

describe('staleReason', () => {
  it('is silent while the controls say what was asked', () => {
    expect(
      staleReason(done, { reduction: structuredClone(reduction), virtualUnmerging: true, model: '/m' }),
    ).toBeNull();
  });

  it('names the budget', () => {
    const moved = { method: 'dymu', budget: { kind: 'tokens', tokens: 60 } } as const;
    expect(staleReason(done, { reduction: moved, virtualUnmerging: true, model: '/m' })).toBe(
      'The budget has moved since.',
    );
  });

  it('names another model first', () => {
    expect(staleReason(done, { reduction, virtualUnmerging: false, model: '/other' })).toBe(
      'Another model answered.',
    );
  });

  it('names virtual unmerging', () => {
    expect(staleReason(done, { reduction, virtualUnmerging: false, model: '/m' })).toBe(
      'Answered with virtual unmerging on.',
    );
  });

  it('names another way of choosing tokens, with all tokens too', () => {
    const now = { model: '/m', reduction, virtualUnmerging: true };
    expect(staleReason(done, { ...now, sampling: 'greedy' })).toBeNull();
    expect(staleReason(done, { ...now, sampling: 'sample' })).toBe('Answered greedily.');
    const none = { method: 'none' } as const;
    const drawn = { ...asked, reduction: none, sampling: { kind: 'sample', seed: 1 } } as const;
    const run: Run = { ...done, asked: drawn };
    expect(staleReason(run, { ...now, reduction: none, sampling: 'greedy' })).toBe('Answered by sampling.');
    expect(staleReason(run, { ...now, reduction: none, sampling: 'sample' })).toBeNull();
  });

  it('does not call an answer stale for virtual unmerging where nothing was merged', () => {
    const none = { method: 'none' } as const;
    const run: Run = { ...done, asked: { ...asked, reduction: none } };
    expect(staleReason(run, { reduction: none, virtualUnmerging: false, model: '/m' })).toBeNull();
  });
});

describe('a run that is asked again', () => {
  const loading: Run = { kind: 'loading', asked, before: done, waits: true };

  it('goes on showing the answer before', () => {
    expect(textOf(loading)).toBe('Yes.');
    expect(finishedOf(loading)).toBe(done);
  });
});

describe('a try that does not end well', () => {
  const now = { model: '/m', reduction, virtualUnmerging: true };
  const later = { ...asked, question: 'And now?' };
  const stopped: Run = { kind: 'stopped', asked: later, before: done, text: 'Ye' };
  const failed: Run = { kind: 'failed', asked: later, before: done, text: '', message: 'It is too long.' };

  it.each([stopped, failed])('leaves the earlier answer standing: $kind', (run) => {
    expect(standingOf(run)).toBe(done);
    expect(displayedOf(run)).toBe(done);
    expect(textOf(run)).toBe('Yes.');
    expect(staleReason(run, { ...now, virtualUnmerging: false })).toBe('Answered with virtual unmerging on.');
  });

  it('shows what had come by then where there is no earlier answer', () => {
    expect(textOf({ ...stopped, before: null })).toBe('Ye');
    expect(staleReason({ ...stopped, before: null }, now)).toBeNull();
  });

  it('keeps the earlier answer through the words of a new one, without showing both', () => {
    const streaming: Run = { kind: 'streaming', asked: later, before: done, text: 'No', visualTokens: 9 };
    expect(textOf(streaming)).toBe('No');
    expect(displayedOf(streaming)).toBeNull();
    expect(standingOf(streaming)).toBe(done);
  });
});

describe('sortedShelf', () => {
  it('puts most tokens first and what is not counted last, in its order', () => {
    const images = ['a', 'b', 'c', 'd'].map(shelfImage);
    const count = (tokens: number) => ({ tokens, fullTokens: 256, key: 'k' });
    const sorted = sortedShelf(images, { b: count(10), d: count(90) }, 'tokens');
    expect(sorted.map(({ id }) => id)).toEqual(['d', 'b', 'a', 'c']);
  });
});
