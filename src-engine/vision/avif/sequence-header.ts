/** What AV1 data says about its own colours, for files that do not say it. Reads the sequence header and nothing behind it. */
import type { ColourCode } from './container.ts';

const sequenceHeader = 1;

/** Absent where there is no header, or one with a timing model, which no still picture has. */
export function codeInData(data: Uint8Array): ColourCode | undefined {
  const payload = headerIn(data);
  return payload === undefined ? undefined : colourConfig(bitsOf(payload));
}

function headerIn(data: Uint8Array): Uint8Array | undefined {
  let at = 0;
  while (at < data.length) {
    const head = data[at] ?? 0;
    const kind = (head >> 3) & 15;
    at += (head & 4) === 0 ? 1 : 2;
    let size = data.length - at;
    if ((head & 2) !== 0) {
      size = 0;
      for (let shift = 0; shift < 56; shift += 7) {
        const byte = data[at] ?? 0;
        at += 1;
        size += (byte & 127) * 2 ** shift;
        if (byte < 128) break;
      }
    }
    if (kind === sequenceHeader) return data.subarray(at, at + size);
    at += size;
  }
  return undefined;
}

type Bits = (count: number) => number;

function bitsOf(data: Uint8Array): Bits {
  let at = 0;
  return (count) => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) value = value * 2 + (((data[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return value;
  };
}

/** The AV1 specification, section 5.5. */
function colourConfig(bits: Bits): ColourCode | undefined {
  const profile = bits(3);
  bits(1); // still picture
  const reduced = bits(1) === 1;
  if (reduced) bits(5);
  else if (bits(1) === 1) return undefined;
  else operatingPoints(bits);
  const widthBits = bits(4) + 1;
  const heightBits = bits(4) + 1;
  bits(widthBits);
  bits(heightBits);
  if (!reduced && bits(1) === 1) bits(7); // frame numbers
  bits(3);
  if (!reduced) tools(bits);
  bits(3);
  const deep = bits(1) === 1;
  if (profile === 2 && deep) bits(1);
  const monochrome = profile === 1 ? false : bits(1) === 1;
  const described = bits(1) === 1;
  const primaries = described ? bits(8) : 2;
  const transfer = described ? bits(8) : 2;
  const matrix = described ? bits(8) : 2;
  const plain = !monochrome && primaries === 1 && transfer === 13 && matrix === 0;
  return { primaries, matrix, fullRange: plain || bits(1) === 1 };
}

function operatingPoints(bits: Bits): void {
  const delays = bits(1) === 1;
  for (let points = bits(5) + 1; points > 0; points--) {
    bits(12);
    if (bits(5) > 7) bits(1);
    if (delays && bits(1) === 1) bits(4);
  }
}

function tools(bits: Bits): void {
  bits(4);
  const ordered = bits(1) === 1;
  if (ordered) bits(2);
  const chosenContent = bits(1) === 1;
  const content = chosenContent ? 2 : bits(1);
  if (content > 0 && bits(1) === 0) bits(1);
  if (ordered) bits(3);
}
