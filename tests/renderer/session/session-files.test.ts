/** Saving a session as a file, opening one, undoing that; and the next start. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { selectAnswers } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { parseSession } from '../../../src-engine/session-file/read-session.ts';
import { sessionText, type SessionDocument } from '../../../src-engine/session-file/document.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

/** What was looked at in this turn of the event loop stays until the next. */
async function collectGarbage(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';

let shell: FakeShell;
let store: AppStore;
let session: Session;
const state = () => store.getState();

async function start(): Promise<void> {
  store = createAppStore();
  session = createSession(store, shell.bridge, shell.connect);
  await session.start();
}

beforeEach(async () => {
  shell = createFakeShell();
  await start();
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine({ pieceDelayMs: 2 }));
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
});
afterEach(() => session.dispose());

const parsed = (text: string) => parseSession(Buffer.from(text), 'x');
const written = () => shell.session.written.at(-1)!;
const notice = (words: RegExp) => state().notices.find(({ text }) => words.test(text));
const essence = () => {
  const { images, choices, question, answers } = state();
  return { images: images.map(({ id }) => id), choices, question, answers };
};

async function saved(change: (document: SessionDocument) => SessionDocument = (same) => same) {
  await session.files.saveAs(true);
  shell.session.toOpen = sessionText(change(parsed(written().text)));
}

/** Makes URLs that differ, and tells which of them are there. */
function liveUrls(): Set<string> {
  const live = new Set<string>();
  let made = 0;
  URL.createObjectURL = () => {
    const url = `blob:${(made += 1)}`;
    live.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => void live.delete(url);
  onTestFinished(() => {
    URL.createObjectURL = () => 'blob:test';
  });
  return live;
}
const shownUrls = () =>
  state().images.flatMap(({ thumbnail }) => (thumbnail.kind === 'ready' ? [thumbnail.url] : []));

describe('saving a session', () => {
  it('asks first for the pictures, then writes where the user says, and there again', async () => {
    await session.files.save();
    expect(state().dialog).toBe('save-session');
    expect(shell.session.written).toEqual([]);
    await session.files.saveAs(false);
    expect(written()).toMatchObject({ place: null, inside: false, name: 'anchor.dymu-session' });
    expect(state().sessionFile).toEqual({
      ...{ name: 'anchor.dymu-session', place: 'saved', inside: false, changed: false },
    });
    await session.files.save();
    expect(written()).toMatchObject({ place: 'saved', inside: false });
    expect(notice(/^Saved as /)).toBeDefined();
  });

  it('names the application model and the samples so that they are found on every computer', async () => {
    await session.files.saveAs(true);
    expect(written().text).not.toContain('/assets/');
    expect(parsed(written().text).model?.directory).toBe('application:model');
  });

  it('marks what has changed since, and what has come back to it', async () => {
    await session.files.saveAs(true);
    state().choose({ tokens: 41 });
    await eventually(() => expect(state().sessionFile?.changed).toBe(true));
    expect(shell.session.marks.at(-1)).toBe(true);
    state().undo();
    await eventually(() => expect(state().sessionFile?.changed).toBe(false));
    state().setView('models');
    await eventually(() => expect(parsed(shell.session.kept!).view).toBe('models'));
    expect(state().sessionFile?.changed).toBe(false);
  });

  it('says which pictures could not be read for it', async () => {
    vi.spyOn(shell.bridge, 'saveSession').mockResolvedValue({
      ...{ place: 'p', name: 'n.dymu-session', path: '/n.dymu-session', left: ['gone.png'] },
    });
    await session.files.saveAs(true);
    expect(notice(/gone\.png/)?.tone).toBe('error');
  });

  it('changes nothing where it fails', async () => {
    vi.spyOn(shell.bridge, 'saveSession').mockRejectedValue(new Error('Cannot write "/x"; free some space.'));
    await session.files.saveAs(true);
    expect(state().sessionFile).toBeNull();
    expect(notice(/^Cannot write "\/x"; free some space\.$/)).toBeDefined();
  });
});

describe('opening a session', () => {
  it('puts what was saved on screen, and what was there before can be had back', async () => {
    const bytes = Uint8Array.of(137, 80, 78, 71);
    await session.take({ kind: 'files', files: [new File([bytes], 'pasted.png')] });
    state().choose({ tokens: 33, overlay: 'heat' });
    await session.ask('What was pasted?');
    await saved();
    const first = essence();

    for (const { id } of state().images) session.closeImage(id);
    state().choose({ tokens: 77 });
    const second = essence();
    await session.files.open();
    expect(essence()).toEqual(first);
    expect(state().sessionFile).toMatchObject({ name: 'opened.dymu-session', inside: true, changed: false });
    const undo = notice(/opened\.dymu-session is open/)?.action;
    undo!.run();
    await eventually(() => expect(essence()).toEqual(second));
    expect(state().sessionFile).toMatchObject({ place: 'saved' });
  });

  it('holds what was on screen before the last one, and nothing of those before that', async () => {
    await saved();
    const opened: WeakRef<object>[] = [];
    for (let times = 0; times < 3; times++) {
      await session.files.open();
      opened.push(new WeakRef(notice(/opened\.dymu-session is open/)!.action!));
    }
    await collectGarbage();
    expect(opened.map((action) => action.deref() !== undefined)).toEqual([false, false, true]);
  });

  it('keeps no thumbnail of what is not on the shelf any more, and makes those anew that come back', async () => {
    const live = liveUrls();
    const thumbnailsAre = (count: number) =>
      eventually(() => {
        expect(shownUrls()).toHaveLength(count);
        expect([...live].toSorted()).toEqual(shownUrls().toSorted());
      });
    await saved();
    await session.files.open();
    await thumbnailsAre(3);
    await session.files.open();
    await thumbnailsAre(3);
    notice(/opened\.dymu-session is open/)?.action?.run();
    await thumbnailsAre(3);
    session.closeImage(state().images[1]!.id);
    await thumbnailsAre(2);
    state().notices.at(-1)?.action?.run();
    await thumbnailsAre(3);
  });

  it('lists pictures that are missing and opens the rest', async () => {
    await saved();
    shell.session.facts = { left: [{ key: '0', name: 'anchor', why: 'its file is not there' }] };
    await session.files.open();
    expect(state().images.map(({ name }) => name)).toEqual(['balloon', 'cactus']);
    expect(state().choices.selected).toBe('/assets/balloon.png');
    expect(notice(/^1 picture is left out: anchor \(its file is not there\)\.$/)).toBeDefined();
  });

  it('says of answers of another computer whose they are, and takes no figures of it for measured here', async () => {
    await session.measure();
    expect(state().measurements).not.toEqual({});
    await saved((document) => ({
      ...document,
      made: { application: '1', machine: 'Another processor', date: '2026-11-29T10:00:00Z' },
    }));
    shell.session.facts = { foreign: true };
    await session.files.open();
    expect(selectAnswers(state()).full).toMatchObject({
      origin: { processor: 'Another processor', saved: '2026-11-29' },
    });
    expect(state().measurements).toEqual({});
    expect(notice(/are of another computer \(Another processor\)/)).toBeDefined();
    await session.ask(state().question);
    expect(selectAnswers(state()).full).not.toHaveProperty('origin');
  });

  it('goes on with the embedded model where its own is not there, and says so', async () => {
    await saved((document) => ({
      ...document,
      model: { source: { directory: '/models/theirs' }, directory: '/models/theirs' },
    }));
    shell.session.facts = { modelKnown: false };
    await session.files.open();
    expect(state().banner?.text).toContain('/models/theirs');
    expect(state().banner?.text).toContain('the embedded model is in use');
    expect(state().model).toMatchObject({ kind: 'ready', info: { directory: '/assets/pocket' } });
  });

  it('leaves everything where it cannot be read, and says why', async () => {
    const before = essence();
    vi.spyOn(shell.bridge, 'openSession').mockRejectedValue(
      new Error(
        "'x.dymu-session' is not valid JSON; open another session file, or have this one saved again.",
      ),
    );
    await session.files.open();
    expect(essence()).toEqual(before);
    expect(notice(/is not valid JSON/)?.tone).toBe('error');
  });

  it('is done by the system, and by a drop', async () => {
    await saved();
    const opening = vi.spyOn(shell.bridge, 'openSession');
    shell.openFromSystem([{ kind: 'session', path: '/home/a.dymu-session', name: 'a.dymu-session' }]);
    await eventually(() => expect(opening).toHaveBeenCalledWith('/home/a.dymu-session'));
    vi.spyOn(shell.bridge, 'pathForFile').mockResolvedValue('/home/b.dymu-session');
    await session.take({ kind: 'files', files: [new File(['{}'], 'b.dymu-session')] });
    expect(opening).toHaveBeenLastCalledWith('/home/b.dymu-session');
    expect(state().images).toHaveLength(3);
  });
});

describe('the next start', () => {
  it('has pictures, budget, question, answers and the file as they were', async () => {
    await session.take({ kind: 'files', files: [new File([Uint8Array.of(1, 2)], 'pasted.png')] });
    state().choose({ tokens: 33, method: 'tome', virtualUnmerging: false });
    await session.ask('What is it?');
    await session.files.saveAs(true);
    await eventually(() => expect(parsed(shell.session.kept!).file).not.toBeNull());
    const before = essence();
    session.dispose();
    await start();
    expect(essence()).toEqual(before);
    expect(state().sessionFile).toMatchObject({ name: 'pasted.dymu-session', place: 'kept', changed: false });
    expect(state().banner).toBeNull();
    await eventually(() => expect(state().model.kind).toBe('ready'));
    expect(essence()).toEqual(before);
  });

  it('uses the embedded model where the one before does not load', async () => {
    await eventually(() => expect(shell.session.kept).not.toBeNull());
    shell.session.kept = sessionText({
      ...parsed(shell.session.kept!),
      model: { source: { directory: '/models/broken' }, directory: '/models/broken' },
    });
    session.dispose();
    await start();
    await eventually(() =>
      expect(state().model).toMatchObject({ kind: 'ready', info: { directory: '/assets/pocket' } }),
    );
  });
});
