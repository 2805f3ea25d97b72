import { describe, expect, it } from 'vitest';
import {
  benchCircumstances,
  benchNotes,
  benchOutcome,
  benchProgressWords,
  benchSentence,
} from '../../../renderer/words/bench-words.ts';
import type { BenchReport } from '../../../src-engine/engine.ts';
import { fakeBench } from '../../support/fake-bench.ts';

const encoder = fakeBench({ subject: { kind: 'shape', shape: 'clip-l-336' } });
const whole = fakeBench({ subject: { kind: 'shape', shape: 'llava-ov-0.5b' } });

function sentences(report: BenchReport): string[] {
  return report.budgets.map((row) => benchSentence(report, row));
}

describe('what a budget brings, in one sentence', () => {
  it('compares the encoder where there is nothing else', () => {
    expect(sentences(encoder)[2]).toBe(
      'At 34 % of the tokens (196) the encoder is done 2.6× sooner (756 ms instead of 2.00 s); by arithmetic it would be 2.9×.',
    );
  });

  it('compares the first token where there is a language model', () => {
    expect(sentences(whole)[3]).toBe(
      'At 15 % of the tokens (86) the first token is done 6.0× sooner (842 ms instead of 5.05 s); by arithmetic it would be 6.7×.',
    );
  });

  it('says what remains where nothing merges', () => {
    expect(sentences(encoder)[0]).toBe(
      'At 100 % of the tokens (576) nothing merges: what remains is the price of looking for pairs, 2.22 s instead of 2.00 s for the encoder.',
    );
  });

  it('claims nothing where the runs overlap, and hides no loss', () => {
    const row = encoder.budgets[1]!;
    const at = (medianMs: number) =>
      benchSentence(encoder, {
        ...row,
        encode: { ...row.encode, medianMs, minMs: medianMs * 0.95, maxMs: medianMs * 1.05 },
      });
    expect(at(1950)).toContain('there is no clear difference (1.95 s instead of 2.00 s, the runs overlap)');
    expect(at(2500)).toContain(
      'the encoder is done later (2.50 s instead of 2.00 s): merging costs more here',
    );
    expect(benchOutcome({ medianMs: 1, minMs: 1, maxMs: 1 }, encoder.plain.encode)).toBe('sooner');
  });
});

describe('what stands beside the figures', () => {
  it('is the machine, the precision and the runs', () => {
    expect(benchCircumstances(encoder)).toBe(
      'clip-l-336 · weights made by chance · A processor, 2 threads, cpu · encoder fp32 · 1 view of 576 tokens · medians of 5 rounds, in turn with the plain graph',
    );
    expect(benchCircumstances({ ...encoder, threads: 0 })).toContain(
      'A processor, as many threads as cores, cpu',
    );
  });

  it('names theory as theory, and every remark', () => {
    const report = fakeBench({
      subject: { kind: 'shape', shape: 'llava-1.5-7b' },
      languageLayers: 'fit',
      rounds: 2,
    });
    const notes = benchNotes(report);
    expect(notes[0]).toMatch(/^Theory: 8 of 32 layers of the language model were measured/);
    expect(notes.at(-1)).toBe('Two rounds say little about the spread.');
  });
});

it('guesses the time that is left only once a tenth is done', () => {
  const stage = 'Measuring 34 %';
  expect(benchProgressWords({ stage, done: 1, total: 20 }, 6000)).toBe('Measuring 34 %: 5 %');
  expect(benchProgressWords({ stage, done: 5, total: 20 }, 20_000)).toBe(
    'Measuring 34 %: 25 %, about 60 s left',
  );
  expect(benchProgressWords({ stage, done: 0, total: 0 }, 5)).toBe(stage);
});
