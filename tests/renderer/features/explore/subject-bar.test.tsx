// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { startEvaluation } from '../../../../renderer/commands/evaluation.ts';
import { ask } from '../../../../renderer/commands/question.ts';
import { sweep } from '../../../../renderer/commands/sweep.ts';
import { AskBar } from '../../../../renderer/features/explore/AskBar.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { fakeModel } from '../../../support/fake-engine.ts';
import { createFakeShell } from '../../support/fake-bridge.ts';
import { shelfImage } from '../../support/samples.ts';

let store: AppStore;
let session: Session;

beforeEach(() => {
  store = createAppStore();
  const shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  store.getState().addImages(['a', 'b', 'c'].map(shelfImage));
  store.getState().settle({ selected: 'a', tokens: 90 });
  store.getState().setModel({ kind: 'ready', info: fakeModel });
  store.getState().setQuestion('Which is red?', true);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <AskBar />
    </AppContext>,
  );
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const choose = (...chosen: readonly string[]) => act(() => store.getState().choose({ chosen }));
const bar = () => screen.getByRole('list', { name: 'Pictures of the question' });
const shown = () =>
  within(bar())
    .getAllByRole('button')
    .map((button) => button.getAttribute('aria-label'))
    .filter((label) => /^\d/.test(label ?? ''));

describe('the pictures of a question', () => {
  it('are not listed while it is one', () => {
    expect(screen.queryByRole('list', { name: 'Pictures of the question' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Ask' })).toBeTruthy();
  });

  it('stand in their order, which keys and buttons change, with the focus on what is moved', async () => {
    choose('a', 'b', 'c');
    expect(screen.getByRole('button', { name: 'Ask about 3 pictures' })).toBeTruthy();
    expect(shown()).toEqual(['1. a.png', '2. b.png', '3. c.png']);
    act(() => within(bar()).getByRole('button', { name: '1. a.png' }).focus());
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(shown()).toEqual(['1. b.png', '2. a.png', '3. c.png']);
    await act(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(document.activeElement?.getAttribute('aria-label')).toBe('2. a.png');
    await userEvent.click(within(bar()).getByRole('button', { name: 'Move c.png earlier' }));
    expect(shown()).toEqual(['1. b.png', '2. c.png', '3. a.png']);
    expect(within(bar()).getByRole('button', { name: 'Move a.png later' }).hasAttribute('disabled')).toBe(
      true,
    );
    act(() => within(bar()).getByRole('button', { name: '2. c.png' }).focus());
    await userEvent.keyboard('{Delete}');
    expect(shown()).toEqual(['1. b.png', '2. a.png']);
    await userEvent.click(within(bar()).getByRole('button', { name: '1. b.png' }));
    expect(store.getState().choices).toMatchObject({ selected: 'b', chosen: ['b', 'a'] }); // still both
    await userEvent.click(screen.getByRole('button', { name: 'Ask about the picture on the stage alone' }));
    expect(screen.queryByRole('list', { name: 'Pictures of the question' })).toBeNull();
  });

  it('cannot be asked about where the model takes one, which a sentence says', () => {
    choose('a', 'b');
    act(() =>
      store.getState().setModel({
        kind: 'ready',
        info: { ...fakeModel, takes: { ...fakeModel.takes, severalImages: false } },
      }),
    );
    expect(screen.getByRole('note').textContent).toBe(
      'fake-vlm takes one image in a question: ask about one at a time.',
    );
    expect(screen.getByRole('button', { name: 'Ask about 2 pictures' }).hasAttribute('disabled')).toBe(true);
  });

  it('leave regions out, which a sentence says', () => {
    const region = {
      name: 'sign',
      shape: { kind: 'box', x: 0, y: 0, width: 4, height: 4 },
      budget: { kind: 'share', share: 1 },
    } as const;
    act(() => store.getState().choose({ regions: { b: [region] } }));
    choose('a', 'b');
    expect(screen.getByRole('note').textContent).toBe(
      'Regions belong to one picture; about several a question is asked without them.',
    );
  });
});

describe('an encoder alone', () => {
  const reason =
    'siglip is a vision encoder without a language model, so no question can be put to it: open a model that has both, such as LLaVA-1.5 or SmolVLM.';

  it('is not asked: the bar says why and what to open instead', () => {
    const takes = { ...fakeModel.takes, questions: false };
    act(() => store.getState().setModel({ kind: 'ready', info: { ...fakeModel, name: 'siglip', takes } }));
    expect(screen.getByRole('note').textContent).toBe(reason);
    expect(screen.getByRole('button', { name: 'Ask' })).toHaveProperty('disabled', true);
    expect([ask, sweep, startEvaluation].map(({ whyNot }) => whyNot?.(store.getState()))).toEqual([
      reason,
      reason,
      null,
    ]);
    store.getState().setView('evaluate');
    expect(startEvaluation.whyNot?.(store.getState())).toBe(reason);
  });
});
