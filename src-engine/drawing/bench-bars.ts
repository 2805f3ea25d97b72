/** Bars of a measurement: where the time goes at every budget, all on one scale. Pure. */
import type { BenchReport } from '../engine.ts';
import { stageRows, type BenchStageName, type StageRow } from '../report/bench-stages.ts';
import { formatMs } from '../report/units.ts';
import { textOutline, textWidth } from './caption.ts';
import { ink, muted } from './palette.ts';

/** Four that remain apart where colours are not seen; what merging cannot change is grey. */
const colours: Readonly<Record<BenchStageName, string>> = {
  preprocess: '#b4b5b0',
  encode: '#0b6bc7',
  project: '#5f3dc4',
  prefill: '#b4540a',
};
const step = 24;
const size = 13;
const labelWidth = 84;
const totalWidth = 76;

export interface Bars {
  readonly drawn: readonly string[]; // SVG
  readonly bottom: number; // y where they end
}

/** @param box its upper left corner, and how wide bars with their words may be; in pixels. */
export function stageBars(
  report: BenchReport,
  box: { readonly x: number; readonly y: number; readonly width: number },
): Bars {
  const rows = stageRows(report);
  const length = box.width - labelWidth - totalWidth;
  const top = box.y + step;
  return {
    drawn: [
      ...legend(rows, box.x, box.y),
      ...rows.map((row, index) => bar(row, box.x, top + index * step, length)),
    ],
    bottom: top + rows.length * step,
  };
}

function legend(rows: readonly StageRow[], x: number, y: number): string[] {
  const title = 'Where the time goes:';
  let at = x + textWidth(title, size) + 14;
  const keys = (rows[0]?.stages ?? []).map(({ name }) => {
    const key = `<rect x="${round(at)}" y="${y - 10}" width="11" height="11" fill="${colours[name]}"/>`;
    const words = textOutline(name, round(at + 16), y, size, muted);
    at += 16 + textWidth(name, size) + 18;
    return key + words;
  });
  return [textOutline(title, x, y, size, ink), ...keys];
}

function bar({ label, stages, totalMs }: StageRow, x: number, y: number, length: number): string {
  let at = x + labelWidth;
  const drawn = stages.map(({ name, ms, share }) => {
    const rect = `<rect x="${round(at)}" y="${y - 11}" width="${round(share * length)}" height="14" fill="${colours[name]}"><title>${name} ${formatMs(ms)}</title></rect>`;
    at += share * length;
    return rect;
  });
  const total = textOutline(formatMs(totalMs), round(at + 8), y, size, muted);
  return textOutline(label, x, y, size, ink) + drawn.join('') + total;
}

const round = (value: number): number => Math.round(value * 10) / 10;
