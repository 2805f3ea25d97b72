import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compact } from '../../src-engine/remote/compact.ts';

describe('compact', () => {
  it('copies an array out of a larger buffer', () => {
    const all = Int32Array.from({ length: 1000 }, (_, i) => i);
    const sent = compact({ views: [{ owner: all.subarray(10, 13) }] });
    expect(sent).toEqual({ views: [{ owner: Int32Array.of(10, 11, 12) }] });
    expect(sent).toHaveProperty('views.0.owner.buffer.byteLength', 12);
  });

  it('leaves an array that owns its buffer as it is', () => {
    const size = Float32Array.of(1, 2);
    expect(compact(size)).toBe(size);
  });

  it("makes Node's pooled buffers plain bytes", () => {
    const sent = compact({ png: Buffer.from('abc') });
    expect(sent).toEqual({ png: Uint8Array.of(97, 98, 99) });
    expect(sent).toHaveProperty('png.buffer.byteLength', 3);
  });

  it('changes no plain value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(compact(value)).toEqual(value);
      }),
    );
  });
});
