import { beforeEach, describe, expect, it } from 'vitest';
import { menuSchema } from '../../../electron/menu-schema.ts';
import type { App } from '../../../renderer/commands/command.ts';
import { keyHelp } from '../../../renderer/commands/key-help.ts';
import { menuOf } from '../../../renderer/commands/menu.ts';
import { commandById, commandFor, commandGroups, commands } from '../../../renderer/commands/table.ts';
import type { Shape } from '../../../src-engine/reduction/steering/shapes.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { fakeModel } from '../../support/fake-engine.ts';
import { answerOf, encodingOf, shelfImage } from '../support/samples.ts';

let store: AppStore;
beforeEach(() => {
  store = createAppStore();
});

const state = () => store.getState();
const meant = (stroke: string, typing = false) => commandFor(stroke, typing, state())?.id ?? null;

function withPicture(): void {
  state().addImages([shelfImage('a')]);
  state().settle({ selected: 'a', tokens: 90 });
  state().setModel({ kind: 'ready', info: fakeModel });
  state().setShown({ kind: 'live', imageId: 'a', reading: '', key: '', encoding: encodingOf(90) });
  const bitmap = { width: 4, height: 4, close: () => {} };
  state().setPicture({ kind: 'ready', imageId: 'a', reading: '', picture: { bitmap, width: 4, height: 4 } });
}

describe('the table of commands', () => {
  it('gives every command an id and words of its own', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    expect(new Set(commands.map(({ label }) => label)).size).toBe(commands.length);
    for (const command of commands) {
      expect(commandById(command.id)).toBe(command);
      expect(command.label).toMatch(/^[A-Z].*[^.]$/);
    }
  });

  it('gives no key twice, Escape apart', () => {
    const strokes = commands
      .flatMap(({ keys = [] }) => keys.map(({ stroke }) => stroke))
      .filter((stroke) => stroke !== 'Escape');
    expect(new Set(strokes).size).toBe(strokes.length);
  });

  it('says in a sentence why a command cannot run', () => {
    const reasons = commands.flatMap(({ whyNot }) => whyNot?.(state()) ?? []);
    expect(reasons.length).toBeGreaterThan(10); // nothing is open and nothing loaded
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].*\.$/);
  });

  it('promises nothing', () => {
    expect(JSON.stringify(menuOf(state()))).not.toMatch(/later|soon/);
  });
});

describe('commandFor', () => {
  it.each([
    ['1', 'overlay-outlines'],
    ['2', 'overlay-mosaic'],
    ['5', 'overlay-none'],
    ['+', 'zoom-in'],
    ['=', 'zoom-in'],
    [',', 'previous-layer'],
    ['/', 'focus-question'],
    ['?', 'show-keys'],
    ['Mod+K', 'show-commands'],
  ])('%s means %s', (stroke, id) => {
    withPicture();
    expect(meant(stroke)).toBe(id);
  });

  it('leaves letters and undo to the field while somebody types, but not the palette', () => {
    withPicture();
    state().choose({ tokens: 50 });
    expect(meant('Mod+Z')).toBe('undo');
    expect(meant('Mod+Z', true)).toBeNull();
    expect(meant('1', true)).toBeNull();
    expect(meant('Mod+K', true)).toBe('show-commands');
  });

  it('leaves the keys of the menu to the menu', () => {
    expect(meant('Mod+O')).toBeNull();
    expect(meant('Mod+1')).toBeNull();
  });

  it('takes the keys of the menu where the host shows none, also while somebody types', () => {
    state().setCannot({ menu: 'A browser shows no menu of ours.' });
    expect(meant('Mod+O')).toBe('open-images');
    expect(meant('Mod+S', true)).toBe('save-session');
    expect(meant('Mod+A')).toBeNull(); // of a part of the window
    state().setCannot({});
  });

  it('means nothing where the command cannot run', () => {
    expect(meant('+')).toBeNull(); // no picture
    expect(meant('Mod+Y')).toBeNull();
  });
});

describe('Escape', () => {
  it('takes back the topmost thing: an answer, then a message, then the pin', () => {
    withPicture();
    expect(meant('Escape')).toBeNull();
    state().choose({ pin: 3 });
    expect(meant('Escape')).toBe('unpin');
    state().notify('info', 'Hello.');
    expect(meant('Escape', true)).toBe('dismiss-message');
    const asked = {
      model: '',
      question: '?',
      reduction: { method: 'none' },
      virtualUnmerging: true,
    } as const;
    state().setRun('a', 'full', { kind: 'streaming', asked, before: null, text: '', visualTokens: 0 });
    expect(meant('Escape', true)).toBe('stop');
    state().setRun('a', 'full', { kind: 'done', asked, result: answerOf('Yes.') });
    expect(meant('Escape')).toBe('dismiss-message');
  });
});

describe('Escape while the window measures by itself', () => {
  it('ends the presentation first, and the measurement where nothing else is there', () => {
    withPicture();
    commandById('presentation')?.run({ store } as App);
    const asked = {
      model: '',
      question: '?',
      reduction: { method: 'none' },
      virtualUnmerging: true,
    } as const;
    const measuring = (by: 'idle' | 'user') =>
      state().setMeasurement('a', {
        asked: { full: asked, merged: asked },
        full: [],
        merged: [],
        progress: { kind: 'running', pairs: 3, by },
      });
    measuring('idle');
    expect(meant('Escape')).toBe('end-presentation');
    commandById('end-presentation')?.run({ store } as App);
    expect(meant('Escape')).toBe('stop');
    measuring('user');
    state().choose({ pin: 3 });
    expect(meant('Escape')).toBe('stop');
  });
});

describe('the panes of Explore', () => {
  it('are opened and closed by a letter, in Explore, and the menu shows which are open', () => {
    const toggle = commandById('toggle-dialogue');
    expect(meant('q')).toBe('toggle-dialogue');
    expect(toggle?.checked?.(state())).toBe(true);
    toggle?.run({ store } as App);
    expect(toggle?.checked?.(state())).toBe(false);
    const entries = menuOf(state()).flatMap(({ sections }) => sections.flat());
    expect(entries.find(({ id }) => id === 'toggle-dialogue')).toMatchObject({
      mark: 'switch',
      checked: false,
    });
    commandById('standard-panes')?.run({ store } as App);
    expect(toggle?.checked?.(state())).toBe(true);
    expect(meant('q', true)).toBeNull(); // a letter of a question
    state().setView('models');
    expect(meant('q')).toBeNull();
  });

  it('are away in a presentation, which one Escape ends, whatever else it could take back', () => {
    withPicture();
    expect(meant('p')).toBe('presentation');
    commandById('presentation')?.run({ store } as App);
    expect(meant('q')).toBeNull();
    state().choose({ pin: 3 });
    state().notify('error', 'A file cannot be read.');
    state().setRegionTool('brush');
    expect(meant('Escape')).toBe('end-presentation');
    const before: Shape = { kind: 'box', x: 0, y: 0, width: 9, height: 9 };
    const by = { kind: 'grip', hold: { kind: 'inside' }, from: [1, 1], before } as const;
    state().setRegionDraft({ imageId: 'a', index: 0, shape: before, by });
    expect(meant('Escape')).toBe('cancel-drawing'); // half a shape is under the hand
    state().setRegionDraft(null);
    commandById('end-presentation')?.run({ store } as App);
    expect(meant('Escape')).toBe('cancel-drawing');
    state().setRegionTool(null);
    expect(meant('Escape')).toBe('dismiss-message');
    state().setView('collection');
    expect(meant('Escape')).toBe('dismiss-message');
  });
});

describe('menuOf', () => {
  it('is what the shell accepts', () => {
    expect(menuSchema.safeParse(menuOf(state())).error).toBeUndefined();
  });

  it('holds every command once', () => {
    const ids = menuOf(state()).flatMap(({ sections }) => sections.flat().map(({ id }) => id));
    expect(ids).toEqual(commands.map(({ id }) => id));
  });

  it('checks one of each choice', () => {
    const sections = menuOf(state()).flatMap((group) => group.sections);
    const choices = sections.filter(([first]) => first?.mark === 'choice');
    expect(choices.length).toBeGreaterThan(3);
    for (const section of choices) expect(section.filter(({ checked }) => checked)).toHaveLength(1);
  });

  it('turns entries off where their command cannot run', () => {
    const enabled = (id: string) =>
      menuOf(state())
        .flatMap(({ sections }) => sections.flat())
        .find((entry) => entry.id === id)?.enabled;
    expect(enabled('zoom-in')).toBe(false);
    withPicture();
    expect(enabled('zoom-in')).toBe(true);
    expect(enabled('zoom-out')).toBe(false); // the whole picture is in view
  });

  it('shows the key that the menu acts on, or else the first', () => {
    const entries = menuOf(state()).flatMap(({ sections }) => sections.flat());
    const key = (id: string) => entries.find((entry) => entry.id === id)?.key;
    expect(key('zoom-in')).toEqual({ accelerator: 'CmdOrCtrl+=', acts: true });
    expect(key('overlay-mosaic')).toEqual({ accelerator: '2', acts: false });
    expect(key('restart-engine')).toBeNull();
  });
});

describe('keyHelp', () => {
  it("lists every command that has a key, and speaks of the system's own", () => {
    const rows = keyHelp(false).flatMap(({ keys }) => keys);
    const withKeys = commands.filter(({ keys = [] }) => keys.length > 0);
    expect(rows.length).toBe(withKeys.length + 5);
    expect(rows).toContainEqual({ keys: 'Ctrl Shift Z,  Ctrl Y', words: 'Redo' });
    expect(JSON.stringify(keyHelp(true))).not.toContain('Ctrl');
    expect(
      keyHelp(false)
        .slice(0, commandGroups.length)
        .map(({ title }) => title),
    ).toEqual(commandGroups.map(({ title }) => title));
  });
});
