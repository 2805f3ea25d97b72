import { expect, it } from 'vitest';
import { jobTitle } from '../../../renderer/words/job-title.ts';
import { jobOf, runOf } from '../support/jobs.ts';

it('names an evaluation in words, and every other job as the engine does', () => {
  const title = (evaluate: object, bundled: string | null = null) =>
    jobTitle(runOf({ evaluate: { data: '/sets/q.jsonl', modes: ['full'], ...evaluate } }), bundled);
  expect(jobTitle(jobOf(), null)).toBe('Counting the tokens of holiday');
  expect(title({ modes: ['full', 'dymu:low:no-vtu', 'tome:90'] })).toBe(
    'Evaluating on q.jsonl (All tokens, DyMU low, no VTU, ToMe 90)',
  );
  expect(title({ limit: 1, scorer: 'anls', split: 'val', instruction: 'Be brief.' })).toBe(
    'Evaluating on q.jsonl (All tokens; split val; 1 image; nearly the same letters (ANLS); with an instruction)',
  );
  expect(title({ modes: ['full', 'dymu:high', 'dymu:mid', 'dymu:low', 'pool=dymu:low', 'rows:0.35'] })).toBe(
    'Evaluating on q.jsonl (All tokens, DyMU high, DyMU mid, DyMU low and 2 more modes)',
  );
  expect(title({}, '/sets/q.jsonl')).toBe('Evaluating on the bundled questions (All tokens)');
});
