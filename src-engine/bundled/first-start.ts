/**
 * The recorded first start: what the embedded model made of the shelf's first picture, to be shown until this computer has done it itself.
 * Reads it and refuses one that belongs to other files than those installed. Made by tools/record-first-start.ts; nothing here computes.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readText } from '../files/bounded-file.ts';
import { refusal } from '../files/refusal.ts';
import { sha256OfFile } from '../files/sha256.ts';
import { mostBytes } from './bundled-file.ts';
import { firstStartFileName, parseRecording, recordingSubject, type Recording } from './first-start-file.ts';
import { readShelf } from './shelf.ts';

export interface FirstStart {
  readonly recording: Recording;
  /** The picture's file, so that a window can show it before there is an engine that decodes. */
  readonly picture: Uint8Array;
}

const modelFolder = 'pocket';

/** The recording of an assets folder. Throws `bad-input` where it is absent, damaged or stale. */
export async function readFirstStart(assets: string): Promise<FirstStart> {
  const recording = parseRecording(
    await readText(join(assets, firstStartFileName), mostBytes, recordingSubject),
  );
  await requireShelf(assets, recording);
  await requireContents(assets, recording);
  return { recording, picture: new Uint8Array(await readFile(join(assets, recording.picture))) };
}

async function requireShelf(assets: string, { picture, question }: Recording): Promise<void> {
  const [first] = await readShelf(assets);
  if (first?.path !== resolve(assets, picture)) {
    throw refusal(recordingSubject, 'was recorded with another first picture of the shelf');
  }
  if (first.questions[0] !== question) {
    throw refusal(recordingSubject, 'was recorded with another first question of the shelf');
  }
}

async function requireContents(assets: string, recording: Recording): Promise<void> {
  const now = await contentsOf(assets, recording).catch((cause: unknown) => {
    throw refusal(recordingSubject, 'was recorded with a file that is not there', { cause });
  });
  const changed = [...new Set([...Object.keys(now), ...Object.keys(recording.contents)])]
    .sort()
    .find((file) => now[file] !== recording.contents[file]);
  if (changed !== undefined) throw refusal(recordingSubject, `was recorded with another '${changed}'`);
}

/** SHA-256 (hex) by path in the assets: the embedded model's files but for its card, the calibration, the picture. */
export async function contentsOf(
  assets: string,
  { calibration, picture }: Pick<Recording, 'calibration' | 'picture'>,
): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(join(assets, modelFolder))).filter((name) => !name.endsWith('.md')).sort();
  const contents: Record<string, string> = {};
  for (const file of [...names.map((name) => `${modelFolder}/${name}`), calibration, picture]) {
    contents[file] = await sha256OfFile(join(assets, file));
  }
  return contents;
}
