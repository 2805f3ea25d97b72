// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { afterFrame } from '../../../renderer/session/after-frame.ts';

afterEach(() => vi.unstubAllGlobals());

it('runs once, behind the callbacks of the next frame', async () => {
  const order: string[] = [];
  const done = new Promise<void>((resolve) => {
    afterFrame(() => {
      order.push('after');
      resolve();
    });
  });
  requestAnimationFrame(() => order.push('frame'));
  order.push('now');
  await done;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(order).toEqual(['now', 'frame', 'after']);
});

it('does not wait for frames of a window that paints none', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  await new Promise<void>((resolve) => afterFrame(resolve));
});
