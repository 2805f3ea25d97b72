/** Calibrating on many images. Thresholds that were found lie in a file beside the one that will be written, from which it goes on. */
import { createCalibration, removeHalfResults } from '../../inference/calibrate-model.ts';
import type { JobKindObject } from '../kind.ts';

export const calibrate: JobKindObject<'calibrate'> = {
  about: (request) => request.calibrate.out,
  pictures: ({ calibrate: { images, heldBack = [] } }) => [...images, ...heldBack],
  title: ({ calibrate: { images } }) =>
    `Calibrating on ${images.length === 1 ? 'one image' : `${images.length} images`}`,
  discard: ({ calibrate: { out } }) => removeHalfResults(out),
  run: async (request, { inTurn, call, again, kept }) => ({
    kind: 'calibrate',
    calibrate: await inTurn((model, pace) =>
      createCalibration(model, again ? { ...request.calibrate, resume: true } : request.calibrate, pace, {
        ...call,
        onKept: kept,
      }),
    ),
  }),
};
