// @vitest-environment jsdom
import '../support/browser.ts';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { AppContext } from '../../../renderer/app/context.ts';
import { TermHelp } from '../../../renderer/app/TermHelp.tsx';
import { createStageControls } from '../../../renderer/commands/stage-controls.ts';
import { GuideDialog } from '../../../renderer/frame/guide/GuideDialog.tsx';
import type { Session } from '../../../renderer/session/session.ts';
import { createAppStore } from '../../../renderer/state/store.ts';
import { terms } from '../../../renderer/words/terms.ts';

afterEach(cleanup);

function shown() {
  const store = createAppStore();
  render(
    <AppContext value={{ store, session: {} as Session, controls: createStageControls() }}>
      <p>
        <TermHelp id="stale" /> <TermHelp id="first-token" word="first token" />
      </p>
      <GuideDialog />
    </AppContext>,
  );
  return store;
}

describe('a term', () => {
  it('explains itself to the keyboard and gives it back with Escape', async () => {
    shown();
    await userEvent.tab();
    const button = screen.getByRole('button', { name: 'What is Stale?' });
    expect(document.activeElement).toBe(button);
    await userEvent.keyboard('{Enter}');
    const popover = await screen.findByRole('dialog', { name: 'Stale' });
    const description = document.getElementById(popover.getAttribute('aria-describedby') ?? '');
    expect(description?.textContent).toBe(terms.stale.text);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(button));
  });

  it('can be a word of a line, and says that it explains', async () => {
    shown();
    const word = screen.getByRole('button', { name: 'first token' });
    const hint = document.getElementById(word.getAttribute('aria-describedby') ?? '');
    expect(hint?.textContent).toBe('What is First token?');
    await userEvent.click(word);
    expect(await screen.findByRole('dialog', { name: 'First token' })).toBeTruthy();
  });

  it('leads to its place in the guide', async () => {
    const store = shown();
    await userEvent.click(screen.getByRole('button', { name: 'What is Stale?' }));
    await userEvent.click(await screen.findByRole('button', { name: 'More in the guide' }));
    const guide = await screen.findByRole('dialog', { name: 'User guide' });
    const text = await within(guide).findByRole('region', { name: 'Text' });
    expect(text.querySelector('[data-here]')?.textContent).toMatch(/^Question and answers\./);
    await userEvent.click(within(guide).getByRole('button', { name: 'Jobs' }));
    expect(store.getState().guideSection).toBe('jobs');
    expect(text.querySelector('[data-here]')?.textContent).toBe('Jobs');
  });

  it('stands in a guide whose links have a place to lead to', async () => {
    const store = shown();
    store.getState().setDialog('guide');
    const guide = await screen.findByRole('dialog', { name: 'User guide' });
    const links = await within(guide).findAllByRole('link');
    expect(links.length).toBeGreaterThan(3);
    const nowhere = links
      .map((link) => link.getAttribute('href')?.slice(1) ?? '')
      .filter((id) => document.getElementById(id) === null);
    expect(nowhere).toEqual([]);
  });
});
