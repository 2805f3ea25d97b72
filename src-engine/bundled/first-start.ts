/**
 * The recorded first start: what the embedded model made of the shelf's first picture, to be shown until this computer has done it itself.
 * Reads it and refuses one that belongs to other files than those installed. Made by tools/record-first-start.ts; nothing here computes.
 */
import { createHash } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { firstStartFileName, parseRecording, refusal, type Recording } from './first-start-file.ts';
import { readShelf } from './shelf.ts';

export interface FirstStart {
  readonly recording: Recording;
  /** The picture's file, so that a window can show it before there is an engine that decodes. */
  readonly picture: Uint8Array;
}

const modelFolder = 'pocket';
const chunkBytes = 1 << 20;

/** The recording of an assets folder. Throws `bad-input` where it is absent, damaged or stale. */
export async function readFirstStart(assets: string): Promise<FirstStart> {
  const text = await readFile(join(assets, firstStartFileName), 'utf8').catch((cause: unknown) => {
    throw refusal('cannot be read', cause);
  });
  const recording = parseRecording(text);
  await requireShelf(assets, recording);
  await requireContents(assets, recording);
  return { recording, picture: new Uint8Array(await readFile(join(assets, recording.picture))) };
}

async function requireShelf(assets: string, { picture, question }: Recording): Promise<void> {
  const [first] = await readShelf(assets);
  if (first?.path !== resolve(assets, picture)) {
    throw refusal('was recorded with another first picture of the shelf', first?.path);
  }
  if (first.questions[0] !== question) {
    throw refusal('was recorded with another first question of the shelf', first.questions[0]);
  }
}

async function requireContents(assets: string, recording: Recording): Promise<void> {
  const now = await contentsOf(assets, recording).catch((cause: unknown) => {
    throw refusal('was recorded with a file that is not there', cause);
  });
  const changed = [...new Set([...Object.keys(now), ...Object.keys(recording.contents)])]
    .sort()
    .find((file) => now[file] !== recording.contents[file]);
  if (changed !== undefined) throw refusal(`was recorded with another '${changed}'`, now[changed]);
}

/** SHA-256 (hex) by path in the assets: the embedded model's files but for its card, the calibration, the picture. */
export async function contentsOf(
  assets: string,
  { calibration, picture }: Pick<Recording, 'calibration' | 'picture'>,
): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(join(assets, modelFolder))).filter((name) => !name.endsWith('.md')).sort();
  const contents: Record<string, string> = {};
  for (const file of [...names.map((name) => `${modelFolder}/${name}`), calibration, picture]) {
    contents[file] = await sha256(join(assets, file));
  }
  return contents;
}

/** In pieces: the main process has a window to serve meanwhile. */
async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path);
  try {
    const chunk = new Uint8Array(chunkBytes);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunkBytes, null);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
