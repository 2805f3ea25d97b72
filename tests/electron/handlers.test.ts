import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';

type Listener = (event: unknown, ...args: unknown[]) => Promise<unknown>;
const handled = new Map<string, Listener>();

vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, listener: Listener) => handled.set(channel, listener) },
}));

const { registerHandlers, requestChannels } = await import('../../electron/handlers.ts');
const { argumentSchemas } = await import('../../electron/argument-schemas.ts');
type Actions = Parameters<typeof registerHandlers>[0];

const window = { id: 1 };
const entry = { id: 'x', label: 'X', enabled: true, mark: 'none', checked: false, key: null };

function ask(channel: string, args: unknown[] = [], sender: unknown = window): Promise<unknown> {
  return handled.get(channel)!({ sender }, ...args);
}

describe('registerHandlers', () => {
  const remember = vi.fn<Actions['files:remember']>();

  beforeEach(() => {
    handled.clear();
    remember.mockReset().mockResolvedValue();
    const unused = () => Promise.reject(new Error('not asked for'));
    const actions: Actions = {
      'engine:restart': unused,
      'files:open-images': () =>
        Promise.reject(new EngineError('bad-input', 'The folder is gone; choose another one.')),
      'files:open-folder': () => Promise.reject(new Error("EACCES: permission denied, open '/x'")),
      'files:choose-questions': () => Promise.resolve(null),
      'files:bundled-questions': () => Promise.resolve('/assets/bench/questions.jsonl'),
      'files:dropped': unused,
      'files:choose-place': unused,
      'files:own-calibration': unused,
      'files:remember': remember,
      'shelf:read': unused,
      'first-start:read': unused,
      'model:default': unused,
      'model:choose-folder': unused,
      'model:known': unused,
      'model:remember': unused,
      'model:forget': unused,
      'settings:read': unused,
      'settings:write': unused,
      'session:keep': unused,
      'session:keep-picture': unused,
      'session:read': unused,
      'session:open': unused,
      'session:save': unused,
      'session:mark': unused,
      'menu:set': unused,
      'files:choose-collection': unused,
      'files:save-text': unused,
      'files:save-bytes': unused,
      'clipboard:paste': unused,
      'data:places': unused,
      'data:clear': unused,
      'data:show': unused,
      'app:about': unused,
      'hub:read': unused,
      'hub:write': unused,
      'updates:check': unused,
      'updates:download': unused,
      'updates:cancel': unused,
      'updates:install': unused,
      'window:listening': unused,
    };
    registerHandlers(actions, ({ sender }) => sender === Object(window));
  });

  it('listens on every channel of the vocabulary', () => {
    expect([...handled.keys()].sort()).toEqual(Object.keys(argumentSchemas).sort());
    expect(requestChannels).toHaveLength(handled.size);
  });

  it('hands the arguments on and the value back', async () => {
    expect(await ask('files:remember', [['/a.png', '/b.png']])).toEqual({ kind: 'value', value: undefined });
    expect(remember).toHaveBeenCalledWith(['/a.png', '/b.png']);
  });

  it('refuses a stranger', async () => {
    expect(await ask('files:remember', [['/a.png']], { id: 2 })).toMatchObject({ kind: 'refused' });
    expect(remember).not.toHaveBeenCalled();
  });

  it.each([
    ['a number for a path', [[1]]],
    ['an endless path', [['x'.repeat(4097)]]],
    ['a path without a list', ['/a.png']],
    ['too few', []],
    ['too many', [[], 1]],
  ])('refuses %s', async (_, args) => {
    expect(await ask('files:remember', args)).toMatchObject({ kind: 'refused' });
    expect(remember).not.toHaveBeenCalled();
  });

  it.each([
    ['a menu that is none of ours', [[{ title: 'Tools', sections: [] }]]],
    ['an entry with an odd id', [[{ title: 'File', sections: [[{ ...entry, id: '../x' }]] }]]],
    ['an entry with more than is known', [[{ title: 'File', sections: [[{ ...entry, click: 1 }]] }]]],
  ])('refuses %s', async (_, args) => {
    expect(await ask('menu:set', args)).toMatchObject({
      kind: 'refused',
      sentence: 'menu:set was called with values that it cannot use.',
    });
  });

  it('turns errors into sentences', async () => {
    expect(await ask('files:open-images')).toEqual({
      kind: 'refused',
      sentence: 'The folder is gone; choose another one.',
    });
    expect(await ask('files:open-folder')).toEqual({
      kind: 'refused',
      sentence: "This did not work: EACCES: permission denied, open '/x'.",
    });
  });
});
