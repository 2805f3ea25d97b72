/** What disturbed a run, in words: other work of the engine's, which the engine tells, or a sleep, which whoever hears of it adds. */

/** Among the others in `AnswerResult.disturbedBy`. */
export const sleepDisturbance = 'the computer slept';

/** "the engine did other work at the same time (an encoding waited) and the computer slept"; at least one disturbance. */
export function disturbanceWords(by: readonly string[]): string {
  const work = by.filter((each) => each !== sleepDisturbance);
  return [
    ...(work.length > 0 ? [`the engine did other work at the same time (${work.join(', ')})`] : []),
    ...(work.length < by.length ? [sleepDisturbance] : []),
  ].join(' and ');
}
