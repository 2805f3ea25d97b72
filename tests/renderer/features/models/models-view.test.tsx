// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

describe('the switch of the vision encoder', () => {
  const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });

  it('says in which form the encoder is, what that means, and hands the other one on', () => {
    const useTower = vi.spyOn(session, 'useTower').mockResolvedValue();
    act(() => store.setState({ model: { kind: 'ready', info: fakeModel } }));
    const group = screen.getByRole('radiogroup', { name: 'Vision encoder' });
    expect(radio('exact (fp32)').checked).toBe(true);
    const described = document.getElementById(group.getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toMatch(/^Computes the encoder as it was trained/);
    fireEvent.click(radio('fast (int8)'));
    expect(useTower).toHaveBeenCalledWith('int8');
    act(() => store.setState({ model: { kind: 'ready', info: { ...fakeModel, tower: 'int8' } } }));
    expect(radio('fast (int8)').checked).toBe(true);
    expect(described?.textContent).toMatch(/other tokens merge, and budgets need a calibration/);
  });

  it('waits while a model is loaded', () => {
    const directory = fakeModel.directory;
    act(() => store.setState({ model: { kind: 'loading', directory, progress: null, before: fakeModel } }));
    expect(radio('fast (int8)').disabled).toBe(true);
  });
});

describe('the list of known models', () => {
  const other = { directory: '/models/other', name: 'Other', missing: false };
  const entries = () => within(screen.getByRole('list', { name: 'Known models' })).getAllByRole('listitem');
  const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

  it('has the embedded model first, which cannot be removed', () => {
    act(() => store.setState({ embedded: fakeModel.directory, knownModels: [other] }));
    expect(entries().map((entry) => entry.querySelector('strong')?.textContent)).toEqual([
      'Embedded model',
      'Other',
    ]);
    expect(screen.queryByRole('button', { name: 'Remove Embedded model from the list' })).toBeNull();
    expect(button('Use Other').disabled).toBe(false);
  });

  it('marks the one in use, which can be neither used again nor removed', () => {
    const info = { ...fakeModel, directory: other.directory };
    act(() => store.setState({ embedded: '/e', knownModels: [other], model: { kind: 'ready', info } }));
    expect(entries()[1]?.textContent).toContain('in use');
    expect(button('Use Other').disabled).toBe(true);
    expect(button('Remove Other from the list').disabled).toBe(true);
    expect(button('Use Embedded model').disabled).toBe(false);
  });

  it('says that a folder is missing and what to do; it can be removed', () => {
    act(() => store.setState({ embedded: '/e', knownModels: [{ ...other, missing: true }] }));
    expect(entries()[1]?.textContent).toContain('This folder is not there now.');
    expect(button('Use Other').disabled).toBe(true);
    expect(button('Remove Other from the list').disabled).toBe(false);
  });
});

describe('the name of a downloaded model', () => {
  const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Name of a downloaded model' });
  const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Use from the download cache' });

  it('is handed to the engine, which finds its folder', () => {
    const useModel = vi.spyOn(session, 'useModel').mockResolvedValue();
    expect(button().disabled).toBe(true);
    fireEvent.change(field(), { target: { value: ' org/name ' } });
    fireEvent.submit(field());
    expect(useModel).toHaveBeenCalledExactlyOnceWith({ directory: 'org/name' });
  });

  it('waits while a model is being loaded', () => {
    fireEvent.change(field(), { target: { value: 'org/name' } });
    expect(button().disabled).toBe(false);
    act(() =>
      store.setState({ model: { kind: 'loading', directory: 'org/other', progress: null, before: null } }),
    );
    expect(button().disabled).toBe(true);
  });
});
