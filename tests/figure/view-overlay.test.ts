import { describe, expect, it } from 'vitest';
import { viewOverlay } from '../../src-engine/figure/view-overlay.ts';

const region = { x: 10, y: 20, width: 300, height: 200 };
const grid = { rows: 2, columns: 3 };

function paths(svg: string): string[] {
  return [...svg.matchAll(/ d="([^"]*)"/g)].map(([, d]) => d ?? '');
}

describe('viewOverlay', () => {
  it('draws the lines between groups twice, halo below hairline, where the view lies', () => {
    const svg = viewOverlay({ owner: Int32Array.of(0, 0, 1, 0, 0, 1), tokens: 2, grid, region }, 2);
    const line = 'M420 40L420 440'; // column 2 of 3: (10 + 200) * 2
    const between = paths(svg).filter((d) => d === line);
    expect(between).toHaveLength(2);
    expect(svg.indexOf('stroke="#000"')).toBeLessThan(svg.indexOf('stroke="#fff"'));
  });

  it('tints groups of three patches or more, strip by strip', () => {
    const svg = viewOverlay({ owner: Int32Array.of(0, 0, 1, 0, 0, 1), tokens: 2, grid, region }, 1);
    expect(svg.match(/fill-opacity/g)).toHaveLength(1);
    expect(paths(svg)[0]).toBe('M10 20H210V120H10ZM10 120H210V220H10Z');
  });

  it('draws a tinted group that lies in parts around every part', () => {
    const svg = viewOverlay({ owner: Int32Array.of(0, 1, 0, 0, 1, 0), tokens: 2, grid, region }, 1);
    expect(paths(svg)[0]).toBe(
      'M10 20H110V120H10ZM210 20H310V120H210ZM10 120H110V220H10ZM210 120H310V220H210Z',
    );
  });

  it('draws no line where everything is one group', () => {
    const svg = viewOverlay({ owner: new Int32Array(6), tokens: 1, grid, region }, 1);
    expect(svg).toContain('stroke="#fff" stroke-opacity="0.9" stroke-width="1" d=""');
  });
});
