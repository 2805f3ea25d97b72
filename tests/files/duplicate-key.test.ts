import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateKey } from '../../src-engine/files/duplicate-key.ts';

describe('duplicateKey', () => {
  it('finds a key that JSON.parse would hide', () => {
    expect(duplicateKey('{"a":1,"b":{},"a":2}')).toBe('a');
  });

  it('compares keys after unescaping', () => {
    expect(duplicateKey('{"\\u0061":1, "a":2}')).toBe('a');
    expect(duplicateKey('{"\\"":1,"\\\\":2}')).toBeUndefined();
  });

  it('looks at the outermost object only', () => {
    expect(duplicateKey('{"a":{"x":1,"x":2},"b":["a","a",{"b":1}]}')).toBeUndefined();
  });

  it('finds none in whatever JSON.stringify writes, and one as soon as a key is repeated', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (object) => {
        const json = JSON.stringify(object);
        const [first] = Object.keys(object);
        expect(duplicateKey(json)).toBeUndefined();
        expect(duplicateKey(`${json.slice(0, -1)},${JSON.stringify(first)}:0}`)).toBe(first);
      }),
    );
  });
});
