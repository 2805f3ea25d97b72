/** A page whose process ended is loaded again: another store, another session, the same shell. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { selectAnswers, selectShown } from '../../../renderer/state/selectors.ts';
import { selectSubjectKey } from '../../../renderer/state/subject.ts';
import type { ShelfImage } from '../../../renderer/state/shelf-slice.ts';
import { createAppStore, type AppState, type AppStore } from '../../../renderer/state/store.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';

let shell: FakeShell;
let store: AppStore;
let session: Session;
/** Why the shell says that the page was loaded again. */
let cause: string | null;

function load(): void {
  store = createAppStore();
  const bridge = {
    ...shell.bridge,
    keptSession: async () => {
      const kept = await shell.bridge.keptSession();
      return kept === null ? null : { ...kept, cause };
    },
  };
  session = createSession(store, bridge, shell.connect);
}

beforeEach(async () => {
  shell = createFakeShell();
  cause = null;
  load();
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine({ pieceDelayMs: 2 }));
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
});
afterEach(() => session.dispose());

const state = () => store.getState();
const kept = ({ images, choices, question, asked, answers, turns, view }: AppState) => ({
  images: images.map(({ id }) => id),
  ...{ choices, question, asked, answers, turns, view },
});
const framesOf = ({ id, source }: ShelfImage) => ({
  ...{ id, bytes: source.kind === 'bytes' ? source.bytes : null },
  frame: source.kind === 'pixel-values' ? undefined : source.frame,
});
/** The shell is told a moment later. */
const told = () => new Promise((resolve) => setTimeout(resolve, 350));

async function again(): Promise<void> {
  session.dispose();
  load();
  await session.start();
}

describe('a page that is loaded again', () => {
  it('shows the session that it had, loads its model without another budget, and says why', async () => {
    const bytes = Uint8Array.of(137, 80, 78, 71);
    await session.take({ kind: 'files', files: [new File([bytes], 'pasted.png')] });
    session.closeImage('/assets/cactus.png');
    state().choose({ tokens: 70, overlay: 'heat', method: 'tome' });
    await session.ask('What is pasted here?');
    state().setView('models');
    await told();
    const before = kept(state());

    cause = "The window's page crashed.";
    await again();
    expect(kept(state())).toEqual(before);
    expect(state().images.at(-1)?.source).toEqual({ kind: 'bytes', bytes, name: 'pasted.png' });
    expect(state().banner).toEqual({
      tone: 'good',
      text: "The window's page crashed. It was loaded again; your session is as you left it.",
    });
    shell.startEngine(createFakeEngine());
    await eventually(() => expect(selectShown(state())?.kind).toBe('live'));
    expect(kept(state())).toEqual(before);
    state().undo();
    expect(state().choices).toMatchObject({ tokens: 90, overlay: 'outlines' });
  });

  it('has its conversations and its questions about several pictures', async () => {
    await session.conversation.followUp('And what else?');
    const [first, second] = state().images.map(({ id }) => id);
    state().choose({ chosen: [second!, first!] });
    await session.ask('Which of them is red?');
    await session.conversation.followUp('And which is blue?');
    state().setQuestion('And which is blue?', true);
    await session.measure();
    await told();
    const before = kept(state());
    expect(Object.values(before.turns).map(({ length }) => length)).toEqual([1, 1]);
    await again();
    expect(kept(state())).toEqual(before);
    expect(state().measurements[selectSubjectKey(state())]?.full).toHaveLength(5);
    expect(selectAnswers(state()).merged).toMatchObject({
      kind: 'done',
      asked: {
        question: 'And which is blue?',
        pictures: [{ id: second }, { id: first }],
        earlier: [{ question: 'Which of them is red?' }],
      },
    });
    session.closeImage(second!);
    await told();
    await again();
    expect(Object.keys(state().turns)).toEqual([first]); // a group without one of its pictures is none
    expect(state().choices.chosen).toEqual([]);
  });

  it('has a pasted animation once, however many of its frames are on the shelf', async () => {
    const bytes = Uint8Array.of(71, 73, 70, 56);
    await session.take({ kind: 'files', files: [new File([bytes], 'pasted.gif')] });
    const id = state().choices.selected!;
    state().setFacts(id, '', {
      ...{ width: 4, height: 4, notes: [], frames: 24 },
      reading: {
        ...{ route: 'path', orientation: 1, storedOrientation: 1, transparent: false, transparency: 'drop' },
      },
    });
    session.videos.fromPicture(id);
    session.videos.sample(`video ${id}`, 8);
    await told();
    expect([...shell.session.pictures]).toEqual([[id, bytes]]);
    const before = state().images.map(framesOf);
    expect(before.filter(({ frame }) => frame !== undefined)).toHaveLength(8);

    for (let starts = 0; starts < 2; starts++) {
      await again();
      expect(state().images.map(framesOf)).toEqual(before);
      state().setQuestion(`After start ${starts}?`, true); // it is kept again
      await told();
      expect([...shell.session.pictures]).toEqual([[id, bytes]]);
    }
    session.closeImage(id); // its frames stay, under another name
    await told();
    expect([...shell.session.pictures]).toEqual([[`video ${id} #0`, bytes]]);
  });

  it('says of an answer that was being made that it was cut off, and asks nothing by itself', async () => {
    shell.startEngine(createFakeEngine({ pieceDelayMs: 200 }));
    await eventually(() => expect(state().model.kind).toBe('ready'));
    const asking = session.ask('Will this be answered?');
    await eventually(() => expect(selectAnswers(state()).full.kind).toBe('streaming'));
    await told();
    session.stop();
    cause = "The window's page crashed.";
    await again();
    await asking;
    expect(selectAnswers(state()).merged).toMatchObject({
      kind: 'failed',
      message: 'The window was loaded again while this was answered; ask again.',
    });
    expect(selectAnswers(state()).merged).toHaveProperty('before.kind', 'done');
  });

  it('begins anew where what was kept is damaged', async () => {
    await shell.bridge.keepSession('{"format":"dymu-session","version":1}', null);
    await again();
    expect(state().images).toHaveLength(3);
    expect(state().choices.selected).toBe('/assets/anchor.png');
    expect(state().banner).toBeNull();
    expect(state().notices.at(-1)?.text).toMatch(/^the last session: made is missing/);
  });

  it('names pasted pictures that were too large to keep', async () => {
    await session.take({ kind: 'files', files: [new File(['large'], 'large.png')] });
    await told();
    shell.session.pictures.clear();
    cause = "The window's page ran out of memory.";
    await again();
    expect(state().images).toHaveLength(3);
    expect(state().choices.selected).toBe('/assets/anchor.png');
    expect(state().banner?.text).toBe(
      "The window's page ran out of memory. It was loaded again; 1 picture is left out: large.png (too large).",
    );
  });
});
