/** GQA's accuracy (its eval.py): the answer is the annotated one, character for character. Pure. */

/**
 * Answers are prepared as LLaVA does for that script (convert_gqa_for_eval.py at c121f04): points at the end go, and capitals. The annotated
 * answers are in lower case and stay as they are.
 */
export function gqaMatch(given: string, accepted: readonly string[]): number {
  return Number(accepted.includes(given.trim().replace(/\.+$/, '').toLowerCase()));
}
