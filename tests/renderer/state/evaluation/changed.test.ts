import { describe, expect, it } from 'vitest';
import {
  answerPairs,
  chosenPairs,
  type ChangedChoice,
} from '../../../../renderer/state/evaluation/changed.ts';
import { comparedModes } from '../../../../renderer/state/evaluation/compare.ts';
import { nextOrder, orderedRows } from '../../../../renderer/state/evaluation/table.ts';
import { evaluationOf, modeRow } from '../../support/evaluations.ts';

const pairs = answerPairs(evaluationOf(), 'dymu:low');
const chosen = (choice: Partial<ChangedChoice>) =>
  chosenPairs(pairs, { mode: 'dymu:low', which: 'all', kind: null, text: '', ...choice }).map(
    ({ question }) => question.id,
  );

describe('changed answers', () => {
  it('stand with those of all tokens', () => {
    expect(pairs.map(({ turn, differs }) => [turn, differs])).toEqual([
      ['same', false],
      ['worse', true],
      ['better', true],
      ['same', true],
    ]);
    expect(answerPairs(evaluationOf([modeRow('dymu:low')]), 'dymu:low')).toEqual([]);
  });

  it('are chosen by turn, kind and text', () => {
    expect(chosen({})).toEqual(['1', '2', '3', '4']);
    expect(chosen({ which: 'changed' })).toEqual(['2', '3', '4']);
    expect(chosen({ which: 'worse' })).toEqual(['2']);
    expect(chosen({ which: 'better' })).toEqual(['3']);
    expect(chosen({ kind: 'where' })).toEqual(['3', '4']);
    expect(chosen({ text: ' CAT ' })).toEqual(['2']);
  });
});

describe('the order of the table', () => {
  const rows = evaluationOf().rows;
  it('is as asked, or by a column, with what is not known last', () => {
    expect(orderedRows(rows, { by: 'tokens', descending: false }).map(({ mode }) => mode)).toEqual([
      'dymu:low',
      'dymu:mid',
      'full',
    ]);
    const some = [
      modeRow('a', { retention: null }),
      modeRow('b', { retention: 0.5 }),
      modeRow('c', { retention: 1 }),
    ];
    expect(orderedRows(some, { by: 'retention', descending: true }).map(({ mode }) => mode)).toEqual([
      'c',
      'b',
      'a',
    ]);
    expect(orderedRows(some, { by: 'retention', descending: false }).map(({ mode }) => mode)).toEqual([
      'b',
      'c',
      'a',
    ]);
  });

  it('turns round on the same column', () => {
    expect(nextOrder({ by: 'accuracy', descending: true }, 'accuracy')).toEqual({
      by: 'accuracy',
      descending: false,
    });
    expect(nextOrder({ by: 'accuracy', descending: true }, 'tokens')).toEqual({
      by: 'tokens',
      descending: false,
    });
  });
});

describe('two runs', () => {
  it('are compared in the modes that both have', () => {
    const other = evaluationOf([modeRow('full', { accuracy: 0.9 }), modeRow('dymu:low', { accuracy: 0.78 })]);
    expect(comparedModes(evaluationOf(), other).map(({ mode, overlap }) => [mode, overlap])).toEqual([
      ['full', false],
      ['dymu:low', true],
    ]);
  });
});
