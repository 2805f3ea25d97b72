// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { ModelsView } from '../../../../renderer/features/models/ModelsView.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { fakeModel } from '../../../support/fake-engine.ts';
import { createFakeShell } from '../../support/fake-bridge.ts';

const remark = 'A damaged quantised copy was made again.';
let store: AppStore;
let session: Session;

beforeEach(() => {
  store = createAppStore();
  const shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <ModelsView />
    </AppContext>,
  );
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const notes = () => screen.queryByRole('list', { name: 'Notes' })?.textContent ?? null;

describe('the card of the model in use', () => {
  it('names the model and has no remarks where the engine has none', () => {
    act(() => store.setState({ model: { kind: 'ready', info: fakeModel } }));
    expect(screen.getByRole('article', { name: 'fake-vlm' }).textContent).toContain('in use');
    expect(notes()).toBeNull();
  });

  it('says what the engine remarked while it was loaded', () => {
    act(() => store.setState({ model: { kind: 'ready', info: { ...fakeModel, notes: [remark] } } }));
    expect(notes()).toBe(remark);
  });
});
