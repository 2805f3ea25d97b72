import { describe, expect, it } from 'vitest';
import { acceleratorOf, menuKey, spokenKey, strokeOf } from '../../../renderer/commands/keys.ts';

type Held = 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey';

function press(key: string, ...held: Held[]) {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  return { key, ...none, ...Object.fromEntries(held.map((name) => [name, true])) };
}

describe('strokeOf', () => {
  it.each([
    [press('1'), '1'],
    [press(' '), 'Space'],
    [press('Escape'), 'Escape'],
    [press('?', 'shiftKey'), '?'],
    [press('+', 'shiftKey'), '+'],
    [press('z', 'ctrlKey'), 'Mod+Z'],
    [press('Z', 'ctrlKey', 'shiftKey'), 'Mod+Shift+Z'],
    [press('=', 'ctrlKey'), 'Mod+='],
    [press('Enter', 'shiftKey'), 'Shift+Enter'],
  ])('%o is %s', (event, stroke) => expect(strokeOf(event, false)).toBe(stroke));

  it('takes Cmd for Mod on macOS, and Ctrl for nothing', () => {
    expect(strokeOf(press('k', 'metaKey'), true)).toBe('Mod+K');
    expect(strokeOf(press('k', 'ctrlKey'), true)).toBeNull(); // deletes to the end of the line there
    expect(strokeOf(press('k', 'metaKey'), false)).toBeNull();
  });

  it('leaves Alt alone', () => expect(strokeOf(press('1', 'altKey'), false)).toBeNull());
});

describe('a key', () => {
  it.each([
    ['Mod+Shift+Z', 'Ctrl Shift Z', '⌘ Shift Z', 'CmdOrCtrl+Shift+Z'],
    ['Mod+=', 'Ctrl =', '⌘ =', 'CmdOrCtrl+='],
    ['+', '+', '+', '+'],
    ['-', '−', '−', '-'],
    ['Escape', 'Esc', 'Esc', 'Escape'],
  ])('%s is spoken and handed to menus', (stroke, spoken, onMac, accelerator) => {
    expect(spokenKey(menuKey(stroke), false)).toBe(spoken);
    expect(spokenKey(menuKey(stroke), true)).toBe(onMac);
    expect(acceleratorOf(menuKey(stroke))).toBe(accelerator);
  });
});
