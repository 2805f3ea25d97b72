import { describe, expect, it } from 'vitest';
import { idlePair, type Run } from '../../../renderer/state/run.ts';
import type { Shown } from '../../../renderer/state/stage-slice.ts';
import { notesOf } from '../../../renderer/words/engine-notes.ts';
import { answerOf, encodingOf } from '../support/samples.ts';

const shrunk = 'The picture was shrunk while it was read.';
const plain = 'The model has no chat template of its own.';

function shown(notes?: readonly string[]): Shown {
  const encoding = { ...encodingOf(64), ...(notes === undefined ? {} : { notes }) };
  return { kind: 'live', imageId: 'a', reading: '', key: 'k', encoding };
}

function done(notes: readonly string[]): Run {
  const asked = {
    question: 'What?',
    reduction: { method: 'none' },
    virtualUnmerging: true,
    model: '/m',
  } as const;
  return { kind: 'done', asked, result: { ...answerOf('Pink.'), notes } };
}

describe('notesOf', () => {
  it('is empty without a result, and with results that need no remark', () => {
    expect(notesOf(null, idlePair)).toEqual([]);
    expect(notesOf(shown(), { full: done([]), merged: done([]) })).toEqual([]);
  });

  it('says each sentence once, though both answers repeat what the encoding said', () => {
    const pair = { full: done([plain, shrunk]), merged: done([plain, shrunk]) };
    expect(notesOf(shown([shrunk]), pair)).toEqual([shrunk, plain]);
  });
});
