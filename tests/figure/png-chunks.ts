/** Takes a PNG file apart, for the tests that look at its text. */

export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
  readonly check: number;
}

export function chunksOf(png: Uint8Array): PngChunk[] {
  const bytes = Buffer.from(png);
  const chunks: PngChunk[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    chunks.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      data: Uint8Array.from(bytes.subarray(at + 8, at + 8 + length)),
      check: bytes.readUInt32BE(at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

/** The text chunks by keyword. */
export function textsOf(png: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    chunksOf(png)
      .filter(({ type }) => type === 'iTXt')
      .map(({ data }) => Buffer.from(data).toString('utf8').split('\0\0\0\0\0') as [string, string]),
  );
}
