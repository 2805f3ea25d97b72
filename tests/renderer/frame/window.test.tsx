// @vitest-environment jsdom
import '../support/browser.ts';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeEngine, type FakeEngineOptions } from '../../support/fake-engine.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import type { Session } from '../../../renderer/session/session.ts';
import type { AppStore } from '../../../renderer/state/store.ts';
import type { FakeShell } from '../support/fake-bridge.ts';
import { rendered } from '../support/rendered.tsx';

let store: AppStore;
let shell: FakeShell;
let session: Session;
let end: () => void;

beforeEach(() => {
  ({ store, shell, session, end } = rendered());
});
afterEach(() => end());

async function started(options: FakeEngineOptions = {}): Promise<void> {
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine(options));
  await waitFor(() => expect(tokenCount()).toMatch(/^\d+ of 256 tokens$/));
}

const tokenCount = () => screen.getByRole('status', { name: 'Token count' }).textContent;
const slider = () => screen.getByRole<HTMLInputElement>('slider', { name: 'Token budget' });
const pane = (name: string) => within(screen.getByRole('region', { name }));
const answered = () => waitFor(() => expect(pane('Merged tokens').getByText(/visual tokens/)).toBeTruthy());

function moveSlider(tokens: number): void {
  fireEvent.change(slider(), { target: { value: String(tokens) } });
}

describe('the names that automation and screen readers rely on', () => {
  it('are all there', async () => {
    await started();
    for (const name of ['Explore', 'Collection', 'Evaluate', 'Models']) {
      expect(screen.getByRole('link', { name })).toBeTruthy();
    }
    expect(slider()).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Question' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Ask' })).toBeTruthy();
    expect(screen.getByRole('region', { name: 'All tokens' })).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Merged tokens' })).toBeTruthy();
    expect(screen.getByRole('group', { name: 'Merged-token overlay' })).toBeTruthy();
    expect(screen.getByRole('switch', { name: 'Virtual unmerging' })).toBeTruthy();
    const merging = within(screen.getByRole('radiogroup', { name: 'Merging' }));
    expect(merging.getAllByRole('radio').map((radio) => radio.getAttribute('value'))).toEqual([
      'dymu',
      'tome',
      'pool',
      'visionzip',
      'dart',
    ]);
    expect(merging.getByRole('radio', { name: 'Exact' })).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Images' })).getAllByRole('listitem')).toHaveLength(3);
  });
});

describe('the budget', () => {
  it('shows target and actual side by side, and the slider says both', async () => {
    await started();
    const actual = parseInt(tokenCount(), 10);
    expect(slider().getAttribute('aria-valuetext')).toBe(`target average 90, this image ${actual} of 256`);
    moveSlider(160);
    await waitFor(() => expect(parseInt(tokenCount(), 10)).toBeGreaterThan(actual));
    expect(slider().value).toBe('160');
  });

  it('means exactly this many tokens in the exact mode', async () => {
    await started();
    await userEvent.click(screen.getByRole('radio', { name: 'Exact' }));
    await waitFor(() => expect(tokenCount()).toBe('90 of 256 tokens'));
  });

  it('moves by a twentieth with the menu, and back with undo', async () => {
    await started();
    shell.command('budget-up');
    await waitFor(() => expect(slider().value).toBe('103'));
    shell.command('undo');
    await waitFor(() => expect(slider().value).toBe('90'));
  });
});

describe('sampling', () => {
  it("shows what is in force, the model's own settings named, and is chosen there", async () => {
    const engine = createFakeEngine();
    await session.start();
    shell.status({ kind: 'ready' });
    const penalty = { name: 'repetition_penalty', value: 1.1, from: 'checkpoint' } as const;
    shell.startEngine({
      ...engine,
      load: async (...args) => {
        const info = await engine.load(...args);
        const { sample } = info.generation;
        const file = 'generation_config.json';
        const generation = {
          ...info.generation,
          file,
          samples: true,
          greedy: [penalty],
          sample: [...sample, penalty],
        };
        return { ...info, generation };
      },
    });
    const button = await screen.findByRole('button', { name: 'Sampling: Greedy · 1 model setting' });
    await userEvent.click(button);
    const dialog = within(screen.getByRole('dialog', { name: 'Sampling' }));
    const rows = () => dialog.getAllByRole('row').map(({ textContent }) => textContent);
    expect(rows()).toEqual(['repetition_penalty 1.1generation_config.json']);
    expect(dialog.getByText('generation_config.json says that this model samples (do_sample).')).toBeTruthy();
    await userEvent.click(dialog.getByRole('radio', { name: 'Sampled' }));
    expect(store.getState().choices.sampling).toBe('sample');
    expect(rows()).toEqual([
      'temperature 1default of transformers',
      'top_k 50default of transformers',
      'repetition_penalty 1.1generation_config.json',
    ]);
    store.getState().undo();
    await waitFor(() => expect(rows()).toHaveLength(1));
  });

  it('has a command', async () => {
    await started();
    shell.command('sample');
    await screen.findByRole('button', { name: 'Sampling: Sampled' });
  });
});

describe('without a calibration', () => {
  it('adaptive merging is off, and the reason and the remedy are there in words', async () => {
    const engine = createFakeEngine();
    await session.start();
    shell.startEngine({
      ...engine,
      load: async (...args) => ({ ...(await engine.load(...args)), calibration: null }),
    });
    await waitFor(() => expect(tokenCount()).toBe('85 of 256 tokens'));
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Adaptive' }).disabled).toBe(true);
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Exact' }).checked).toBe(true);
    const group = screen.getByRole('radiogroup', { name: 'Merging' });
    const reason = document.getElementById(group.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toMatch(/needs a calibration.*Calibrate in Models/);
  });
});

describe('answers', () => {
  const answer: FakeEngineOptions['answer'] = (_, share) =>
    share === 1 ? 'Three turtles left of it.' : 'Three turtles below it.';

  it('mark the words that differ, each on its side, and say so between', async () => {
    await started({ answer });
    await answered();
    const marked = (name: string, tag: string) =>
      [...screen.getByRole('region', { name }).querySelectorAll(tag)].map((element) => element.textContent);
    expect(marked('All tokens', 'del')).toEqual(['left of']);
    expect(marked('Merged tokens', 'ins')).toEqual(['below']);
    expect(within(screen.getByRole('region', { name: 'Verdict' })).getByText('2 words differ')).toBeTruthy();
  });

  it('turn stale when the budget moves, and do not vanish', async () => {
    await started({ answer });
    await answered();
    expect(pane('Merged tokens').queryByText(/stale/)).toBeNull();
    moveSlider(150);
    expect(await pane('Merged tokens').findByText('stale: The budget has moved since.')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Merged tokens' }).textContent).toContain('Three turtles');
    expect(pane('All tokens').queryByText(/stale/)).toBeNull();
  });

  it('show their cost: tokens, first token, rate, memory', async () => {
    await started();
    await answered();
    expect(pane('All tokens').getByText('256')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'All tokens' }).textContent).toMatch(
      /first tokenWhat is First token\? \d+ ms200 tok\/speak \d+ MB/,
    );
    expect(screen.getByText(/ % of the multiply-adds$/).textContent).toMatch(
      /^TheoryWhat is Theory\?: \d+ % of the multiply-adds$/,
    );
  });
});

describe('the question field', () => {
  it('asks with Enter and finds earlier questions with the arrow key', async () => {
    await started();
    await answered();
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Question' });
    await userEvent.clear(field);
    await userEvent.type(field, 'How many shapes?{Enter}');
    await waitFor(() => expect(store.getState().asked).toEqual(['Where is the anchor?', 'How many shapes?']));
    await userEvent.clear(field);
    await userEvent.type(field, 'draft{ArrowUp}');
    expect(field.value).toBe('How many shapes?');
    await userEvent.keyboard('{ArrowUp}');
    expect(field.value).toBe('Where is the anchor?');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(field.value).toBe('draft');
  });

  it('asks a suggestion with one click', async () => {
    await started();
    await answered();
    await userEvent.click(screen.getByRole('button', { name: 'Describe the picture.' }));
    await waitFor(() => expect(store.getState().asked).toContain('Describe the picture.'));
  });
});

describe('the picture', () => {
  it('is walked with arrow keys, pinned with Enter and let go with Escape', async () => {
    await started();
    await answered(); // Escape would stop the answer first
    screen.getByRole('group', { name: 'Merged-token overlay' }).focus();
    await userEvent.keyboard('{ArrowRight}');
    const said = screen.getByRole('status', { name: 'Patch' });
    expect(said.textContent).toMatch(/^row 9, column 9: token \d+, \d+ patch/);
    expect(document.querySelector('.stage-tip')?.textContent).toMatch(/^Token \d+ · \d+ patch/);
    await userEvent.keyboard('{Enter}');
    expect(screen.getByRole('heading', { name: 'Pinned token' })).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('heading', { name: 'Pinned token' })).toBeNull();
  });

  it('exists as a table with every token', async () => {
    await started();
    await userEvent.click(screen.getByText('All tokens as a table'));
    const rows = within(await screen.findByRole('table', { name: /Tokens after layer 6/ })).getAllByRole(
      'row',
    );
    expect(rows).toHaveLength(1 + parseInt(tokenCount(), 10));
  });

  it('changes its overlay with the number keys', async () => {
    await started();
    await userEvent.keyboard('2');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Mosaic' }).checked).toBe(true);
    await userEvent.keyboard('5');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'None' }).checked).toBe(true);
  });
});

describe('trouble', () => {
  it('is a line that can be dismissed', async () => {
    const refusal = new EngineError('bad-input', 'notes.txt is not a picture; open a PNG.');
    let broken = false;
    await started({ fail: (call) => (broken && call === 'preview' ? refusal : undefined) });
    broken = true;
    await session.take({ kind: 'files', files: [new File(['hello'], 'notes.txt')] });
    const messages = within(screen.getByRole('log', { name: 'Messages' }));
    expect(await messages.findByText(refusal.message)).toBeTruthy();
    await userEvent.click(messages.getByRole('button', { name: 'Dismiss this message' }));
    expect(messages.queryByText(refusal.message)).toBeNull();
  });

  it('with the engine is a banner, with a button where it will not come back by itself', async () => {
    await started();
    shell.status({ kind: 'failed', cause: 'The engine ended three times in a row.' });
    const banner = within(screen.getByRole('status', { name: 'Engine' }));
    expect(await banner.findByText('The engine ended three times in a row.')).toBeTruthy();
    expect(banner.getByRole('button', { name: 'Start it again' })).toBeTruthy();
    expect(tokenCount()).toMatch(/of 256 tokens/);
  });

  it('with a server that has gone offers nothing that could not bring it back, and says what does', async () => {
    await started();
    const cause = 'The server was ended; start dymu serve again, and open the address that it prints.';
    shell.status({ kind: 'gone', cause });
    const banner = within(screen.getByRole('status', { name: 'Engine' }));
    expect(await banner.findByText(cause)).toBeTruthy();
    expect(banner.queryByRole('button', { name: 'Start it again' })).toBeNull();
    expect(screen.getByText('Engine stopped')).toBeTruthy();
    shell.command('restart-engine');
    expect(await within(screen.getByRole('log', { name: 'Messages' })).findByText(cause)).toBeTruthy();
  });

  it('with a command that cannot run now is said in a sentence', async () => {
    await started();
    shell.command('redo');
    expect(await screen.findByText('There is nothing to redo.')).toBeTruthy();
  });
});

describe('the other views', () => {
  it('open a folder as a collection', async () => {
    await started();
    await userEvent.click(screen.getByRole('link', { name: 'Collection' }));
    shell.dialog.folder = '/mine/holiday';
    await userEvent.click(screen.getByRole('button', { name: 'Open a folder as a collection…' }));
    expect(await screen.findByRole('heading', { name: 'holiday' })).toBeTruthy();
    const table = await screen.findByRole('table', { name: 'Images in the collection' });
    expect(table.getAttribute('aria-rowcount')).toBe('25');
  });

  it('begin an evaluation with one press, or say how a terminal does it', async () => {
    await started();
    await userEvent.click(screen.getByRole('link', { name: 'Evaluate' }));
    expect(screen.getByRole('button', { name: 'Start the evaluation' })).toBeTruthy();
    expect(screen.getByText(/^npm run dymu -- eval --modes full/)).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/later version/);
  });

  it("show the loaded model's facts", async () => {
    await started();
    await userEvent.click(screen.getByRole('link', { name: 'Models' }));
    const card = within(screen.getByRole('article', { name: 'pocket' }));
    expect(card.getByText('256 (16 × 16 patches)')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Open model folder…' })).toBeTruthy();
  });

  it('list the keys on ?', async () => {
    await started();
    await userEvent.keyboard('?');
    expect(within(await screen.findByRole('dialog')).getByText('Virtual unmerging')).toBeTruthy();
  });
});

describe('the time of the encoder in the status line', () => {
  it('says where it was not a whole run', async () => {
    await started();
    const line = within(screen.getByRole('contentinfo'));
    act(() => store.getState().setOverlayTimes({ encodeMs: 21, resumed: false, paintMs: 2 }));
    expect(await line.findByText(/encode 21 ms/)).toBeTruthy();
    expect(line.queryByRole('button', { name: /part of a run/ })).toBeNull();
    act(() => store.getState().setOverlayTimes({ encodeMs: 12, resumed: true, paintMs: 2 }));
    expect(await line.findByText(/encode 12 ms/)).toBeTruthy();
    expect(line.getByRole('button', { name: /part of a run/ })).toBeTruthy();
  });
});
