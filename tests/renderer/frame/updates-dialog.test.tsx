// @vitest-environment jsdom
import '../support/browser.ts';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpdateState } from '../../../electron/bridge.ts';
import { checkUpdates } from '../../../renderer/commands/help.ts';
import { createStageControls } from '../../../renderer/commands/stage-controls.ts';
import { UpdatesDialog } from '../../../renderer/frame/UpdatesDialog.tsx';
import type { Session } from '../../../renderer/session/session.ts';
import type { AppStore } from '../../../renderer/state/store.ts';
import type { FakeShell } from '../support/fake-bridge.ts';
import { rendered } from '../support/rendered.tsx';

let store: AppStore;
let shell: FakeShell;
let session: Session;
let end: () => void;

beforeEach(() => {
  ({ store, shell, session, end } = rendered(<UpdatesDialog />));
});
afterEach(() => end());

const tell = (state: UpdateState, host: string | null = 'updates.example.org') =>
  act(() => shell.tellUpdate({ host, running: '1.0.0', state }));
const open = () => act(() => store.getState().setDialog('updates'));
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const words = () => screen.getByRole('status').textContent;

describe('the dialog of updates', () => {
  it('goes step by step, each when its button is pressed', () => {
    open();
    tell({ kind: 'idle' });
    press('Check for updates');
    tell({ kind: 'found', version: '1.1.0', bytes: 130_000_000 });
    expect(words()).toBe('Version 1.1.0 of DyMU Explorer is there. You have 1.0.0. The download is 130 MB.');
    press('Download');
    tell({ kind: 'downloading', version: '1.1.0', received: 65_000_000, bytes: 130_000_000 });
    expect(screen.getByRole<HTMLProgressElement>('progressbar').position).toBeCloseTo(0.5);
    press('Cancel');
    tell({ kind: 'downloaded', version: '1.1.0' });
    press('Install and restart');
    expect(shell.updateActs).toEqual(['check', 'download', 'cancel', 'install']);
  });

  it('says who is asked for what, and asks at a start only when told to', () => {
    open();
    tell({ kind: 'idle' });
    expect(screen.getByText(/asks updates\.example\.org for two small files/)).toBeTruthy();
    const asks = screen.getByRole<HTMLInputElement>('switch', { name: 'Look for updates at every start' });
    expect(asks.checked).toBe(false);
    fireEvent.click(asks);
    expect(shell.written).toEqual([{ updatesAtStart: true }]);
    expect(asks.checked).toBe(true);
  });

  it('offers nothing where the build is not signed', () => {
    open();
    tell({ kind: 'unavailable', reason: 'This build is not signed.' }, null);
    expect(words()).toBe('This build is not signed.');
    expect(screen.queryByRole('switch')).toBeNull();
    expect(screen.queryByRole('button', { name: /check|download|install/i })).toBeNull();
  });

  it('offers no download where the copy does not replace itself', () => {
    open();
    tell({ kind: 'found', version: '1.1.0', bytes: null });
    expect(words()).toMatch(/Install it as you installed this one/);
    expect(screen.queryByRole('button', { name: 'Download' })).toBeNull();
  });
});

describe('an update', () => {
  it('that is found while nobody looks is a message that leads to the dialog', () => {
    tell({ kind: 'found', version: '1.1.0', bytes: 5 });
    const [notice] = store.getState().notices;
    expect(notice?.text).toBe('Version 1.1.0 of DyMU Explorer is there.');
    act(() => notice?.action?.run());
    expect(store.getState().dialog).toBe('updates');
  });

  it('is looked for by the command, which opens the dialog', () => {
    act(() => checkUpdates.run({ store, session, controls: createStageControls() }));
    expect(store.getState().dialog).toBe('updates');
    expect(shell.updateActs).toEqual(['check']);
  });
});
