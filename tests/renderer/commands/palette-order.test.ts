import { describe, expect, it } from 'vitest';
import { found, type Listed } from '../../../renderer/commands/palette-order.ts';
import { commandGroups } from '../../../renderer/commands/table.ts';

const all: readonly Listed[] = commandGroups.flatMap(({ title, sections }) =>
  sections.flat().map((command) => ({ command, group: title })),
);
const labels = (typed: string, recent: readonly string[] = []) =>
  found(all, typed, recent).map(({ command }) => command.label);

describe('what the palette lists', () => {
  it('begins with the labels that begin as was typed', () => {
    const about = labels('about');
    expect(about[0]).toBe('About DyMU Explorer');
    expect(about).toContain('Ask about the next picture, too');
    expect(labels('sav ses')[0]).toBe('Save session');
  });

  it('puts a label that is the word itself before those that begin with it', () => {
    expect(labels('export')[0]).toBe('Export…');
    expect(labels('models')[0]).toBe('Models');
  });

  it('goes on with those that are found by their other words or their menu', () => {
    const heat = labels('over heat');
    expect(heat).toEqual(['Heat']);
    const help = labels('help');
    expect(help.length).toBeGreaterThan(3); // all of the menu Help
  });

  it('lists recent ones first among equally good ones, and not before better ones', () => {
    expect(labels('zoom')[0]).toBe('Zoom in');
    expect(labels('zoom', ['zoom-out'])[0]).toBe('Zoom out');
    expect(labels('about', ['add-to-question'])[0]).toBe('About DyMU Explorer');
  });

  it('is nothing where a word begins no word', () => {
    expect(labels('zoom teleport')).toEqual([]);
  });

  it('is everything where nothing is typed, in the order of the menus', () => {
    expect(labels('  ')).toEqual(all.map(({ command }) => command.label));
  });
});
