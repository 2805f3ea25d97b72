/** Pixels of a large picture in a temporary file, decoded into it by rows and read from it by rows, so that they are never in memory as a whole. */
import { closeSync, openSync, readSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sharp } from 'sharp';
import type { RgbRows } from '../rgb-image.ts';

/** libvips's own format: 64 bytes of header, then the pixels, row after row. */
const headerBytes = 64;

/** The file has lost its name by then: its space is free when nobody has the rows any more, or the process has ended. */
const forgotten = new FinalizationRegistry<number>(closeSync);

/** Nothing where the picture is damaged, has not three levels a pixel, or finds no room. */
export async function spool(pipeline: Sharp): Promise<RgbRows | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'dymu-picture-')).catch(() => undefined);
  if (folder === undefined) return undefined;
  try {
    const path = join(folder, 'pixels.v');
    const { width, height, channels } = await pipeline.toColourspace('srgb').toFile(path);
    return channels === 3 ? rowsOfFile(openSync(path, 'r'), width, height) : undefined;
  } catch {
    return undefined; // whoever reads it into memory instead learns why, if it was the picture's fault
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 2 });
  }
}

function rowsOfFile(file: number, width: number, height: number): RgbRows {
  const rows: RgbRows = {
    width,
    height,
    copy(part, into, at, stride) {
      for (let row = 0; row < part.height; row++) {
        const from = headerBytes + ((part.y + row) * width + part.x) * 3;
        readWhole(file, into, at + row * stride, part.width * 3, from);
      }
    },
    release() {
      if (forgotten.unregister(rows)) closeSync(file);
    },
  };
  forgotten.register(rows, file, rows);
  return rows;
}

function readWhole(file: number, into: Uint8Array, at: number, length: number, from: number): void {
  for (let done = 0; done < length;) {
    const read = readSync(file, into, at + done, length - done, from + done);
    if (read === 0) throw new Error('The temporary file of a picture has become shorter.');
    done += read;
  }
}
