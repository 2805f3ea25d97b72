// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { AskBar } from '../../../../renderer/features/explore/AskBar.tsx';
import { VideoStrip } from '../../../../renderer/features/explore/VideoStrip.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { fakeModel } from '../../../support/fake-engine.ts';
import { createFakeShell } from '../../support/fake-bridge.ts';
import { shelfImage } from '../../support/samples.ts';

let store: AppStore;
let session: Session;

beforeEach(() => {
  store = createAppStore();
  const shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  store.getState().addImages([shelfImage('a')]);
  store.getState().settle({ selected: 'a', tokens: 90 });
  store.getState().setModel({ kind: 'ready', info: { ...fakeModel, maxPositions: 4096 } });
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <VideoStrip />
      <AskBar />
    </AppContext>,
  );
});
afterEach(() => {
  session.dispose();
  cleanup();
});

it('shows the frames over time, walks by keyboard, takes another number, and says how they are asked about', async () => {
  expect(screen.queryByRole('radiogroup', { name: 'Frames of the video' })).toBeNull();
  const images = Array.from({ length: 24 }, (_, at) => ({ name: `f${at}.png`, path: `/clip/f${at}.png` }));
  act(() => session.videos.fromFolder({ folder: 'clip', hidden: [], folders: [], others: [], images }));
  const frames = () =>
    within(screen.getByRole('radiogroup', { name: 'Frames of the video' })).getAllByRole('radio');
  const labels = () => frames().map((frame) => frame.getAttribute('aria-label'));
  expect(screen.getByText(/8 of 24 frames, evenly spread/)).toBeTruthy();
  expect(labels().slice(0, 2)).toEqual(['Frame 1 of 24', 'Frame 4 of 24']);
  const { selected } = store.getState().choices;
  act(() => store.getState().setCount(selected!, { tokens: 61, fullTokens: 256, key: '' }));
  expect(labels()[0]).toBe('Frame 1 of 24, 61 of 256 tokens');
  act(() => frames()[0]?.focus());
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}');
  expect(
    frames()
      .map((frame) => frame.getAttribute('aria-checked'))
      .indexOf('true'),
  ).toBe(1);
  expect(document.activeElement).toBe(frames()[1]);
  await userEvent.keyboard('{End}');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Frame 22 of 24');
  expect(screen.getByRole('note').textContent).toBe(
    'fake-vlm takes no video: the frames are asked about as 8 images, in their order.',
  );
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Number of frames' }), '4');
  expect(labels()).toEqual(
    ['Frame 1 of 24', 'Frame 7 of 24', 'Frame 13 of 24', 'Frame 19 of 24'].map((label, at) =>
      at === 0 ? `${label}, 61 of 256 tokens` : label,
    ),
  );
  expect(screen.getByRole('button', { name: 'Ask about 4 frames' })).toBeTruthy();
  act(() =>
    store.getState().setModel({
      kind: 'ready',
      info: { ...fakeModel, takes: { ...fakeModel.takes, video: true } },
    }),
  );
  expect(screen.queryByRole('note')).toBeNull(); // its own way with video
  const takes = { ...fakeModel.takes, video: true, framesPerView: 2 };
  act(() => store.getState().setModel({ kind: 'ready', info: { ...fakeModel, takes } }));
  expect(screen.getByRole('note').textContent).toBe(
    'The model’s patches span 2 frames: every 2 of them are one view, with the same tokens.',
  );
  expect(labels().slice(0, 2)).toEqual([
    'Frame 1 of 24, one view with frame 7, 61 of 256 tokens',
    'Frame 7 of 24, one view with frame 1',
  ]);
});
