import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatedRows } from '../../src-engine/evaluation/rows.ts';
import type { Judged } from '../../src-engine/evaluation/rows.ts';
import { seededRandom } from '../../src-engine/language/random.ts';
import { scorers } from '../../src-engine/judging/scorers.ts';

interface Marked {
  readonly image: string;
  readonly kind?: string;
  /** Per mode: right or wrong. */
  readonly right: readonly boolean[];
  readonly tokens?: readonly number[];
}

function judged(modes: readonly string[], marks: readonly Marked[]): Judged {
  const images = [...new Set(marks.map(({ image }) => image))];
  return {
    modes: modes.map((mode) => ({ mode })),
    questions: marks.map(({ image, kind }) => ({ picture: images.indexOf(image), kind })),
    given: marks.map(({ right, tokens }) =>
      right.map((yes, mode) => ({ text: yes ? 'yes' : 'no', tokens: tokens?.[mode] ?? 1, cut: !yes })),
    ),
    tallies: marks.map(({ right }) => right.map((yes) => [Number(yes), 1, 0] as const)),
  };
}

const rowsOf = (modes: readonly string[], marks: readonly Marked[]) =>
  evaluatedRows(judged(modes, marks), scorers.exact);

describe('evaluatedRows', () => {
  const [full, low] = rowsOf(
    ['full', 'dymu:low'],
    [
      { image: 'a', kind: 'count', right: [true, true], tokens: [256, 30] },
      { image: 'a', kind: 'where', right: [true, false], tokens: [256, 30] },
      { image: 'b', kind: 'count', right: [true, true], tokens: [256, 50] },
      { image: 'b', right: [false, false], tokens: [256, 50] },
    ],
  );

  it('counts questions, right answers, and those cut short', () => {
    expect([full!.mode, full!.n, full!.accuracy, full!.cut]).toEqual(['full', 4, 0.75, 1]);
    expect([low!.mode, low!.n, low!.accuracy, low!.cut]).toEqual(['dymu:low', 4, 0.5, 2]);
  });

  it('sets accuracy against that with all tokens', () => {
    expect(full!.retention).toBe(1);
    expect(full!.difference).toEqual({ value: 0, ci: [0, 0] });
    expect(low!.retention).toBeCloseTo(2 / 3, 12);
    expect(low!.difference!.value).toBe(-0.25);
  });

  it('resamples pictures: with two of them an interval runs from one to the other', () => {
    // Draws of two: aa, ab, ba, bb; a quarter each, so that 2.5 % reaches the ends.
    expect(full!.ci).toEqual([0.5, 1]);
    expect(low!.ci).toEqual([0.5, 0.5]); // one of two right in both pictures
    expect(low!.difference!.ci).toEqual([-0.5, 0]);
  });

  it('counts tokens once per picture, whatever the number of its questions', () => {
    expect(low!.tokens).toEqual({ mean: 40, std: 10 });
    expect(full!.tokens).toEqual({ mean: 256, std: 0 });
  });

  it('scores kinds by themselves, in the order of their names, and leaves out questions without one', () => {
    expect(Object.entries(low!.byKind)).toEqual([
      ['count', 1],
      ['where', 0],
    ]);
  });

  it('gives every kind an interval, and one for its difference to all tokens on the same draws', () => {
    expect(Object.keys(low!.kindIntervals!)).toEqual(['count', 'where']);
    // Of the two pictures only the first has a question of the kind `where`.
    expect(low!.kindIntervals!['where']).toEqual({ ci: [0, 0], difference: { value: -1, ci: [-1, -1] } });
    expect(full!.kindIntervals!['count']).toEqual({ ci: [1, 1], difference: { value: 0, ci: [0, 0] } });
    const [alone] = rowsOf(
      ['tome:9'],
      [
        { image: 'a', kind: 'count', right: [true] },
        { image: 'b', kind: 'count', right: [false] },
      ],
    );
    expect(alone!.kindIntervals).toEqual({ count: { ci: [0, 1], difference: null } });
  });

  it('has no retention without the mode full, nor where that is never right', () => {
    const [alone] = rowsOf(['tome:9'], [{ image: 'a', right: [true] }]);
    expect([alone!.retention, alone!.retentionCi, alone!.difference]).toEqual([null, null, null]);
    const [, merged] = rowsOf(['full', 'tome:9'], [{ image: 'a', right: [false, true] }]);
    expect([merged!.retention, merged!.retentionCi]).toEqual([null, null]);
    expect(merged!.difference).toEqual({ value: 1, ci: [1, 1] });
  });

  it('has further figures only for scorers that have them', () => {
    expect(full).not.toHaveProperty('figures');
    const { questions, given } = judged(['full'], [{ image: 'a', right: [true] }]);
    const [row] = evaluatedRows(
      { questions, given, modes: [{ mode: 'full' }], tallies: [[[1, 1, 0]]] },
      scorers.choice,
    );
    expect([row!.accuracy, row!.figures]).toEqual([1, { undecided: 0 }]);
  });

  it('keeps F1, which is no mean, over the set', () => {
    const { questions, modes, given } = judged(
      ['full'],
      [
        { image: 'a', right: [true] },
        { image: 'b', right: [true] },
      ],
    );
    const tallies = [[[3, 1, 0] as const], [[0, 0, 2] as const]];
    const [row] = evaluatedRows({ questions, modes, given, tallies }, scorers['yes-no']);
    expect(row!.accuracy).toBeCloseTo(6 / 9, 12);
    expect(row!.ci).toEqual([0, 6 / 7]);
    expect(row!.figures).toMatchObject({ precision: 3 / 4, recall: 3 / 5, f1: 6 / 9 });
  });

  describe('for any answers', () => {
    const marks = fc.array(
      fc.record({
        image: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        right: fc.tuple(fc.boolean(), fc.boolean()),
      }),
      { minLength: 1, maxLength: 30 },
    );

    it('keeps shares within 0 and 1, and intervals around them', () => {
      fc.assert(
        fc.property(marks, (answers) => {
          for (const row of rowsOf(['full', 'dymu:low'], answers)) {
            for (const share of [row.accuracy, ...row.ci]) {
              expect(share).toBeGreaterThanOrEqual(0);
              expect(share).toBeLessThanOrEqual(1);
            }
            expect(row.ci[0]).toBeLessThanOrEqual(row.ci[1]);
            expect(row.difference!.ci[0]).toBeLessThanOrEqual(row.difference!.ci[1]);
          }
        }),
        { numRuns: 30 },
      );
    });

    it('finds no difference between equal answers: pairs share their draws', () => {
      fc.assert(
        fc.property(marks, (answers) => {
          const equal = answers.map(({ image, right: [first] }) => ({ image, right: [first, first] }));
          const [, row] = rowsOf(['full', 'dymu:low'], equal);
          expect(row!.difference).toEqual({ value: 0, ci: [0, 0] });
          if (row!.retention !== null) expect(row!.retentionCi).toEqual([1, 1]);
        }),
        { numRuns: 30 },
      );
    });
  });

  it('has intervals that hold the true share about 95 times of 100, because pictures are drawn and not questions', () => {
    // 40 pictures of 5 questions; a picture is easy (0.9) or hard (0.3), so questions of one picture go together. True share 0.6.
    const random = seededRandom(7);
    const studies = 200;
    let [byPicture, byQuestion] = [0, 0];
    for (let study = 0; study < studies; study++) {
      const answers = Array.from({ length: 40 }, (_, image) => {
        const ease = random() < 0.5 ? 0.9 : 0.3;
        return Array.from({ length: 5 }, () => ({ image: String(image), right: [random() < ease] }));
      }).flat();
      const holds = (marks: readonly Marked[]): number => {
        const [row] = rowsOf(['tome:9'], marks);
        return Number(row!.ci[0] <= 0.6 && 0.6 <= row!.ci[1]);
      };
      byPicture += holds(answers);
      byQuestion += holds(answers.map((answer, index) => ({ ...answer, image: String(index) })));
    }
    expect(byPicture / studies).toBeGreaterThan(0.9);
    expect(byPicture / studies).toBeLessThan(0.99);
    expect(byQuestion / studies).toBeLessThan(0.85);
  });
});
