import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrows, seam, typeArrows, windowArrows } from '../../eslint.boundaries.js';
import { arrowsOfTheSources, arrowsOfTheWindow, type Arrow } from './imports.ts';

const sources = arrowsOfTheSources();
const categories = Object.keys(arrows);

function targets(category: string, kind: Arrow['kind']): string[] {
  const found = sources.filter((arrow) => arrow.from === category && arrow.kind === kind);
  return [...new Set(found.map(({ to }) => to).filter((to) => !seam.includes(to)))].sort();
}

const without = (names: readonly string[], others: readonly string[]) =>
  names.filter((name) => !others.includes(name)).sort();

describe('the tables of arrows', () => {
  it('have a row for every category that imports', () => {
    const rows = new Set([...categories, ...seam]);
    expect(sources.filter(({ from, to }) => !rows.has(from) || !rows.has(to))).toEqual([]);
  });

  it.each(categories)('allow %s what it imports and nothing else', (category) => {
    const values = targets(category, 'value');
    expect([...(arrows[category] ?? [])].sort()).toEqual(values);
    expect([...(typeArrows[category] ?? [])].sort()).toEqual(without(targets(category, 'type'), values));
  });

  it('draw no circle, types included', () => {
    const after = (name: string) => [...(arrows[name] ?? []), ...(typeArrows[name] ?? [])];
    const reaches = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
      for (const next of after(from)) if (!seen.has(next)) reaches(next, seen.add(next));
      return seen;
    };
    expect(categories.filter((name) => reaches(name).has(name))).toEqual([]);
  });
});

describe("the table of the window's folders", () => {
  const found = arrowsOfTheWindow();
  const parts = Object.keys(windowArrows);

  it('has a row for every folder that is there', () => {
    expect(found.filter(({ from, to }) => !parts.includes(from) || !parts.includes(to))).toEqual([]);
  });

  it.each(parts)('allows %s what it imports, and only what stands above it in the table', (part) => {
    const allowed = windowArrows[part] ?? [];
    const targetsOfPart = found.filter(({ from }) => from === part).map(({ to }) => to);
    expect([...allowed].sort()).toEqual([...new Set(targetsOfPart)].sort());
    expect(allowed.filter((name) => parts.indexOf(name) >= parts.indexOf(part))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'architecture.md'), 'utf8');

  /** `- **name** `paths`: words. May import a, b; types of c.` */
  const line =
    /^- \*\*(?<name>[\w-]+)\*\* .*? May import (?<values>[^;.]+)(?:; types of (?<types>[^.]+))?\.$/gmu;
  const listed = new Map(
    [...text.matchAll(line)].map(({ groups = {} }) => {
      const names = (words: string | undefined) =>
        words === undefined || words === 'nothing' ? [] : words.split(/, | and /u).sort();
      return [groups['name'] ?? '', { values: names(groups['values']), types: names(groups['types']) }];
    }),
  );

  it('lists every category', () => {
    expect([...listed.keys()].sort()).toEqual([...categories].sort());
  });

  it.each(categories)('says of %s what the lint says', (category) => {
    expect(listed.get(category)).toEqual({
      values: [...(arrows[category] ?? [])].sort(),
      types: [...(typeArrows[category] ?? [])].sort(),
    });
  });
});
