// @vitest-environment jsdom
import '../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DataPlace, DymuBridge } from '../../../electron/bridge.ts';
import { AppContext } from '../../../renderer/app/context.ts';
import { whyNot } from '../../../renderer/commands/command.ts';
import { resetSettings, textSection } from '../../../renderer/commands/settings.ts';
import { createStageControls } from '../../../renderer/commands/stage-controls.ts';
import { SettingsDialog } from '../../../renderer/frame/settings/SettingsDialog.tsx';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

let store: AppStore;
let shell: FakeShell;
let session: Session;
let restarts: number;
let weights: number;
let shown: string[];

beforeEach(async () => {
  store = createAppStore();
  shell = createFakeShell();
  [restarts, weights, shown] = [0, 120_000_000, []];
  const places = (): DataPlace[] => [
    { id: 'data', path: '/home/me/data', bytes: 2_000_000, clearable: false },
    { id: 'weights', path: '/home/me/cache', bytes: weights, clearable: true },
  ];
  const bridge: DymuBridge = {
    ...shell.bridge,
    settings: {
      ...shell.bridge.settings,
      read: () => shell.bridge.settings.read().then((all) => ({ ...all, textSize: 125 })),
    },
    restartEngine: () => Promise.resolve(void (restarts += 1)),
    data: {
      places: () => Promise.resolve(places()),
      clear: () => {
        weights = 0;
        return Promise.resolve(places());
      },
      show: (id) => Promise.resolve(void shown.push(id)),
    },
  };
  session = createSession(store, bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <SettingsDialog />
    </AppContext>,
  );
  await waitFor(() => expect(store.getState().preferences.textSize).toBe(125));
  act(() => store.getState().setDialog('settings'));
});

afterEach(() => {
  session.dispose();
  cleanup();
});

const radio = (group: string, name: string) =>
  within(screen.getByRole('radiogroup', { name: group })).getByRole<HTMLInputElement>('radio', { name });

describe('the settings', () => {
  it('show what holds and keep what is chosen', async () => {
    expect(radio('Size of text', '125 %').checked).toBe(true);
    fireEvent.click(radio('Size of text', '200 %'));
    fireEvent.click(radio('Movement', 'Little'));
    await waitFor(() => expect(shell.written).toHaveLength(2));
    expect(shell.written.at(-1)).toEqual({ textSize: 200, motion: 'reduced', device: 'auto', threads: null });
    expect(restarts).toBe(0);
  });

  it('start the engine again for another device or number of threads', async () => {
    fireEvent.click(radio('Device', 'CPU'));
    await waitFor(() => expect(restarts).toBe(1));
    fireEvent.change(screen.getByRole('combobox', { name: 'Threads of the CPU' }), {
      target: { value: '2' },
    });
    await waitFor(() => expect(restarts).toBe(2));
    expect(shell.written.at(-1)).toMatchObject({ device: 'cpu', threads: 2 });
  });

  it('go back to what they were at first, and that can be taken back', () => {
    fireEvent.click(radio('Theme', 'Dark'));
    fireEvent.click(screen.getByRole('switch', { name: /^Measure after an answer/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Settings as they were at first' }));
    expect(store.getState()).toMatchObject({ theme: 'system', autoMeasure: true });
    expect(store.getState().preferences.textSize).toBe(100);
    expect(whyNot(resetSettings, store.getState())).toBe('The settings are as they were at first.');
    act(() => store.getState().notices.at(-1)?.action?.run());
    expect(store.getState()).toMatchObject({ theme: 'dark', autoMeasure: false });
    expect(store.getState().preferences.textSize).toBe(125);
  });

  it('say where data lies, and clear what can be made again after asking', async () => {
    expect(await screen.findByText('/home/me/data')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Clear: Settings and data' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Show the folder: Settings and data' }));
    expect(shown).toEqual(['data']);
    const clear = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Clear: Smaller weights' });
    fireEvent.click(clear());
    fireEvent.click(screen.getByRole('button', { name: 'Keep' }));
    expect(weights).toBe(120_000_000);
    fireEvent.click(clear());
    fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(clear().disabled).toBe(true));
    expect(store.getState().notices.at(-1)?.text).toMatch(/^Smaller weights: 120 MB cleared\./);
  });
});

describe('the size of text by commands', () => {
  it('goes in steps and says where they end', () => {
    const [larger, smaller, normal] = textSection;
    const app = { store, session, controls: createStageControls() };
    act(() => larger?.run(app));
    expect(store.getState().preferences.textSize).toBe(150);
    act(() => store.getState().prefer({ textSize: 200 }));
    expect(whyNot(larger!, store.getState())).toBe('The text is as large as it gets.');
    act(() => normal?.run(app));
    expect(store.getState().preferences.textSize).toBe(100);
    expect(whyNot(smaller!, store.getState())).toBe('The text is as small as it gets.');
  });

  it('is the browser’s in a browser', () => {
    store.getState().setCannot({ menu: 'A browser has no menu of ours.' });
    expect(whyNot(textSection[0]!, store.getState())).toBe('A browser has no menu of ours.');
  });
});
