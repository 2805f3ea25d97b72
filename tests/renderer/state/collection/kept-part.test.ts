import { describe, expect, it } from 'vitest';
import { keptPart } from '../../../../renderer/state/collection/kept-part.ts';

describe('a part of an order', () => {
  it('stays the same object while its rows stay, whatever happens beyond them', () => {
    const part = keptPart();
    const first = part(Uint32Array.of(5, 3, 9, 1, 2), 1, 3);
    expect([...first]).toEqual([3, 9]);
    expect(part(Uint32Array.of(1, 3, 9, 5), 1, 3)).toBe(first);
    const turned = part(Uint32Array.of(1, 9, 3, 5), 1, 3);
    expect([...turned]).toEqual([9, 3]);
    expect([...first]).toEqual([3, 9]);
    expect([...part(Uint32Array.of(1, 9), 1, 3)]).toEqual([9]);
  });
});
