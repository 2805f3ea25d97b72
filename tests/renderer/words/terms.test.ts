import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headingsOf, readGuide, slugOf } from '../../../renderer/words/guide.ts';
import { terms } from '../../../renderer/words/terms.ts';

const root = resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const all = Object.entries(terms);

/** What the glossary explains: in bold where an entry begins, in italics where it names something inside one. */
const glossary = new Set(
  Array.from(read('docs/glossary.md').matchAll(/\*\*([^*]+)\*\*|_([^_]+)_/g), ([, bold, italic]) =>
    (bold ?? italic ?? '').toLowerCase(),
  ),
);

const places = new Set(readGuide(read('docs/user-guide.md')).flatMap(({ id }) => id ?? []));

/** How terms are named by what shows them: `id="budget"`, or a name in a table. */
const shown = new Set(
  readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .flatMap((name) =>
      Array.from(read(join('renderer', name)).matchAll(/["']([a-z-]+)["']/g), ([, id]) => id),
    ),
);

describe('the terms of the window', () => {
  it.each(all)('%s speaks of words that the glossary explains', (_, { words }) => {
    expect(words.filter((word) => !glossary.has(word.toLowerCase()))).toEqual([]);
  });

  it.each(all)('%s leads to a place that the guide has', (_, { guide }) => {
    expect(places).toContain(guide);
  });

  it.each(all)('%s is explained somewhere in the window', (id) => {
    expect(shown).toContain(id);
  });

  it('are said in a few whole sentences, each once', () => {
    for (const [, { name, text }] of all) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text.length).toBeLessThan(330);
      expect(name).toMatch(/^[A-Z]/);
    }
    expect(new Set(all.map(([, { name }]) => name)).size).toBe(all.length);
  });

  it('hold the words that a reader of the paper looks for', () => {
    const said = new Set<string>(all.flatMap(([, { words }]) => words));
    for (const word of ['Visual tokens', 'Prefill', 'Target', 'Virtual unmerging', 'Threshold', 'Stale'])
      expect(said).toContain(word);
  });
});

describe('the guide', () => {
  it('names its headings as the hosts of Markdown do, and paragraphs by their bold beginnings', () => {
    expect(slugOf('When something breaks')).toBe('when-something-breaks');
    const blocks = readGuide('# All\n\n## A *whole* folder\n\nText.\n\n**Counting (now).** It counts.\n');
    expect(blocks.map(({ id }) => id)).toEqual([
      'all',
      'a-whole-folder',
      null,
      'a-whole-folder/counting-now',
    ]);
    expect(headingsOf(blocks)).toEqual([{ id: 'a-whole-folder', title: 'A whole folder' }]);
  });

  it('has no place twice, and no link to a place that it has not', () => {
    const text = read('docs/user-guide.md');
    const ids = readGuide(text).flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = Array.from(text.matchAll(/\]\(#([^)]+)\)/g), ([, id]) => id);
    expect(links.filter((id) => !ids.includes(id ?? ''))).toEqual([]);
  });
});
