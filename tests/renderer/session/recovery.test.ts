/** What the window does when a process beside it ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineDevices } from '../../../electron/bridge.ts';
import { tryFasterDevice } from '../../../renderer/commands/question.ts';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { selectAnswers } from '../../../renderer/state/selectors.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeShell, type FakeShell } from '../support/fake-bridge.ts';

vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4, height: 4, close: () => {} }));
URL.createObjectURL = () => 'blob:test';

let store: AppStore;
let shell: FakeShell;
let session: Session;
let asked: (EngineDevices | undefined)[];

beforeEach(() => {
  store = createAppStore();
  shell = createFakeShell();
  asked = [];
  const bridge = {
    ...shell.bridge,
    restartEngine: (devices?: EngineDevices) => {
      asked.push(devices);
      return Promise.resolve();
    },
  };
  session = createSession(store, bridge, shell.connect);
});
afterEach(() => session.dispose());

const state = () => store.getState();

async function started(): Promise<void> {
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine());
  await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
}

describe('an engine that ended three times within a minute', () => {
  beforeEach(async () => {
    await started();
    shell.status({ kind: 'restarting', cause: 'The engine crashed.', devices: 'processor' });
    shell.status({ kind: 'ready', devices: 'processor' });
    shell.startEngine(createFakeEngine());
    await eventually(() => expect(state().banner?.action).toBeDefined());
  });

  it('is said to use the CPU alone, and the banner tries the faster device again', () => {
    expect(state().banner).toMatchObject({
      tone: 'warn',
      text: 'The engine crashed. It has ended often in a short time, so it now uses the CPU alone; your session is as you left it.',
      action: { label: 'Try the faster device again' },
    });
    state().banner?.action?.run();
    expect(asked).toEqual(['all']);
    shell.status({ kind: 'starting' });
    expect(state().banner).toBeNull();
  });

  it('can be told so by a command after the banner was dismissed, and only then', async () => {
    state().setBanner(null);
    expect(tryFasterDevice.whyNot?.(state())).toBeNull();
    await session.restartEngine('all');
    expect(asked).toEqual(['all']);
    shell.status({ kind: 'starting' });
    expect(tryFasterDevice.whyNot?.(state())).toBe('The engine may use every device that passes its check.');
  });
});

describe('an engine whose port has closed', () => {
  it('is asked for nothing more, also before the shell says that it ended', async () => {
    const died = new EngineError('engine-died', 'The engine stopped.');
    let dead = false;
    let asked = 0;
    let end = () => {};
    const fake = createFakeEngine({
      fail: () => {
        if (dead) asked++;
        return dead ? died : undefined;
      },
    });
    session.dispose();
    session = createSession(store, shell.bridge, (_, ended) => {
      end = ended;
      return fake;
    });
    await session.start();
    shell.status({ kind: 'ready' });
    shell.startEngine(fake);
    await eventually(() => expect(selectAnswers(state()).merged.kind).toBe('done'));
    dead = true;
    end();
    state().choose({ selected: '/assets/balloon.png' });
    await session.ask('Is anybody there?');
    state().choose({ selected: '/assets/cactus.png' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toBe(0);
    expect(state().notices.at(-1)?.text).toBe(
      'No model is ready yet; ask again when the status line says so.',
    );
  });
});
