// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { Shelf } from '../../../../renderer/features/explore/Shelf.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import { createFakeShell, type FakeShell } from '../../support/fake-bridge.ts';

let store: AppStore;
let session: Session;
let shell: FakeShell;

beforeEach(async () => {
  store = createAppStore();
  shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <Shelf />
    </AppContext>,
  );
  await act(() => session.start());
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const list = () => screen.getByRole('list', { name: 'Images' });
const names = () =>
  within(list())
    .getAllByRole('button')
    .map((button) => button.getAttribute('aria-label')?.replace(/,.*/, ''));
const count = (name: string, tokens: number) =>
  act(() => store.getState().setCount(`/assets/${name}.png`, { tokens, fullTokens: 256, key: '' }));
const notice = () => store.getState().notices.at(-1);

describe('the shelf', () => {
  it('moves nothing around it as counts come', () => {
    const moved = vi.spyOn(Element.prototype, 'scrollIntoView');
    count('cactus', 200);
    count('balloon', 250);
    expect(moved).not.toHaveBeenCalled();
    moved.mockRestore();
  });

  it('sorts anew as counts come, but not under the pointer or the focus', async () => {
    count('cactus', 200);
    expect(names()).toEqual(['cactus', 'anchor', 'balloon']);
    fireEvent.pointerEnter(list());
    count('balloon', 250);
    expect(names()).toEqual(['cactus', 'anchor', 'balloon']);
    fireEvent.pointerLeave(list());
    expect(names()).toEqual(['balloon', 'cactus', 'anchor']);
    act(() =>
      within(list())
        .getByRole('button', { name: /^anchor/ })
        .focus(),
    );
    count('anchor', 256);
    expect(names()).toEqual(['balloon', 'cactus', 'anchor']);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Order of the images' }), 'by name');
    expect(names()).toEqual(['anchor', 'balloon', 'cactus']);
  });

  it('closes by Delete and by the cross, and has back what was closed, where it was', async () => {
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Order of the images' }), 'as opened');
    act(() => store.getState().choose({ readings: { '/assets/anchor.png': { orientation: 6 } } }));
    act(() =>
      within(list())
        .getByRole('button', { name: /^anchor/ })
        .focus(),
    );
    await userEvent.keyboard('{Delete}');
    expect(names()).toEqual(['balloon', 'cactus']);
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^balloon/);
    expect(notice()?.text).toBe('anchor is closed.');
    fireEvent.blur(list()); // else what comes back comes last
    act(() => notice()?.action?.run());
    expect(names()).toEqual(['anchor', 'balloon', 'cactus']);
    expect(store.getState().choices).toMatchObject({
      selected: '/assets/anchor.png',
      readings: { '/assets/anchor.png': { orientation: 6 } },
    });
    fireEvent.click(list().querySelectorAll('.shelf-close')[1]!);
    expect(names()).toEqual(['anchor', 'cactus']);
    act(() => session.closing.close(store.getState().images.map(({ id }) => id)));
    expect(notice()?.text).toBe('2 images are closed.');
    expect(screen.getByText(/No image is open/)).toBeTruthy();
    act(() => session.closing.reopen());
    act(() => session.closing.reopen());
    expect(names()).toEqual(['anchor', 'balloon', 'cactus']);
    expect(store.getState().closedImages).toBe(0);
  });

  it('chooses several for a question by keyboard and mouse, in their order', async () => {
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Order of the images' }), 'by name');
    const entry = (name: string) => within(list()).getByRole('button', { name: new RegExp(`^${name}`) });
    const chosen = () => store.getState().choices.chosen.map((id) => /(\w+)\.png$/.exec(id)?.[1]);
    act(() => entry('cactus').focus());
    await userEvent.keyboard('{Control>} {/Control}');
    expect(chosen()).toEqual(['anchor', 'cactus']);
    expect(entry('cactus').getAttribute('aria-label')).toMatch(/, chosen 2 of 2$/);
    expect(['anchor', 'balloon', 'cactus'].map((name) => entry(name).getAttribute('aria-pressed'))).toEqual([
      'true',
      'false',
      'true',
    ]);
    await userEvent.keyboard('{Control>} {/Control}');
    expect(chosen()).toEqual([]);
    expect(entry('anchor').getAttribute('aria-pressed')).toBeNull();
    const user = userEvent.setup();
    await user.keyboard('{Shift>}');
    await user.click(entry('cactus'));
    await user.keyboard('{/Shift}');
    expect(chosen()).toEqual(['anchor', 'balloon', 'cactus']);
    act(() => store.getState().undo());
    expect(chosen()).toEqual([]);
    act(() => entry('anchor').focus());
    await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}');
    expect(chosen()).toEqual(['anchor', 'balloon']);
    await userEvent.click(entry('cactus')); // alone again
    expect(chosen()).toEqual([]);
    expect(store.getState().choices.selected).toContain('cactus');
  });

  it('has a menu for each picture', async () => {
    fireEvent.contextMenu(within(list()).getByRole('button', { name: /^cactus/ }));
    const menu = await screen.findByRole('menu', { name: 'cactus' });
    await userEvent.click(within(menu).getByRole('menuitem', { name: 'Close' }));
    await waitFor(() => expect(names()).toEqual(['anchor', 'balloon']));
  });

  it('says what a folder held beside its images, and how many of them could not be read', async () => {
    const { EngineError } = await import('../../../../src-engine/errors.ts');
    const fail = (call: string) =>
      call === 'preview' ? new EngineError('bad-input', 'It is damaged; copy it again.') : undefined;
    act(() => shell.startEngine(createFakeEngine({ fail })));
    await waitFor(() => expect(store.getState().model.kind).toBe('ready'));
    shell.dialog.images = ['a.png', 'b.png'].map((name) => ({ path: `/p/${name}`, name }));
    shell.dialog.rest = { hidden: ['.c.png'] };
    await act(() => session.openFolder());
    const texts = store.getState().notices.map(({ text }) => text);
    expect(texts).toContain('Not opened from pictures: 1 hidden file (.c.png).');
    expect(texts).toContain('2 of 2 images could not be opened: a.png, b.png.');
  });
});
