// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createBrush, type Marked } from '../../../renderer/charts/brush.ts';
import { binned, histogramChart } from '../../../renderer/charts/collection-histogram.ts';
import {
  scatterPlaces,
  scatterScale,
  type ScatterPoints,
  type ScatterScale,
} from '../../../renderer/charts/collection-scatter.ts';
import { rgbOf, scatterPixels, type ScatterInk } from '../../../renderer/charts/scatter-pixels.ts';
import { collectionSvg } from '../../../renderer/charts/collection-svg.ts';

const box = { width: 120, height: 100, left: 20, right: 0, top: 0, bottom: 20 };
const rows = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);
const none = new Uint8Array(0);

function painted(points: ScatterPoints, scale: ScatterScale, ratio: number, ink: ScatterInk) {
  return scatterPixels(scatterPlaces(points, scale, ratio), points.selected, points.anySelected, ink);
}

describe('the scatter', () => {
  it('has tokens upwards and bytes per pixel to the right, and leads back from a place to both', () => {
    const scale = scatterScale(rows(2), Float64Array.of(0.1, 0.4), 256, box);
    expect(scale.xTop).toBe(0.4);
    expect([scale.x(0), scale.x(0.4)]).toEqual([20, 120]);
    expect([scale.y(0), scale.y(256)]).toEqual([80, 0]);
    expect(scale.bytesPerPixelAt(70)).toBeCloseTo(0.2, 9);
    expect(scale.tokensAt(40)).toBeCloseTo(128, 9);
    expect(scale.beyond).toBe(0);
  });

  it('does not let one tiny file press all others to the edge', () => {
    const values = Float64Array.from({ length: 200 }, (_, row) => (row === 7 ? 90 : 0.2));
    const scale = scatterScale(rows(200), values, 256, box);
    expect(scale.xTop).toBeCloseTo(0.25, 6);
    expect(scale.beyond).toBe(1);
    expect(scale.x(90)).toBe(120);
  });

  const points = {
    rows: rows(3),
    bytesPerPixel: Float64Array.of(0.2, 0.4, 0.1),
    tokens: Float64Array.of(128, 256, Number.NaN),
    selected: Uint8Array.of(0, 1),
    anySelected: true,
  };
  const ink = { point: [10, 20, 30], selected: [200, 100, 0] } as const;

  it('paints a point where it belongs, a selected one in its own colour, and nothing of what is not known', () => {
    const scale = scatterScale(points.rows, points.bytesPerPixel, 256, box);
    const { data, width, height } = painted(points, scale, 2, ink);
    expect([width, height]).toEqual([240, 200]);
    const pixel = (x: number, y: number) => [...data.subarray(4 * (y * 240 + x), 4 * (y * 240 + x) + 4)];
    expect(pixel(140, 80)).toEqual([10, 20, 30, 56]); // 0.22 of 255
    expect(pixel(239, 0)).toEqual([200, 100, 0, 204]);
    expect(pixel(90, 80)).toEqual([0, 0, 0, 0]);
  });

  it('gets darker where points lie on each other', () => {
    const scale = scatterScale(rows(1), Float64Array.of(0.4), 256, box);
    const many = {
      ...points,
      rows: Uint32Array.of(0, 0, 0, 0),
      anySelected: false,
    };
    const alpha = (count: number) => {
      const { data } = painted({ ...many, rows: many.rows.subarray(0, count) }, scale, 1, ink);
      return data[4 * (40 * 120 + 70) + 3] ?? 0;
    };
    expect(alpha(1)).toBeGreaterThan(130);
    expect(alpha(4)).toBeGreaterThan(alpha(1) + 60);
  });

  it('leaves the colour of a point alone, however many lie there, and what lies nowhere transparent', () => {
    const scale = scatterScale(rows(2), Float64Array.of(0.2, 0.4), 256, box);
    const crowd = Uint32Array.from({ length: 40 }, (_, index) => index % 2);
    const { data } = painted({ ...points, rows: crowd, anySelected: false, selected: none }, scale, 1, ink);
    const pixels = Array.from({ length: data.length / 4 }, (_, at) => [...data.subarray(4 * at, 4 * at + 4)]);
    expect(new Set(pixels.map((pixel) => pixel.slice(0, 3).join()))).toEqual(new Set(['0,0,0', '10,20,30']));
    expect(pixels[40 * 120 + 70]).toEqual([10, 20, 30, 255]);
  });

  it('lies where the axes say, to the last bit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.double({ min: -1, max: 300 }))),
        fc.constantFrom(1, 1.25, 2),
        (pairs, ratio) => {
          const x = Float64Array.from(pairs, ([first]) => first);
          const y = Float64Array.from(pairs, ([, second]) => second);
          const scale = scatterScale(rows(x.length), x, 256, box);
          const {
            rows: known,
            xs,
            ys,
          } = scatterPlaces({ rows: rows(x.length), bytesPerPixel: x, tokens: y }, scale, ratio);
          expect([...known]).toEqual([...rows(x.length)].filter((row) => !Number.isNaN(y[row])));
          expect([...xs]).toEqual(Array.from(known, (row) => Math.round(scale.x(x[row] ?? 0) * ratio)));
          expect([...ys]).toEqual(Array.from(known, (row) => Math.round(scale.y(y[row] ?? 0) * ratio)));
        },
      ),
    );
  });

  it('is the same on an image that was painted before', () => {
    const scale = scatterScale(points.rows, points.bytesPerPixel, 256, box);
    const places = scatterPlaces(points, scale, 1);
    const fresh = scatterPixels(places, points.selected, true, ink);
    const used = scatterPixels(places, none, false, { ...ink, point: [1, 2, 3] });
    expect(scatterPixels(places, points.selected, true, ink, used)).toBe(used);
    expect(used).toEqual(fresh);
  });

  it('reads colours of the style sheet', () => {
    expect(rgbOf(' #0b6bc7')).toEqual([11, 107, 199]);
    expect(rgbOf('')).toEqual([128, 128, 128]);
  });
});

describe('the histogram', () => {
  it('counts every known value once, at the ends what lies outside', () => {
    const values = Float64Array.of(0, 9.99, 10, 20, -5, Number.NaN);
    const bins = binned(rows(6), values, Uint8Array.of(1, 0, 1), [0, 20], 2);
    expect(bins).toEqual({ edges: [0, 10, 20], all: [3, 2], selected: [1, 1] });
  });

  it('draws a bar for every bin that has images', () => {
    const bins = binned(rows(3), Float64Array.of(1, 1, 15), none, [0, 20], 4);
    const chart = histogramChart(bins, box);
    expect(chart.all).toBe('M20.0 80.0V0.0H44.0V80.0ZM95.0 80.0V40.0H119.0V80.0Z');
    expect(chart.selected).toBe('');
    expect(chart.most).toBe(2);
    expect(chart.valueAt(70)).toBeCloseTo(10, 9);
  });
});

describe('the brush', () => {
  it('marks what is dragged over within the element, and a click takes it back', () => {
    const element = document.createElement('div');
    element.setPointerCapture = () => {};
    element.getBoundingClientRect = () => new DOMRect(100, 50, 200, 100);
    const onMark = vi.fn<(marked: Marked | null) => void>();
    const { destroy } = createBrush(element, { onMark });
    const send = (type: string, clientX: number, clientY: number) =>
      element.dispatchEvent(new MouseEvent(type, { clientX, clientY, button: 0 }));
    send('pointerdown', 150, 80);
    send('pointermove', 151, 80); // not yet
    expect(onMark).not.toHaveBeenCalled();
    send('pointermove', 120, 400);
    expect(onMark).toHaveBeenLastCalledWith({ x: { from: 20, to: 50 }, y: { from: 30, to: 100 } });
    send('pointerup', 120, 400);
    send('pointerdown', 150, 80);
    send('pointerup', 150, 80);
    expect(onMark).toHaveBeenLastCalledWith(null);
    destroy();
    send('pointerdown', 150, 80);
    send('pointerup', 150, 80);
    expect(onMark).toHaveBeenCalledTimes(2);
  });
});

describe('the figures as a drawing', () => {
  it('has every known image as a point, the words, and the run as metadata', () => {
    const points = {
      rows: rows(2),
      bytesPerPixel: Float64Array.of(0.1, 0.2),
      tokens: Float64Array.of(50, Number.NaN),
      selected: none,
      anySelected: false,
    };
    const svg = collectionSvg(
      points,
      256,
      { title: 'a & b', details: ['one line'], unit: 'rows' },
      { images: 2 },
    );
    expect(svg.match(/<circle /g)).toHaveLength(1);
    expect(svg).toContain('<title>a &amp; b</title>');
    expect(svg).toContain('one line');
    expect(svg.match(/rows per image/g)).toHaveLength(2);
    expect(svg).toContain('<metadata>{&quot;images&quot;:2}</metadata>');
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
  });
});
