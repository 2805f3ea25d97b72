import { describe, expect, it } from 'vitest';
import { finishedOf, staleReason, textOf, type Run } from '../../../renderer/state/run.ts';
import { byTokens } from '../../../renderer/state/shelf-slice.ts';
import { answerOf, shelfImage } from '../support/samples.ts';

const merging = { kind: 'adaptive', budget: { kind: 'tokens', tokens: 90 } } as const;
const asked = { model: '/m', question: 'q', merging, virtualUnmerging: true };
const done: Run = { kind: 'done', asked, result: answerOf('Yes.') };

describe('staleReason', () => {
  it('is silent while the controls say what was asked', () => {
    expect(
      staleReason(done, { merging: structuredClone(merging), virtualUnmerging: true, model: '/m' }),
    ).toBeNull();
  });

  it('names the budget', () => {
    const moved = { kind: 'adaptive', budget: { kind: 'tokens', tokens: 60 } } as const;
    expect(staleReason(done, { merging: moved, virtualUnmerging: true, model: '/m' })).toBe(
      'The budget has moved since.',
    );
  });

  it('names another model first', () => {
    expect(staleReason(done, { merging, virtualUnmerging: false, model: '/other' })).toBe(
      'Another model answered.',
    );
  });

  it('names virtual unmerging', () => {
    expect(staleReason(done, { merging, virtualUnmerging: false, model: '/m' })).toBe(
      'Answered with virtual unmerging on.',
    );
  });

  it('does not call an answer stale for virtual unmerging where nothing was merged', () => {
    const none = { kind: 'none' } as const;
    const run: Run = { ...done, asked: { ...asked, merging: none } };
    expect(staleReason(run, { merging: none, virtualUnmerging: false, model: '/m' })).toBeNull();
  });
});

describe('a run that is asked again', () => {
  const loading: Run = { kind: 'loading', asked, before: done, waits: true };

  it('goes on showing the answer before', () => {
    expect(textOf(loading)).toBe('Yes.');
    expect(finishedOf(loading)).toBe(done);
  });
});

describe('byTokens', () => {
  it('puts most tokens first and what is not counted last, in its order', () => {
    const images = ['a', 'b', 'c', 'd'].map(shelfImage);
    const count = (tokens: number) => ({ tokens, fullTokens: 256, key: 'k' });
    const sorted = byTokens(images, { b: count(10), d: count(90) });
    expect(sorted.map(({ id }) => id)).toEqual(['d', 'b', 'a', 'c']);
  });
});
