/** An evaluation as a versioned JSON document, with every answer where the result has them. Pure. */
import type { EvaluateResult } from '../../engine.ts';

/** A recorded part has a file of its own. */
export function evaluationJson(result: EvaluateResult): string {
  const table = { format: 'dymu-evaluation', version: 1, ...result, recorded: undefined };
  return `${JSON.stringify(table, undefined, 1)}\n`;
}
