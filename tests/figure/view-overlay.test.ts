import { describe, expect, it } from 'vitest';
import { overlayMode } from '../../src-engine/overlay/modes.ts';
import { viewOverlay } from '../../src-engine/figure/view-overlay.ts';

const region = { x: 10, y: 20, width: 300, height: 200 };
const grid = { rows: 2, columns: 3 };

function paths(svg: string): string[] {
  return [...svg.matchAll(/ d="([^"]*)"/g)].map(([, d]) => d ?? '');
}

describe('viewOverlay', () => {
  it('draws the lines between groups twice, halo below hairline, where the view lies', () => {
    const svg = viewOverlay(
      { owner: Int32Array.of(0, 0, 1, 0, 0, 1), tokens: 2, grid, region, means: null, evidence: null },
      overlayMode('outlines'),
      2,
    );
    const line = 'M420 40L420 440'; // column 2 of 3: (10 + 200) * 2
    const between = paths(svg).filter((d) => d === line);
    expect(between).toHaveLength(2);
    expect(svg.indexOf('stroke="#000"')).toBeLessThan(svg.indexOf('stroke="#fff"'));
  });

  it('tints groups of three patches or more, strip by strip', () => {
    const svg = viewOverlay(
      { owner: Int32Array.of(0, 0, 1, 0, 0, 1), tokens: 2, grid, region, means: null, evidence: null },
      overlayMode('outlines'),
      1,
    );
    expect(svg.match(/fill-opacity/g)).toHaveLength(1);
    expect(paths(svg)[0]).toBe('M10 20H210V120H10ZM10 120H210V220H10Z');
  });

  it('draws a tinted group that lies in parts around every part', () => {
    const svg = viewOverlay(
      { owner: Int32Array.of(0, 1, 0, 0, 1, 0), tokens: 2, grid, region, means: null, evidence: null },
      overlayMode('outlines'),
      1,
    );
    expect(paths(svg)[0]).toBe(
      'M10 20H110V120H10ZM210 20H310V120H210ZM10 120H110V220H10ZM210 120H310V220H210Z',
    );
  });

  it('draws no line where everything is one group', () => {
    const svg = viewOverlay(
      { owner: new Int32Array(6), tokens: 1, grid, region, means: null, evidence: null },
      overlayMode('outlines'),
      1,
    );
    expect(svg).toContain('stroke="#fff" stroke-opacity="0.9" stroke-width="1" d=""');
  });

  it('paints the mosaic in one path a colour', () => {
    const means = Uint8ClampedArray.of(10, 20, 30, 200, 100, 0);
    const view = { owner: Int32Array.of(0, 0, 1, 0, 0, 1), tokens: 2, grid, region, means, evidence: null };
    const svg = viewOverlay(view, overlayMode('mosaic'), 1);
    expect([...svg.matchAll(/fill="(rgb[^"]*)"/g)].map(([, colour]) => colour)).toEqual([
      'rgb(10 20 30)',
      'rgb(200 100 0)',
    ]);
    expect(svg).not.toContain('stroke=');
  });

  it('lets the picture shine through the heat, and keeps tokens of one size apart', () => {
    const view = {
      owner: Int32Array.of(0, 1, 2, 3, 4, 4),
      tokens: 5,
      grid,
      region,
      means: null,
      evidence: null,
    };
    const svg = viewOverlay(view, overlayMode('heat'), 1);
    expect(svg).toMatch(/^<g fill="none" stroke-linecap="square" opacity="0.75">/);
    expect(svg.match(/fill="rgb/g)).toHaveLength(2); // single patches, and the pair
    expect(svg.match(/stroke="#fff"/g)).toHaveLength(1);
  });

  it('darkens patches that were dropped', () => {
    const view = {
      owner: Int32Array.of(0, 1, -1, -1, 2, 3),
      tokens: 4,
      grid,
      region,
      means: null,
      evidence: null,
    };
    const svg = viewOverlay(view, overlayMode('outlines'), 1);
    expect(svg).toContain(
      '<path fill="#101114" fill-opacity="0.6" d="M210 20H310V120H210ZM10 120H110V220H10Z"/>',
    );
  });
});
