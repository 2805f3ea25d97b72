// @vitest-environment jsdom
import '../support/browser.ts';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AboutDialog } from '../../../renderer/frame/AboutDialog.tsx';
import { MessagesDialog } from '../../../renderer/frame/MessagesDialog.tsx';
import { Notices } from '../../../renderer/frame/Notices.tsx';
import type { AppStore } from '../../../renderer/state/store.ts';
import { rendered } from '../support/rendered.tsx';

let store: AppStore;
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  ({ store, end } = rendered(
    <>
      <Notices />
      <MessagesDialog />
      <AboutDialog />
    </>,
  ));
});
afterEach(() => {
  vi.useRealTimers();
  end();
});

const log = () => screen.getByRole('log', { name: 'Messages' });
const say = (...texts: string[]) => act(() => texts.forEach((text) => store.getState().notify('info', text)));
const wait = (ms: number): void => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};

describe('notices', () => {
  it('go by themselves, errors later, and stay in the messages', () => {
    say('Saved.');
    act(() => store.getState().notify('error', 'cat.png is damaged.'));
    wait(8_000);
    expect(log().textContent).toBe('cat.png is damaged.');
    wait(12_000);
    expect(log().textContent).toBe('');
    expect(store.getState().messages).toHaveLength(2);
  });

  it('stay while the pointer is on them', () => {
    say('Saved.');
    fireEvent.pointerEnter(screen.getByText('Saved.').parentElement!);
    wait(60_000);
    expect(log().textContent).toContain('Saved.');
  });

  it('show three and count the others, which the messages list', () => {
    say('one', 'two', 'three', 'four', 'five');
    expect(within(log()).queryByText('two')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: '2 earlier messages' }));
    const listed = within(screen.getByRole('dialog', { name: 'Messages' })).getAllByRole('listitem');
    expect(listed.map((item) => item.querySelector('.notice-text')?.textContent)).toEqual([
      'five',
      'four',
      'three',
      'two',
      'one',
    ]);
  });

  it('offer to take something back', () => {
    const run = vi.fn();
    act(() => store.getState().notify('info', 'Removed.', { action: { label: 'Undo', run } }));
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(run).toHaveBeenCalledOnce();
    expect(log().textContent).toBe('');
  });
});

describe('About', () => {
  it('says name, version and licence', async () => {
    act(() => store.getState().setDialog('about'));
    await act(() => Promise.resolve());
    const text = screen.getByRole('dialog', { name: 'About DyMU Explorer' }).textContent;
    for (const fact of ['DyMU Explorer', '1.2.3', 'MIT', 'linux x64']) expect(text).toContain(fact);
  });
});
