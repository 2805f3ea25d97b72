import { describe, expect, it } from 'vitest';
import { curveSeries } from '../../src-engine/drawing/curve-series.ts';
import { sampleEvaluation, sampleRow } from '../figure/sample-evaluation.ts';

describe('curveSeries', () => {
  it('draws one line per kind of merging, its points by rising tokens', () => {
    const series = curveSeries(sampleEvaluation.rows);
    expect(series.map(({ name, points }) => [name, points.map(({ mode }) => mode)])).toEqual([
      ['All tokens', ['full']],
      ['DyMU', ['dymu:low', 'dymu:high']],
      ['ToMe', ['tome:36']],
      ['DyMU without unmerging', ['dymu:low:no-vtu']],
    ]);
  });

  it('puts every mode on exactly one line', () => {
    const modes = ['full', 'full:no-vtu', 'tome:9', 'tome:9:no-vtu', 'dymu:0.3', 'dymu:0.3:no-vtu'];
    const series = curveSeries(modes.map((mode, index) => sampleRow(mode, index, 0.5)));
    expect(series.flatMap(({ points }) => points.map(({ mode }) => mode)).sort()).toEqual(modes.sort());
  });

  it('keeps all tokens neutral and everything merged in the accent', () => {
    const colours = curveSeries(sampleEvaluation.rows).map(({ look }) => look.colour);
    expect(colours).toEqual(['#85868c', '#0b6bc7', '#0b6bc7', '#0b6bc7']);
  });
});
