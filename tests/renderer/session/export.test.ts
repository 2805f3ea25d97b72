/** What is on screen as files: the shell is handed the texts. PNG and clipboard need a browser: tests/e2e/export.test.ts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportAnswers, exportFigures, exportTokens } from '../../../renderer/commands/export.ts';
import { whyNot } from '../../../renderer/commands/command.ts';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { selectAnswers, selectShown } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';

let shell: FakeShell;
let store: AppStore;
let session: Session;

beforeEach(async () => {
  shell = createFakeShell();
  store = createAppStore();
  session = createSession(store, shell.bridge, shell.connect);
  await session.start();
});
afterEach(() => session.dispose());

const all = [...exportFigures, ...exportTokens, ...exportAnswers];
const reasons = () => all.map((command) => whyNot(command, store.getState()));

describe('exporting', () => {
  it('is not offered before there is something, with the reason', () => {
    expect(reasons()).not.toContain(null);
  });

  it('writes figure, tokens and answers of what is on screen', async () => {
    shell.startEngine(createFakeEngine({ pieceDelayMs: 1 }));
    await eventually(() => expect(selectAnswers(store.getState()).merged.kind).toBe('done'));
    await eventually(() => expect(selectShown(store.getState())?.kind).toBe('live'));
    await eventually(() => expect(reasons()).toEqual(all.map(() => null)));
    for (const kind of ['figure-svg', 'tokens-csv', 'tokens-json', 'answers-md', 'answers-csv'] as const)
      await session.exported(kind);
    expect(shell.saved.map(({ name }) => name)).toEqual([
      'anchor-figure.svg',
      'anchor-tokens.csv',
      'anchor-tokens.json',
      'anchor-answers.md',
      'anchor-answers.csv',
    ]);
    const [svg, csv, json, markdown] = shell.saved.map(({ text }) => text);
    expect(svg).toMatch(/<metadata>.*DyMU Explorer/);
    expect(svg).toContain('href="data:image/png;base64,');
    expect(csv?.split('\r\n').length).toBeGreaterThan(100);
    expect(JSON.parse(json!)).toMatchObject({ format: 'dymu-tokens', picture: 'anchor' });
    expect(markdown).toContain('Where is the anchor?');
  });

  it('says why a file could not be written', async () => {
    shell.startEngine(createFakeEngine());
    await eventually(() => expect(selectAnswers(store.getState()).merged.kind).toBe('done'));
    vi.spyOn(shell.bridge, 'saveText').mockRejectedValue(new Error('Cannot write "/x"; free some space.'));
    await session.exported('answers-csv');
    expect(store.getState().notices.at(-1)?.text).toBe('Cannot write "/x"; free some space.');
  });
});
