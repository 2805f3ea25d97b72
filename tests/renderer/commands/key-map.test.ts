import { describe, expect, it } from 'vitest';
import { commandFor, keyGroups } from '../../../renderer/commands/key-map.ts';

const stroke = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', true>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('commandFor', () => {
  it.each([
    ['1', 'overlay-outlines'],
    ['2', 'overlay-mosaic'],
    ['5', 'overlay-none'],
    ['+', 'zoom-in'],
    ['-', 'zoom-out'],
    ['0', 'zoom-to-fit'],
    [',', 'previous-layer'],
    ['.', 'next-layer'],
    ['/', 'focus-question'],
    ['?', 'show-keys'],
  ])('%s means %s', (key, command) => expect(commandFor(stroke(key), false)).toBe(command));

  it('undoes and redoes with Ctrl or Cmd', () => {
    expect(commandFor(stroke('z', { ctrlKey: true }), false)).toBe('undo');
    expect(commandFor(stroke('Z', { metaKey: true, shiftKey: true }), false)).toBe('redo');
    expect(commandFor(stroke('y', { ctrlKey: true }), false)).toBe('redo');
  });

  it('leaves everything to the field while somebody types', () => {
    expect(commandFor(stroke('1'), true)).toBeNull();
    expect(commandFor(stroke('?'), true)).toBeNull();
    expect(commandFor(stroke('z', { ctrlKey: true }), true)).toBeNull();
  });

  it("leaves the menu's own keys and Alt alone", () => {
    expect(commandFor(stroke('o', { ctrlKey: true }), false)).toBeNull();
    expect(commandFor(stroke('1', { ctrlKey: true }), false)).toBeNull();
    expect(commandFor(stroke('1', { altKey: true }), false)).toBeNull();
  });
});

describe('keyGroups', () => {
  it("speaks of the system's own key", () => {
    const all = (mac: boolean) => JSON.stringify(keyGroups(mac));
    expect(all(true)).not.toContain('Ctrl');
    expect(all(false)).not.toContain('⌘');
  });
});
