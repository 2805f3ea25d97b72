import { describe, expect, it } from 'vitest';
import { walk } from '../../../renderer/overlay/patch-walk.ts';
import { tipCorner } from '../../../renderer/overlay/tip-place.ts';

const grid = { rows: 3, columns: 4 };

describe('walk', () => {
  it('begins in the middle', () => {
    expect(walk('ArrowLeft', null, grid)).toBe(6);
  });

  it('goes one patch in the direction of the key', () => {
    expect(walk('ArrowRight', 5, grid)).toBe(6);
    expect(walk('ArrowUp', 5, grid)).toBe(1);
    expect(walk('ArrowDown', 5, grid)).toBe(9);
  });

  it('stops at the border and does not wrap to the next row', () => {
    expect(walk('ArrowRight', 3, grid)).toBe(3);
    expect(walk('ArrowUp', 2, grid)).toBe(2);
  });

  it('leaves other keys alone', () => {
    expect(walk('Enter', 5, grid)).toBeNull();
  });
});

describe('tipCorner', () => {
  const tip = { width: 100, height: 60 };
  const stage = { width: 400, height: 300 };

  it('stands to the right of the patch', () => {
    expect(tipCorner({ x: 100, y: 50, width: 20, height: 20 }, tip, stage)).toEqual({ x: 132, y: 50 });
  });

  it('changes sides where the right has no room', () => {
    expect(tipCorner({ x: 350, y: 50, width: 20, height: 20 }, tip, stage)).toEqual({ x: 238, y: 50 });
  });

  it('stays inside the stage at the bottom', () => {
    expect(tipCorner({ x: 100, y: 290, width: 20, height: 20 }, tip, stage).y).toBe(228);
  });
});
