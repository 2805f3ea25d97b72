/** Numbers and texts as people read them in a terminal. Pure. */

/** Milliseconds with three digits that matter, seconds from 10 s on. */
export function milliseconds(value: number): string {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return value >= 10 ? `${value.toFixed(0)} ms` : `${value.toFixed(1)} ms`;
}

/** "12 ms (11 to 15)": a median between the extremes, all in the unit of the largest. */
export function millisecondsBetween(range: {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}): string {
  const inSeconds = range.max >= 10_000;
  const digits = inSeconds || range.max < 10 ? 1 : 0;
  const show = (value: number): string => (inSeconds ? value / 1000 : value).toFixed(digits);
  return `${show(range.median)} ${inSeconds ? 's' : 'ms'} (${show(range.min)} to ${show(range.max)})`;
}

export function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(0)} MB`;
}

export function percent(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(0)} %` : '-';
}

export function ratio(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(value >= 9.95 ? 0 : 1)}x` : '-';
}

/** "9.1 M", for counts of parameters. */
export function count(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(1)} B`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
  return String(value);
}

/** "about 2 min", for remaining time. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return `about ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${minutes} min` : `about ${(minutes / 60).toFixed(1)} h`;
}

/** A model may write any character: control characters must not reach a terminal, which obeys them. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\uFFFD');
}
