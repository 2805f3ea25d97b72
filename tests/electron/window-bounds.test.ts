import { describe, expect, it } from 'vitest';
import { visibleBounds } from '../../electron/window-bounds.ts';

const display = { x: 0, y: 0, width: 1920, height: 1080 };
const saved = { x: 100, y: 50, width: 1280, height: 820, maximized: false };

describe('visibleBounds', () => {
  it('puts the window where it was', () => {
    expect(visibleBounds(saved, [display])).toEqual({ x: 100, y: 50, width: 1280, height: 820 });
  });

  it('leaves the place to the system when its display is gone', () => {
    expect(visibleBounds({ ...saved, x: 2500 }, [display])).toEqual({ width: 1280, height: 820 });
    expect(visibleBounds({ ...saved, y: -30 }, [display])).toEqual({ width: 1280, height: 820 });
  });

  it('keeps to a second display', () => {
    const second = { x: 1920, y: 0, width: 1920, height: 1080 };
    expect(visibleBounds({ ...saved, x: 2500 }, [display, second])).toMatchObject({ x: 2500 });
  });

  it('never makes the window smaller than it can be used', () => {
    expect(visibleBounds({ width: 400, height: 300, maximized: false }, [display])).toEqual({
      width: 1024,
      height: 640,
    });
  });
});
