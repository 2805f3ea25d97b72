import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerPlaces } from '../../src-engine/evaluation/answer-places.ts';

it('keeps the last place of every key, as a map does', () => {
  const key = fc.oneof(
    fc.string({ maxLength: 3 }),
    fc.constantFrom('ffffffffffff', '000000000000aa', '000000000400'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat()), { maxLength: 2000 }), (pairs) => {
      const places = answerPlaces();
      const map = new Map<string, number>();
      for (const [name, place] of pairs) {
        places.set(name, place);
        map.set(name, place);
      }
      expect(places.size).toBe(map.size);
      for (const [name, place] of map) expect(places.get(name)).toBe(place);
      expect(places.get('another one')).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});
