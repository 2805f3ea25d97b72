/** The compiled passes of a resize (tools/kernels/resample.as): one instance and its memory, which callers lay out anew for every picture. */
import { resampleKernel } from './generated/resample-kernel.ts';

/** One pass over rows that lie in the kernel's memory; all numbers are bytes except `rows`, `outputs` and `bits`. */
type AcrossPass = (
  from: number,
  stride: number,
  rows: number,
  to: number,
  toStride: number,
  outputs: number,
  spans: number,
  weights: number,
  block: number,
  bits: number,
) => void;

/** As `AcrossPass`, with the length of a row in the place of their number. */
type DownPass = AcrossPass;

export interface ResampleKernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly acrossShort: AcrossPass;
  readonly acrossLong: AcrossPass;
  readonly downShort: DownPass;
  readonly downLong: DownPass;
  readonly toPlanes: (from: number, pixels: number, to: number, tables: number) => void;
}

/** The little of WebAssembly that is used here: Node has it, its types have not. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: ResampleKernel };
};

const pageBytes = 65_536;

let opened: ResampleKernel | 'no vectors' | undefined;

/** Absent where the processor has no vectors for WebAssembly (x86 before SSE4.1); plain code gives the same bytes there. */
export function openKernel(): ResampleKernel | undefined {
  if (opened === undefined) {
    const bytes = Buffer.from(resampleKernel, 'base64');
    opened = WebAssembly.validate(bytes)
      ? new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports
      : 'no vectors';
  }
  return opened === 'no vectors' ? undefined : opened;
}

/** All memory of the kernel, at least `bytes` of it. An array from an earlier call may be detached. */
function kernelMemory({ memory }: ResampleKernel, bytes: number): Uint8Array {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  return new Uint8Array(memory.buffer);
}

/** The kernel reads and writes some bytes past what it is given. */
export const spareBytes = 64;

/** The next multiple of a vector's 16 bytes. */
export const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Hands out places in the kernel's memory, from the bottom. What an earlier layout placed there is lost. */
export function layOut(kernel: ResampleKernel) {
  let end = 1024;
  const fills: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  const place = (bytes: number): number => {
    const at = end;
    end = aligned(end + bytes + spareBytes);
    return at;
  };
  return {
    place,
    /** A place with a copy of `array` in it. */
    filled({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
      const at = place(byteLength);
      fills.push({ at, bytes: new Uint8Array(buffer, byteOffset, byteLength) });
      return at;
    },
    /** The memory, when everything has its place. */
    done(): Uint8Array {
      const memory = kernelMemory(kernel, end);
      for (const { at, bytes } of fills) memory.set(bytes, at);
      return memory;
    },
  };
}
