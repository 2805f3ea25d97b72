// @vitest-environment jsdom
import '../support/browser.ts';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppStore } from '../../../renderer/state/store.ts';
import { rendered } from '../support/rendered.tsx';

let store: AppStore;
let end: () => void;

beforeEach(() => {
  ({ store, end } = rendered());
});
afterEach(() => end());

async function palette() {
  await userEvent.keyboard('{Control>}k{/Control}');
  return within(await screen.findByRole('dialog', { name: 'Commands' }));
}

const labels = (dialog: Awaited<ReturnType<typeof palette>>) =>
  dialog.getAllByRole('menuitem').map((item) => item.querySelector('[slot=label]')?.textContent);

describe('the command palette', () => {
  it('opens with Ctrl K, also from the question, and closes with Escape', async () => {
    await userEvent.click(screen.getByRole('textbox', { name: 'Question' }));
    const dialog = await palette();
    expect(labels(dialog)).toContain('Open images…');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('finds a command by the beginnings of its words and runs it with Enter', async () => {
    const dialog = await palette();
    await userEvent.keyboard('over mos');
    expect(labels(dialog)).toEqual(['Mosaic']);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(store.getState().choices.overlay).toBe('mosaic'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('runs the first that is left with Enter alone', async () => {
    await palette();
    await userEvent.keyboard('models');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(store.getState().view).toBe('models'));
  });

  it('begins with what was chosen in it last', async () => {
    await palette();
    await userEvent.keyboard('models{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const dialog = await palette();
    expect(labels(dialog).filter((label) => label === 'Models')).toHaveLength(1);
    expect(labels(dialog)[0]).toBe('Models');
  });

  it('says why a command cannot run, and does not run it', async () => {
    const dialog = await palette();
    await userEvent.keyboard('redo');
    const item = dialog.getByRole('menuitem');
    expect(item.getAttribute('aria-disabled')).toBe('true');
    expect(within(item).getByText('There is nothing to redo.')).toBeTruthy();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  it('says so when no command has the words', async () => {
    const dialog = await palette();
    await userEvent.keyboard('teleport');
    expect(dialog.getByText('No command matches.')).toBeTruthy();
    await userEvent.keyboard('{Escape}'); // at once, whatever was typed
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
