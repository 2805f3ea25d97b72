// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { feedStage } from '../../../../renderer/features/explore/stage-feed.ts';
import type { StageScene } from '../../../../renderer/overlay/stage.ts';
import { createHover } from '../../../../renderer/state/hover.ts';
import { createAppStore } from '../../../../renderer/state/store.ts';

it('hands over pointer and state, and the pointer bothers nobody else', () => {
  const [store, hover] = [createAppStore(), createHover()];
  const scenes: StageScene[] = [];
  const stage = { update: (scene: StageScene) => void scenes.push(scene) };
  const stop = feedStage(store, hover, stage);
  const others = vi.fn();
  store.subscribe(others);
  hover.setState(7);
  hover.setState(7);
  expect(scenes.map((scene) => scene.hover)).toEqual([null, 7]);
  expect(others).not.toHaveBeenCalled();
  store.getState().choose({ pin: 3 });
  expect(scenes.at(-1)).toMatchObject({ hover: 7, pin: 3 });
  hover.setState(null);
  expect(scenes.at(-1)).toMatchObject({ hover: null, pin: 3 });
  stop();
  hover.setState(9);
  store.getState().choose({ pin: 4 });
  expect(scenes).toHaveLength(4);
});
