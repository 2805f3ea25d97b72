/** What disturbed a run, in words: other work of the engine's, or a sleep of the computer. */

/** Among the others in `AnswerResult.disturbedBy` and the like. */
export const pauseDisturbances = {
  slept: 'the computer slept',
  'stood-still': 'the computer slept or the program was stopped',
} as const;
const pauses: readonly string[] = Object.values(pauseDisturbances);

/** "the engine did other work at the same time (an encoding waited) and the computer slept"; at least one disturbance. */
export function disturbanceWords(by: readonly string[]): string {
  const work = by.filter((each) => !pauses.includes(each));
  return [
    ...(work.length > 0 ? [`the engine did other work at the same time (${work.join(', ')})`] : []),
    ...by.filter((each) => pauses.includes(each)),
  ].join(' and ');
}
