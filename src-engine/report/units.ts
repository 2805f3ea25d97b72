/** Numbers as people read them, in the window as on the terminal: one quantity looks the same everywhere. */

/** Stands for a number that is not known. */
const unknown = '–';

/** 0.4 ms, 6.2 ms, 148 ms, 1.24 s, 75 s */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return unknown;
  if (ms >= 10_000) return `${(ms / 1000).toFixed(0)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

/** "12 ms (11 to 15)": the middle between the ends, all in the unit and with the digits of the largest. */
export function formatMsBetween(range: {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}): string {
  const [unit, divisor, digits] =
    range.max >= 10_000
      ? ['s', 1000, 1]
      : range.max >= 1000
        ? ['s', 1000, 2]
        : ['ms', 1, range.max < 10 ? 1 : 0];
  const show = (value: number): string => (value / divisor).toFixed(digits);
  return `${show(range.median)} ${unit} (${show(range.min)} to ${show(range.max)})`;
}

/** Decimal units, as disks and systems count: 18 MB, 1.4 GB, 1.8 TB */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e12) return `${(bytes / 1e12).toFixed(1)} TB`;
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(0)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

/** A share of 0..1. Nothing that is there is called 0 %. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return unknown;
  const percent = Math.round(share * 100);
  return share > 0 && percent === 0 ? '<1 %' : `${percent} %`;
}

/** 9.1 M, 260 M, 7.1 B */
export function formatCount(count: number): string {
  const short = (units: number): string => units.toFixed(units >= 99.95 ? 0 : 1);
  if (count >= 999.5e6) return `${short(count / 1e9)} B`;
  if (count >= 1e6) return `${short(count / 1e6)} M`;
  return count.toLocaleString('en');
}

export function formatRate(perSecond: number): string {
  return `${perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1)} tok/s`;
}

/** A ratio of times: 1.06×, 1.8×, 12×. Near 1, where a tenth would hide the difference, with two digits. */
export function formatRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return unknown;
  const near = ratio > 0.895 && ratio < 1.095;
  return `${ratio.toFixed(ratio >= 9.95 ? 0 : near ? 2 : 1)}×`;
}

/** "about 2 min", for remaining time. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return `about ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${minutes} min` : `about ${(minutes / 60).toFixed(1)} h`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
