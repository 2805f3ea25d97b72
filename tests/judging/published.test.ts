/**
 * Held against the published evaluators themselves: tests/fixtures/judging/published.json is what they said of answers of our own writing
 * (tools/golden/published_scores.py; commits stand in the file).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chosenLetter } from '../../src-engine/judging/choice.ts';
import { lettered } from '../../src-engine/judging/options.ts';
import { softAccuracy } from '../../src-engine/judging/scorers.ts';
import { normaliseVqaAnswer } from '../../src-engine/judging/vqa-normalise.ts';
import { popesYesOrNo } from '../../src-engine/judging/yes-no.ts';

const pair = z.tuple([z.string(), z.string()]);
const letter = z.string().nullable();
const published = z
  .object({
    vqaNormal: z.array(pair),
    vqaScores: z.array(z.object({ given: z.string(), accepted: z.array(z.string()), score: z.number() })),
    pope: z.array(pair),
    choices: z.array(
      z.object({
        options: z.array(z.string()),
        given: z.string(),
        scienceqa: letter,
        mmmu: letter,
        mmbench: letter,
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/judging/published.json'), 'utf8')));

describe("VQA's published evaluation", () => {
  it('normalises as we do, every oddity included', () => {
    expect(published.vqaNormal.length).toBeGreaterThan(400);
    expect(published.vqaNormal.map(([text]) => [text, normaliseVqaAnswer(text)])).toEqual(
      published.vqaNormal,
    );
  });

  it('is normalised in no time that a file could make long', () => {
    const spaces = ' '.repeat(100_000);
    expect(normaliseVqaAnswer(`${spaces}a${spaces}dog,${spaces}b${spaces}`)).toBe('dog b');
  });

  it('gives the same score where the ten people are of several minds', () => {
    expect(published.vqaScores.length).toBeGreaterThan(100);
    for (const { given, accepted, score } of published.vqaScores)
      expect([given, accepted, softAccuracy(given, accepted)]).toEqual([
        given,
        accepted,
        expect.closeTo(score, 10),
      ]);
  });
});

describe("POPE's published script", () => {
  it('takes the same answers for yes and for no', () => {
    expect(published.pope.map(([text]) => [text, popesYesOrNo(text)])).toEqual(published.pope);
  });
});

describe('the published rules for letters (ScienceQA as LLaVA evaluates it, MMMU, MMBench as VLMEvalKit does)', () => {
  const ours = ({ given, options }: (typeof published.choices)[number]) =>
    chosenLetter(given, lettered(options)) ?? null;

  it('find our letter wherever all that find a valid one find the same', () => {
    const differing = published.choices.flatMap((each) => {
      const valid = [...lettered(each.options).keys()];
      const found = new Set(
        [each.scienceqa, each.mmmu, each.mmbench].filter((one) => one !== null && valid.includes(one)),
      );
      const [only, ...others] = found;
      const mine = ours(each);
      return only === undefined || others.length > 0 || only === mine
        ? []
        : [`${each.given}: ${only}, ${mine}`];
    });
    expect(differing).toEqual([
      // An article at the head of a sentence is no choice: the table in docs/engine.md has it.
      'A whale is shown: A, B',
      'The answer is a whale.: A, B',
    ]);
  });

  it('are met beyond what they find', () => {
    const beyond = published.choices.flatMap((each) => {
      const mine = ours(each);
      const found = [each.scienceqa, each.mmmu, each.mmbench];
      return mine !== null && found.every((one) => one === null) ? [`${each.given}: ${mine}`] : [];
    });
    expect(beyond).toEqual([
      'a: A',
      'b.: B',
      '(b): B',
      'answer: (b): B',
      'dark red: B',
      'It is dark red.: B',
      '"B": B',
      '<B>: B',
      'option b: B',
      'sea-otter: D',
      'large squid: C',
      'The answer is no: B',
    ]);
  });
});
