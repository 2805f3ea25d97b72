/** Which points of an evaluation belong to one line, and how the line looks: all tokens neutral, merged ones in the accent. Pure. */
import type { EvaluatedMode } from '../engine.ts';

export interface CurvePoint {
  readonly mode: string;
  readonly tokens: number;
  readonly accuracy: number;
  readonly ci: readonly [number, number];
}

export interface SeriesLook {
  readonly colour: string;
  readonly shape: 'circle' | 'diamond' | 'square';
  readonly filled: boolean;
  readonly dashes: string; // as SVG writes them; empty for a solid line
  readonly shift: number; // px to the side, so that points at equal tokens do not cover each other
}

export interface CurveSeries {
  readonly name: string;
  readonly look: SeriesLook;
  readonly points: readonly CurvePoint[]; // ascending tokens
}

const accent = '#0b6bc7';
const neutral = '#85868c';

const kinds: readonly { test: (mode: string) => boolean; name: string; look: SeriesLook }[] = [
  {
    test: (mode) => mode === 'full',
    name: 'All tokens',
    look: { colour: neutral, shape: 'square', filled: true, dashes: '', shift: 0 },
  },
  {
    test: (mode) => mode.startsWith('dymu:') && !mode.endsWith(':no-vtu'),
    name: 'DyMU',
    look: { colour: accent, shape: 'circle', filled: true, dashes: '', shift: -3 },
  },
  {
    test: (mode) => mode.startsWith('rows:') && !mode.endsWith(':no-vtu'),
    name: 'Rows (ours)',
    look: { colour: accent, shape: 'square', filled: false, dashes: '1 3', shift: -6 },
  },
  {
    test: (mode) => mode.startsWith('tome:') && !mode.endsWith(':no-vtu'),
    name: 'ToMe',
    look: { colour: accent, shape: 'circle', filled: false, dashes: '5 3', shift: 3 },
  },
  {
    test: (mode) => mode.startsWith('pool:') && !mode.endsWith(':no-vtu'),
    name: 'Pooling',
    look: { colour: neutral, shape: 'circle', filled: false, dashes: '2 3', shift: 6 },
  },
  {
    test: (mode) => mode.startsWith('visionzip:') && !mode.endsWith(':no-vtu'),
    name: 'VisionZip',
    look: { colour: neutral, shape: 'diamond', filled: true, dashes: '7 2', shift: -6 },
  },
  {
    test: (mode) => mode.startsWith('dart:') && !mode.endsWith(':no-vtu'),
    name: 'DART',
    look: { colour: neutral, shape: 'diamond', filled: false, dashes: '1 3', shift: 9 },
  },
  {
    test: (mode) => mode.startsWith('dymu:'),
    name: 'DyMU without unmerging',
    look: { colour: accent, shape: 'diamond', filled: true, dashes: '', shift: 0 },
  },
  {
    test: () => true,
    name: 'Without unmerging',
    look: { colour: accent, shape: 'diamond', filled: false, dashes: '5 3', shift: 0 },
  },
];

export function curveSeries(rows: readonly EvaluatedMode[]): CurveSeries[] {
  return kinds.flatMap(({ name, look }, rank) => {
    const points = rows
      .filter(({ mode }) => kinds.findIndex(({ test }) => test(mode)) === rank)
      .map(({ mode, tokens, accuracy, ci }) => ({ mode, tokens: tokens.mean, accuracy, ci }))
      .sort((a, b) => a.tokens - b.tokens);
    return points.length === 0 ? [] : [{ name, look, points }];
  });
}
