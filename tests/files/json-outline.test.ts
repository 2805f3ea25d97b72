import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOutline } from '../../src-engine/files/json-outline.ts';

const outline = (text: string) => jsonOutline(Buffer.from(text));

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('jsonOutline', () => {
  it('sees through strings, escapes and other characters', () => {
    expect(outline('{"[[{,\\"],":"\\\\","é,":[1,{"b":2}]}')).toEqual({ depth: 3, members: 2, values: 3 });
    expect(outline('7')).toEqual({ depth: 0, members: 1, values: 1 });
  });

  it('is at least as deep and as long as every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const found = outline(JSON.stringify(value));
        expect(found.depth).toBe(depthOf(value));
        const members = typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
        expect(found.members).toBe(Math.max(1, members));
        expect(found.values).toBeGreaterThanOrEqual(members);
      }),
    );
  });

  it('ends for every text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => outline(text).depth >= 0));
  });
});
