// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { commandById } from '../../../../renderer/commands/table.ts';
import { runCommand, whyNot } from '../../../../renderer/commands/command.ts';
import { clipOf, StageWipe } from '../../../../renderer/features/explore/StageWipe.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { createFakeShell } from '../../support/fake-bridge.ts';

let store: AppStore;
let session: Session;
const controls = createStageControls();
const command = commandById('toggle-wipe');
const toggle = () => act(() => runCommand(command!, { store, session, controls }));

beforeEach(() => {
  store = createAppStore();
  const shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls }}>
      <StageWipe />
    </AppContext>,
  );
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const line = () => screen.queryByRole('slider', { name: 'Wipe' });

describe('the wipe', () => {
  it('comes and goes by its command, and is moved with keys to both ends', () => {
    expect(line()).toBeNull();
    toggle();
    expect(line()?.getAttribute('aria-valuetext')).toBe('plain picture 50 %, overlay 50 %');
    fireEvent.keyDown(line()!, { key: 'ArrowRight' });
    expect(store.getState().wipe).toBe(0.52);
    fireEvent.keyDown(line()!, { key: 'End' });
    fireEvent.keyDown(line()!, { key: 'ArrowRight' });
    expect(line()?.getAttribute('aria-valuenow')).toBe('100');
    fireEvent.keyDown(line()!, { key: 'Home' });
    expect(store.getState().wipe).toBe(0);
    toggle();
    expect(line()).toBeNull();
  });

  it('is not there where there is no overlay, and the command says why', () => {
    toggle();
    act(() => store.getState().choose({ overlay: 'none' }));
    expect(line()).toBeNull();
    expect(whyNot(command!, store.getState())).toBe('There is no overlay to wipe away.');
  });

  it('leaves the overlay right of the line', () => {
    expect(clipOf(0.25)).toBe('inset(0 0 0 25%)');
    expect(clipOf(null)).toBeUndefined();
  });
});
