import { describe, expect, it } from 'vitest';
import { firstPlan } from '../../../renderer/state/evaluation/plan.ts';
import { planCommand } from '../../../renderer/words/evaluation-command.ts';
import { fakeModel } from '../../support/fake-engine.ts';

describe('the line for a terminal', () => {
  it('has the modes of the plan, or the usual ones of the model', () => {
    expect(planCommand({ ...firstPlan, modes: ['full', 'tome:20'] }, fakeModel)).toBe(
      'npm run dymu -- eval --modes full,tome:20 --out table.csv',
    );
    expect(planCommand(firstPlan, fakeModel)).toBe(
      'npm run dymu -- eval --modes full,dymu:high,dymu:mid,dymu:low --out table.csv',
    );
  });

  it('has whatever else the plan says, quoted for a shell', () => {
    const plan = {
      data: "/my data/it's.jsonl",
      split: 'val',
      limit: 200,
      scorer: 'vqa:vqav2',
      instruction: true,
      maxNewTokens: 8,
      modes: ['full'],
    } as const;
    expect(planCommand(plan, null)).toBe(
      `npm run dymu -- eval --data '/my data/it'\\''s.jsonl' --split val --modes full --scorer vqa:vqav2 --instruction usual --limit 200 --max-new-tokens 8 --out table.csv`,
    );
  });
});
