import { describe, expect, it } from 'vitest';
import { layerChart } from '../../../renderer/charts/layer-chart.ts';

const box = { width: 440, height: 100, left: 40, right: 0, top: 10, bottom: 10 };

describe('layerChart', () => {
  const chart = layerChart([256, 128, 64, 64], box);

  it('gives every layer a level step of equal width', () => {
    expect(chart.line).toBe('M40,10L140,10L140,50L240,50L240,70L340,70L340,70L440,70');
    expect(chart.x(1)).toBe(190);
  });

  it('reads the layer under a point, also beside the axis', () => {
    expect([0, 41, 139, 141, 439, 900].map(chart.layerAt)).toEqual([0, 0, 0, 1, 3, 3]);
  });

  it('has an axis from nothing to all tokens', () => {
    expect(chart.ticks).toEqual([
      { y: 10, text: '256' },
      { y: 50, text: '128' },
      { y: 90, text: '0' },
    ]);
  });

  it('leaves labels out where they would run into each other, never the last one', () => {
    const crowded = layerChart(
      Array.from({ length: 28 }, (_, i) => 729 - i),
      box,
    );
    expect(crowded.labels.length).toBeLessThan(28);
    expect(crowded.labels.at(-1)?.layer).toBe(27);
    const gaps = crowded.labels.slice(1).map((label, i) => label.x - (crowded.labels[i]?.x ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(26);
  });
});
