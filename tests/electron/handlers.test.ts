import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';

type Listener = (event: unknown, ...args: unknown[]) => Promise<unknown>;
const handled = new Map<string, Listener>();

vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, listener: Listener) => handled.set(channel, listener) },
}));

const { registerHandlers, requestChannels, argumentSchemas } = await import('../../electron/handlers.ts');
type Actions = Parameters<typeof registerHandlers>[0];

const window = { id: 1 };

function ask(channel: string, args: unknown[] = [], sender: unknown = window): Promise<unknown> {
  return handled.get(channel)!({ sender }, ...args);
}

describe('registerHandlers', () => {
  const save = vi.fn<Actions['files:save']>();

  beforeEach(() => {
    handled.clear();
    save.mockReset().mockResolvedValue('/tmp/figure.png');
    const unused = () => Promise.reject(new Error('not asked for'));
    const actions: Actions = {
      'engine:restart': unused,
      'files:open-images': () =>
        Promise.reject(new EngineError('bad-input', 'The folder is gone; choose another one.')),
      'files:open-folder': unused,
      'files:recent': () => Promise.reject(new Error("EACCES: permission denied, open '/x'")),
      'files:remember': unused,
      'files:save': save,
      'shelf:read': unused,
      'first-start:read': unused,
      'model:default': unused,
      'model:choose-folder': unused,
      'settings:read': unused,
      'settings:write': unused,
      'clipboard:write-image': unused,
      'clipboard:read-image': unused,
      'app:about': unused,
      'window:listening': unused,
    };
    registerHandlers(actions, ({ sender }) => sender === Object(window));
  });

  it('listens on every channel of the vocabulary', () => {
    expect([...handled.keys()].sort()).toEqual(Object.keys(argumentSchemas).sort());
    expect(requestChannels).toHaveLength(handled.size);
  });

  it('hands the arguments on and the value back', async () => {
    const bytes = Uint8Array.of(1, 2);
    expect(await ask('files:save', ['figure.png', bytes])).toEqual({
      kind: 'value',
      value: '/tmp/figure.png',
    });
    expect(save).toHaveBeenCalledWith('figure.png', bytes);
  });

  it('refuses a stranger', async () => {
    expect(await ask('files:save', ['figure.png', new Uint8Array()], { id: 2 })).toMatchObject({
      kind: 'refused',
    });
    expect(save).not.toHaveBeenCalled();
  });

  it.each([
    ['a path for a name', ['../../etc/passwd', new Uint8Array()]],
    ['a Windows path for a name', ['..\\x', new Uint8Array()]],
    ['text for bytes', ['figure.png', 'text']],
    ['too few', ['figure.png']],
    ['too many', ['figure.png', new Uint8Array(), 1]],
  ])('refuses %s', async (_, args) => {
    expect(await ask('files:save', args)).toMatchObject({ kind: 'refused' });
    expect(save).not.toHaveBeenCalled();
  });

  it('turns errors into sentences', async () => {
    expect(await ask('files:open-images')).toEqual({
      kind: 'refused',
      sentence: 'The folder is gone; choose another one.',
    });
    expect(await ask('files:recent')).toEqual({
      kind: 'refused',
      sentence: "This did not work: EACCES: permission denied, open '/x'.",
    });
  });
});
