/** Further figures of a scorer in words: what they are called, and whether a number is a share or points. Pure. */

const names: Readonly<Record<string, string>> = {
  f1: 'F1',
  yes: 'said yes',
  rounds: 'single rounds',
  perception: 'perception, points',
  cognition: 'cognition, points',
};

/** Sums of shares: times 100 they are points, and no percentages. */
const points: ReadonlySet<string> = new Set(['perception', 'cognition']);

export const figureName = (key: string): string => names[key] ?? key;

/** '87.3 %', '1487.3', '-' for null. */
export function figureText(key: string, value: number | null): string {
  if (value === null) return '-';
  const text = (100 * value).toFixed(1);
  return points.has(key) ? text : `${text} %`;
}
