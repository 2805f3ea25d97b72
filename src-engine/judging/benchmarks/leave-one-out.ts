/** The accuracy of VQA (Antol et al. 2015) as its scripts compute it, on answers that are in their normal form. Pure. */

/** Agreeing with this many people is full agreement. */
const enough = 3;

/** Every person is left out in turn; agreeing with n of the others gives min(1, n / 3), and the mean of that is the score. */
export function leaveOneOut(given: string, people: readonly string[]): number {
  const agreeing = people.filter((answer) => answer === given).length;
  const scores = people.map((answer) => Math.min(1, (agreeing - Number(answer === given)) / enough));
  return scores.reduce((sum, score) => sum + score, 0) / people.length;
}
