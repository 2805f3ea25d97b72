/**
 * Held against the benchmarks' own evaluations: tests/fixtures/judging/benchmarks.json is what they said of answers of our own writing
 * (tools/golden/benchmark_scores.py; commits stand in the file).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ScorerName } from '../../../src-engine/engine.ts';
import { gqaMatch } from '../../../src-engine/judging/benchmarks/gqa.ts';
import {
  combineRounds,
  mmBenchLetter,
  mmBenchTally,
} from '../../../src-engine/judging/benchmarks/mmbench.ts';
import {
  cognition,
  combinePair,
  mmeTally,
  mmeVerdict,
  perception,
} from '../../../src-engine/judging/benchmarks/mme.ts';
import { scienceQaLetter } from '../../../src-engine/judging/benchmarks/scienceqa.ts';
import { normaliseTextVqaAnswer } from '../../../src-engine/judging/benchmarks/textvqa.ts';
import { lettered } from '../../../src-engine/judging/options.ts';
import { scorers } from '../../../src-engine/judging/scorers.ts';
import { addTallies, noTally } from '../../../src-engine/judging/tally.ts';
import { normaliseVqaAnswer } from '../../../src-engine/judging/vqa-normalise.ts';

const scored = z.array(z.object({ given: z.string(), accepted: z.array(z.string()), score: z.number() }));
const pairs = z.array(z.tuple([z.string(), z.string()]));
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/judging', name), 'utf8'));
const said = z
  .object({
    vqav2: scored,
    textvqa: scored,
    textvqaNormal: pairs,
    gqa: pairs,
    docvqa: scored,
    mme: pairs,
    mmePoints: z.array(
      z.object({
        images: z.array(z.tuple([z.string(), z.string()])),
        perception: z.number(),
        cognition: z.number(),
      }),
    ),
    mmbench: z.array(
      z.object({ options: z.array(z.string()), given: z.tuple([z.string(), z.string()]), right: z.number() }),
    ),
  })
  .parse(fixture('benchmarks.json'));
const { choices } = z
  .object({
    choices: z.array(
      z.object({
        options: z.array(z.string()),
        given: z.string(),
        scienceqa: z.string().nullable(),
        mmbench: z.string().nullable(),
      }),
    ),
  })
  .parse(fixture('published.json'));

describe.each([
  ['vqa:vqav2', said.vqav2],
  ['vqa:textvqa', said.textvqa],
  ['anls:docvqa', said.docvqa],
] satisfies [ScorerName, z.infer<typeof scored>][])('%s', (name, cases) => {
  const scorer = scorers[name];

  it("gives every answer the score of the benchmark's own evaluation", () => {
    expect(cases.filter(({ score }) => score > 0 && score < 1).length).toBeGreaterThan(10);
    expect(cases.filter(({ score }) => score === 1).length).toBeGreaterThan(5);
    for (const { given, accepted, score } of cases) {
      const mine = scorer.score(scorer.tally(given, accepted));
      expect([given, accepted, mine]).toEqual([given, accepted, expect.closeTo(score, 10)]);
    }
  });
});

describe("VQAv2's evaluation", () => {
  it('takes answers as they are where all ten people say the same, as TextVQA never does', () => {
    const ten = (answer: string) => Array.from({ length: 10 }, () => answer);
    const scoreOf = (name: ScorerName, given: string): number =>
      scorers[name].score(scorers[name].tally(given, ten('U.S.A.')));
    expect([scoreOf('vqa:vqav2', 'usa'), scoreOf('vqa:vqav2', 'U.S.A.')]).toEqual([0, 1]);
    expect([scoreOf('vqa:textvqa', 'usa'), scoreOf('vqa', 'usa')]).toEqual([1, 1]);
  });
});

describe("TextVQA's normal form", () => {
  it("is that of EvalAI's processor, and not VQA's", () => {
    expect(said.textvqaNormal.map(([text]) => [text, normaliseTextVqaAnswer(text)])).toEqual(
      said.textvqaNormal,
    );
    const others = said.textvqaNormal.filter(([text, normal]) => normaliseVqaAnswer(text) !== normal);
    expect(others.length).toBeGreaterThan(5);
    expect(others).toContainEqual(["dog's bone", "dog 's bone"]);
  });
});

describe("GQA's accuracy", () => {
  it('compares answers prepared as LLaVA prepares them, character for character', () => {
    for (const [text, prepared] of said.gqa) expect([text, gqaMatch(text, [prepared])]).toEqual([text, 1]);
    expect([gqaMatch('the dog', ['dog']), gqaMatch('Yes.', ['yes']), gqaMatch('yes', ['Yes'])]).toEqual([
      0, 1, 0,
    ]);
  });
});

describe("MME's evaluation", () => {
  it('takes the same answers for yes, for no and for neither', () => {
    expect(said.mme.map(([text]) => [text, mmeVerdict(text) ?? 'other'])).toEqual(said.mme);
  });

  it('comes to the same points of perception and cognition', () => {
    const { score, figures } = scorers['yes-no:mme'];
    for (const { images, ...points } of said.mmePoints) {
      const total = [...perception, ...cognition]
        .flatMap((kind) =>
          images.map((answers) =>
            combinePair(
              answers.map((given, at) =>
                mmeTally(given, [at === 0 ? 'yes' : 'no'], { question: 'Is it?', kind }),
              ),
            ),
          ),
        )
        .reduce((sum, tally) => addTallies(sum, tally), noTally);
      const { perception: seen, cognition: thought } = figures!(total);
      expect([100 * seen!, 100 * thought!]).toEqual([
        expect.closeTo(points.perception, 8),
        expect.closeTo(points.cognition, 8),
      ]);
      expect(score(total)).toBeCloseTo((points.perception + points.cognition) / 2800, 10);
    }
  });

  it('counts a question whose fellow is lost in accuracy alone', () => {
    const lonely = combinePair([mmeTally('yes', ['yes'], { question: '', kind: 'OCR' })]);
    expect(scorers['yes-no:mme'].figures!(lonely)).toMatchObject({
      accuracy: 1,
      'accuracy+': null,
      perception: 2,
      cognition: null,
    });
  });

  it('refuses answers that are not yes or no, and kinds that it does not know', () => {
    expect(() => mmeTally('yes', ['two'], { question: '', kind: 'OCR' })).toThrow(
      'whose answer is yes or no',
    );
    expect(() => mmeTally('yes', ['yes'], { question: '', kind: 'other' })).toThrow('fourteen categories');
  });
});

describe("ScienceQA's evaluation", () => {
  it('reads the same letters, where an option has them', () => {
    for (const { options, given, scienceqa } of choices) {
      const known = lettered(options);
      const wanted =
        scienceqa !== null && 'ABCDE'.includes(scienceqa) && known.has(scienceqa) ? scienceqa : undefined;
      expect([given, scienceQaLetter(given, known)]).toEqual([given, wanted]);
    }
  });

  it('counts what names no option, and refuses data without letters', () => {
    const { tally, figures } = scorers['choice:scienceqa'];
    expect(tally('perhaps', ['A'])).toEqual([0, 1, 1]);
    expect(figures!(addTallies(tally('A', ['A']), tally('?', ['A'])))).toEqual({ undecided: 0.5 });
    expect(() => tally('A', ['krill'])).toThrow(
      /judged by the letter of the right option; choose another scorer/,
    );
  });
});

describe("MMBench's matching without a language model", () => {
  it('reads the same letters', () => {
    for (const { options, given, mmbench } of choices) {
      const wanted = mmbench === 'Z' ? undefined : (mmbench ?? undefined);
      expect([given, options, mmBenchLetter(given, lettered(options))]).toEqual([given, options, wanted]);
    }
  });

  it('counts a question right where every round is', () => {
    expect(said.mmbench.filter(({ right }) => right === 1).length).toBeGreaterThan(5);
    for (const { options, given, right } of said.mmbench) {
      const turned = [options, [...options.slice(1), ...options.slice(0, 1)]];
      const truths = ['A', 'ABCD'.charAt(options.length - 1)];
      const rounds = given.map((text, at) =>
        mmBenchTally(text, [truths[at]!], { question: 'Which?', options: lettered(turned[at]!) }),
      );
      expect([options, given, combineRounds(rounds)[0]]).toEqual([options, given, right]);
    }
  });

  it('says how many single rounds were right, and how many were matched to nothing', () => {
    const asked = { question: 'Which?', options: lettered(['krill', 'whale']) };
    const group = combineRounds([mmBenchTally('A', ['A'], asked), mmBenchTally('perhaps', ['A'], asked)]);
    expect(scorers['choice:mmbench'].score(group)).toBe(0);
    expect(scorers['choice:mmbench'].figures!(group)).toEqual({ rounds: 0.5, undecided: 0.5 });
  });
});
