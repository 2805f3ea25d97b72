// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../../../src-engine/engine.ts';
import { AppFrame } from '../../../../renderer/frame/AppFrame.tsx';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import { sampleRecording } from '../../../support/recording.ts';
import { createFakeShell, type FakeShell } from '../../support/fake-bridge.ts';

let store: AppStore;
let shell: FakeShell;
let session: Session;

beforeEach(async () => {
  store = createAppStore();
  shell = createFakeShell();
  vi.spyOn(shell.bridge, 'firstStart').mockResolvedValue({
    recording: sampleRecording,
    picture: Uint8Array.of(1),
  });
  session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <AppFrame bridge={shell.bridge} />
    </AppContext>,
  );
  await session.start();
  await waitFor(() => expect(origin()).not.toBe(''));
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const running = 'Recorded result; running on this computer …';
const origin = () => screen.getByRole('status', { name: 'Origin' }).textContent;
const text = (role: string, name: string) => screen.getByRole(role, { name }).textContent;
const panes = ['All tokens', 'Merged tokens'] as const;

async function live(): Promise<void> {
  act(() => shell.startEngine(createFakeEngine()));
  await waitFor(() => expect(text('region', 'Merged tokens')).toContain('first token'));
}

describe('recorded results on screen', () => {
  it('are called recorded in words: the picture’s tokens, the count, both answers', () => {
    expect(origin()).toBe(running);
    expect(text('status', 'Token count')).toBe('2 of 4, recorded');
    expect(text('region', 'All tokens')).toContain('Recorded on the left.');
    expect(text('region', 'Merged tokens')).toContain('Recorded in the middle.');
    for (const pane of panes) {
      expect(text('region', pane)).toContain(running);
      expect(text('region', pane)).toContain('Recorded on Abacus 9000, 2026-11-25');
      expect(text('region', pane)).toContain('took 100 ms there');
    }
  });

  it('mark where the two answers differ, and claim nothing about speed', () => {
    const marked = (tag: string) => [...document.querySelectorAll(tag)].map((mark) => mark.textContent);
    expect([marked('del'), marked('ins')]).toEqual([
      ['on', 'left'],
      ['in', 'middle'],
    ]);
    expect(text('region', 'Verdict')).toBe('The verdict waits for this computer’s answers.');
    expect(screen.queryByRole('region', { name: 'Cost of the last answer' })).toBeNull();
    expect(screen.queryByText(/^Theory:/)).toBeNull();
    expect(screen.queryByText(/^encode /)).toBeNull();
    for (const pane of panes) {
      const region = within(screen.getByRole('region', { name: pane }));
      expect(region.queryByRole('img')).toBeNull(); // no bar of times
      expect(region.queryByText(/first token|tok\/s/)).toBeNull();
    }
  });

  it('leave the slider alone until there is a model', () => {
    expect(screen.getByRole<HTMLInputElement>('slider', { name: 'Token budget' }).disabled).toBe(true);
    expect(document.querySelector('.budget-mark')).toBeNull();
    expect(document.querySelector('.budget-target')?.textContent).toBe('target average 90');
  });

  it('are gone, label and all, when this computer has answered', async () => {
    await live();
    expect(origin()).toBe('');
    expect(text('status', 'Token count')).toMatch(/^\d+ of 256 tokens$/);
    for (const pane of panes) expect(text('region', pane)).not.toMatch(/[Rr]ecorded/);
    expect(text('region', 'Verdict')).toMatch(/one run of each/);
    expect(screen.getByRole('region', { name: 'Cost of the last answer' })).toBeTruthy();
  });

  it('give way to the remarks of this computer, each said once', async () => {
    expect(screen.queryByRole('list', { name: 'Notes' })).toBeNull();
    const engine = createFakeEngine();
    const shrunk = 'The picture was shrunk while it was read.';
    const remarking: Engine = {
      ...engine,
      encode: async (request, options) => ({ ...(await engine.encode(request, options)), notes: [shrunk] }),
    };
    act(() => shell.startEngine(remarking));
    await waitFor(() => expect(text('list', 'Notes')).toBe(shrunk));
  });

  it('say so when no result of this computer will follow', async () => {
    act(() => shell.status({ kind: 'failed', cause: 'The engine ended three times in a row.' }));
    await waitFor(() => expect(origin()).toBe('Recorded result, not from this computer'));
    for (const pane of panes)
      expect(text('region', pane)).toContain('Recorded result, not from this computer');
    expect(text('region', 'Verdict')).toBe('Ask a question to compare both.');
  });
});
