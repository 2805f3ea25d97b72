/** What is planned in the window as a line for a terminal. Pure. */
import type { ModelInfo } from '../../src-engine/engine.ts';
import { quoted } from './shell-word.ts';
import { planModes, type EvaluationPlan } from '../state/evaluation/plan.ts';

/** `npm run dymu -- eval --modes full,dymu:low --out table.csv`, with everything else that the plan says. */
export function planCommand(plan: EvaluationPlan, info: ModelInfo | null): string {
  const { data, split, limit, scorer, instruction, maxNewTokens } = plan;
  const options: readonly (readonly [string, string | number | null])[] = [
    ['--data', data],
    ['--split', split],
    ['--modes', planModes(plan, info).join(',')],
    ['--scorer', scorer],
    ['--instruction', instruction ? 'usual' : null],
    ['--limit', limit],
    ['--max-new-tokens', maxNewTokens],
    ['--out', 'table.csv'],
  ];
  const given = options.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name} ${quoted(`${value}`)}`],
  );
  return `npm run dymu -- eval ${given.join(' ')}`;
}
