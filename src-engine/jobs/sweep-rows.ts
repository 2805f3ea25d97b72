/** The rows of a sweep as the loaded model answers them, whoever asked for it: a job, or a machine that shares the run. */
import type { ImageRef, Progress, SweepRequest, SweepRow } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { quotePath } from '../files/words.ts';
import { planReduction } from '../inference/plan-reduction.ts';
import { askedOf, sweep } from '../sweep/sweep.ts';
import type { FilePicture } from './sweep-picture.ts';
import { sweepSubject, type SweepSubjectHost, type SweptVisual } from './sweep-subject.ts';

/** Rejects as `sweepSubject` and what it asks do; a budget or method that cannot be is refused before anything is answered. */
export async function* answeredRows(
  host: SweepSubjectHost,
  request: SweepRequest,
  onProgress?: (progress: Progress) => void,
): AsyncGenerator<SweepRow, void> {
  const role = request.laterFrames === undefined ? 'alone' : 'frame';
  await host.inTurn((model) => {
    for (const { reduction, standsIn } of askedOf(request)) {
      try {
        planReduction(model, reduction, role);
      } catch (error) {
        // Its own number of tokens may do where this one does not.
        if (standsIn && error instanceof EngineError && error.code !== 'unsupported') continue;
        throw error;
      }
    }
    return Promise.resolve();
  });
  yield* sweep(await sweepSubject(host, visualOf(request), request), request, onProgress);
}

/** A picture, or the frames of a video. Throws `bad-input`. */
function visualOf(request: SweepRequest): SweptVisual {
  return {
    kind: request.laterFrames === undefined ? 'images' : 'video',
    pictures: picturesOf(request),
  };
}

/** That, or all frames of the video. Throws `bad-input`. */
export function picturesOf({ image, laterFrames = [] }: SweepRequest): FilePicture[] {
  return [image, ...laterFrames].map(fileOf);
}

/** That, or the first frame. Throws `bad-input`. */
export function pictureOf({ image }: SweepRequest): FilePicture {
  return fileOf(image);
}

/** What is open or pasted is made a file before a sweep is kept or sent (sweep-picture.ts). */
function fileOf(image: ImageRef): FilePicture {
  if (image.kind === 'file' || image.kind === 'pixel-values') return image;
  throw new EngineError('bad-input', `A sweep cannot keep ${quotePath(image.kind)}`, {
    remedy: 'give the picture as a file',
  });
}
