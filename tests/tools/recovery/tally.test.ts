import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { addToTally, openTally, tallyWords, type TalliedKill } from '../../../tools/recovery/tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'dymu-tally-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kill = (number: number, changes: Partial<TalliedKill> = {}): TalliedKill => ({
  run: 1,
  load: 2.5,
  number,
  whole: 'engine',
  moment: 'answer',
  afterMs: 12.5,
  leftovers: 0,
  kept: { counts: 3, jobs: 1, answers: 0 },
  sentence: 'The engine was restarted.',
  loadedMs: 3000,
  answeredMs: 2000,
  answeredCpu: 1.5,
  gaveUp: false,
  faults: [],
  ...changes,
});

it('A run finds the kills of those before it, in their order', () => {
  const file = join(folder, 'kills.jsonl');
  const series = { seed: 1, everyApp: 5 };
  expect(openTally(file, series)).toEqual([]);
  addToTally(file, kill(1));
  addToTally(file, kill(2, { run: 2, whole: 'application' }));
  expect(openTally(file, series)).toEqual([kill(1), kill(2, { run: 2, whole: 'application' })]);
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
});

it('Kills of another seed, or with another share of the application, are not added up with it', () => {
  const file = join(folder, 'other.jsonl');
  openTally(file, { seed: 1, everyApp: 5 });
  expect(() => openTally(file, { seed: 2, everyApp: 5 })).toThrow('--seed 1 --every-app 5');
  expect(() => openTally(file, { seed: 1, everyApp: 0 })).toThrow('take another folder');
});

it('The sentence says in how many runs, beside how much work, and whether anything was wrong', () => {
  expect(tallyWords([kill(1), kill(2, { load: 11.25 })])).toBe(
    '2 kills in one run on one folder of user data, load 2.5 to 11.3: nothing lost.',
  );
  expect(tallyWords([kill(1), kill(2, { run: 2, faults: ['A file is not whole.'] })])).toBe(
    '2 kills in 2 runs on one folder of user data, load 2.5 to 2.5: 1 with faults.',
  );
});
