/** Whether two stored tensors hold the same numbers, read side by side in pieces; an early difference ends it early. */
import { readAt, withFile } from './bounded-file.ts';
import { upcastBf16, upcastF16 } from './half.ts';
import { published } from './published-json.ts';
import { refusal } from './refusal.ts';
import type { StoredTensor } from './safetensors.ts';

/** Numbers compared at a time: a few megabytes, whatever the tensors take. */
const piece = 1 << 20;

const widths: ReadonlyMap<StoredTensor['dtype'], 2 | 4> = new Map([
  ['F32', 4],
  ['F16', 2],
  ['BF16', 2],
]);

function numbers(dtype: StoredTensor['dtype'], bytes: Buffer): Float32Array {
  const own = new Uint8Array(bytes).buffer; // aligned, as a slice of a pooled buffer is not
  if (dtype === 'F32') return new Float32Array(own);
  return dtype === 'F16' ? upcastF16(new Uint16Array(own)) : upcastBf16(new Uint16Array(own));
}

function samePiece(a: StoredTensor, left: Buffer, b: StoredTensor, right: Buffer): boolean {
  if (a.dtype === b.dtype && left.equals(right)) return true;
  const [one, other] = [numbers(a.dtype, left), numbers(b.dtype, right)];
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

/**
 * Equal shapes and equal values, whatever floating-point type each is stored in. Tensors of other types are never the same.
 * Throws `bad-checkpoint` where a file cannot be read or has become shorter.
 */
export async function sameTensor(a: StoredTensor, b: StoredTensor): Promise<boolean> {
  const [width, otherWidth] = [widths.get(a.dtype), widths.get(b.dtype)];
  if (width === undefined || otherWidth === undefined) return false;
  if (a.shape.length !== b.shape.length || a.shape.some((side, axis) => side !== b.shape[axis])) return false;
  const count = a.bytes / width;
  return withFile(a.file, published(a.file), (first) =>
    withFile(b.file, published(b.file), async (second) => {
      for (let done = 0; done < count; done += piece) {
        const length = Math.min(piece, count - done);
        const left = await readAt(first, a.offset + done * width, length * width);
        const right = await readAt(second, b.offset + done * otherWidth, length * otherWidth);
        if (left.length < length * width)
          throw refusal(published(a.file), 'became shorter while it was read');
        if (right.length < length * otherWidth) {
          throw refusal(published(b.file), 'became shorter while it was read');
        }
        if (!samePiece(a, left, b, right)) return false;
      }
      return true;
    }),
  );
}
