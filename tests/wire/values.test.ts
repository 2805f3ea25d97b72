import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from '../../src-engine/wire/values.ts';
import { WireFault } from '../../src-engine/wire/wire-fault.ts';

/** A message as somebody may put it together who keeps to no rule. */
function forged(document: unknown, rest: readonly number[] = []): Uint8Array {
  const json = new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document));
  const bytes = new Uint8Array(4 + json.length + rest.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  bytes.set(rest, 4 + json.length);
  return bytes;
}

describe('a value that crosses', () => {
  it('is the same on the other side, whatever it is made of', () => {
    const array = fc.oneof(fc.uint8Array(), fc.int32Array(), fc.float32Array(), fc.float64Array());
    const { tree } = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), array),
      tree: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('tree'),
          { maxKeys: 4 },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(decodeValue(encodeValue(value))).toEqual(value);
      }),
    );
  });

  it('keeps numbers that JSON has no words for, and arrays that are views', () => {
    const shared = new Float32Array([9, NaN, -0, Infinity, 9]);
    const value = { a: [NaN, -Infinity, -0], b: shared.subarray(1, 4), none: undefined };
    const back = decodeValue(encodeValue(value)) as { a: number[]; b: Float32Array };
    expect(Object.is(back.a[2], -0)).toBe(true);
    expect(back).toEqual({ a: [NaN, -Infinity, -0], b: new Float32Array([NaN, -0, Infinity]) });
    expect(back.b.buffer.byteLength).toBe(12);
  });

  it('may say the word __proto__, also as a text that looks like code', () => {
    const value = { question: 'What is {"__proto__": 1}?', more: '\\u005f_proto__' };
    expect(decodeValue(encodeValue(value))).toEqual(value);
  });

  it.each([
    ['a function', () => 1],
    ['a map', new Map()],
    ['a date', new Date()],
    ['a big number', 1n],
    ['an array of a kind that is not used', new Uint16Array(1)],
  ])('is not %s', (_, value) => {
    expect(() => encodeValue({ value })).toThrow(WireFault);
  });

  it('is no circle', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(() => encodeValue(circle)).toThrow(WireFault);
  });
});

describe('bytes that nobody of ours has made', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['a length without its text', new Uint8Array([255, 255, 255, 255, 1])],
    ['text that is no JSON', forged('{')],
    ['text that is not UTF-8', new Uint8Array([2, 0, 0, 0, 0xff, 0xfe])],
    ['another document', forged([1, 2])],
    ['a field too many', forged({ value: 1, parts: [], code: 'x' })],
    ['bytes behind the end', forged({ value: 1, parts: [] }, [1])],
    [
      'an array longer than the message',
      forged({ value: null, parts: [{ at: [], is: 'f64', length: 1e15 }] }),
    ],
    [
      'an array where a value stands',
      forged({ value: { a: 1 }, parts: [{ at: ['a'], is: 'u8', length: 0 }] }),
    ],
    ['an array nowhere', forged({ value: {}, parts: [{ at: ['a', 'b'], is: 'u8', length: 0 }] })],
    ['an array of an unknown kind', forged({ value: null, parts: [{ at: [], is: 'u16', length: 0 }] })],
    ['a place in a prototype', forged({ value: {}, parts: [{ at: ['__proto__', 'x'], is: 'nan' }] })],
    ['a place in a constructor', forged({ value: {}, parts: [{ at: ['constructor', 'x'], is: 'nan' }] })],
    ['a prototype as a key', forged('{"value":{"__proto__":{"polluted":1}},"parts":[]}')],
    ['a prototype as a key in disguise', forged('{"value":{"\\u005f_proto__":{"polluted":1}},"parts":[]}')],
  ])('are refused: %s', (_, bytes) => {
    expect(() => decodeValue(bytes)).toThrow(WireFault);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('throw one kind of error and no other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decodeValue(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(WireFault);
        }
      }),
    );
  });
});
