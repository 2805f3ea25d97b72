/** The rows of a sweep as the loaded model answers them, whoever asked for it: a job, or a machine that shares the run. */
import type { Progress, SweepRequest, SweepRow } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { quotePath } from '../files/words.ts';
import { sweep } from '../sweep/sweep.ts';
import { sweepSubject, type FilePicture, type SweepSubjectHost } from './sweep-subject.ts';

/** Rejects as `sweepSubject` and what it asks do. */
export async function* answeredRows(
  host: SweepSubjectHost,
  request: SweepRequest,
  onProgress?: (progress: Progress) => void,
): AsyncGenerator<SweepRow, void> {
  yield* sweep(await sweepSubject(host, pictureOf(request), request), request, onProgress);
}

/** What is open or pasted is made a file before a sweep is kept or sent (sweep-picture.ts). Throws `bad-input`. */
export function pictureOf({ image }: SweepRequest): FilePicture {
  if (image.kind === 'file' || image.kind === 'pixel-values') return image;
  throw new EngineError('bad-input', `A sweep cannot keep ${quotePath(image.kind)}`, {
    remedy: 'give the picture as a file',
  });
}
