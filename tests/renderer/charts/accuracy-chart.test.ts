import { describe, expect, it } from 'vitest';
import { accuracyChart, type AccuracyPoint } from '../../../renderer/charts/accuracy-chart.ts';

const box = { width: 600, height: 300, left: 50, right: 80, top: 20, bottom: 40 };

function point(
  mode: string,
  tokens: number,
  accuracy: number,
  more: Partial<AccuracyPoint> = {},
): AccuracyPoint {
  return {
    mode,
    method: 'dymu',
    label: mode,
    tokens,
    accuracy,
    ci: [accuracy - 0.02, accuracy + 0.02],
    front: true,
    plain: false,
    ...more,
  };
}

const rows = [
  point('full', 256, 0.88, { method: 'none' }),
  point('mid', 90, 0.87),
  point('low', 40, 0.83),
  point('tome', 40, 0.8, { method: 'tome', front: false }),
  point('plain', 40, 0.6, { plain: true, front: false }),
];

describe('accuracyChart', () => {
  const chart = accuracyChart(rows, box);

  it('places points by tokens and accuracy, inside the box, each within its interval', () => {
    expect(chart.points.map(({ mode }) => mode)).toEqual(['low', 'tome', 'plain', 'mid', 'full']);
    for (const { x, y, top, bottom } of chart.points) {
      expect(x).toBeGreaterThanOrEqual(box.left);
      expect(x).toBeLessThanOrEqual(box.width - box.right);
      expect(top).toBeLessThan(y);
      expect(bottom).toBeGreaterThan(y);
      expect(bottom).toBeLessThanOrEqual(chart.base);
    }
    const [low, , , mid, full] = chart.points;
    expect(low!.x).toBeLessThan(mid!.x);
    expect(full!.y).toBeLessThan(mid!.y);
    expect(chart.reference).toEqual({ x: full!.x, y: full!.y });
  });

  it('joins what is on the front, and the points of a method, without those that are plainly merged', () => {
    expect(chart.front.match(/[ML]/g)).toHaveLength(3);
    expect(chart.lines.map(({ method, path }) => [method, path.match(/[ML]/g)?.length])).toEqual([
      ['dymu', 2],
    ]);
  });

  it('says where the axis does not begin at zero, and leaves room for equal accuracies', () => {
    expect(chart.startsAtZero).toBe(false);
    const flat = accuracyChart([point('a', 10, 0.5, { ci: [0.5, 0.5] })], box);
    expect(flat.yTicks.length).toBeGreaterThan(1);
    expect(accuracyChart([point('a', 10, 0.01)], box).startsAtZero).toBe(true);
  });

  it('lays no label over another one', () => {
    const crowd = Array.from({ length: 6 }, (_, i) => point(`mode ${i}`, 100 + i, 0.8 + i * 0.001));
    const rects = accuracyChart(crowd, box).points.map(({ labelX, labelY, anchor, label }) => {
      const width = label.length * 6;
      const left = anchor === 'start' ? labelX : labelX - width;
      return { left, right: left + width, top: labelY - 10, bottom: labelY + 2 };
    });
    for (const [i, a] of rects.entries())
      for (const b of rects.slice(i + 1))
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
  });
});
