/** The picture of merged tokens for one encoding, as the figure folder draws it. */
import type { CallOptions, Encoding, Engine, ImageSource, ReductionRequest } from '../engine.ts';
import { figureOf } from '../figure/figure.ts';
import { writeOverlay } from '../figure/write-overlay.ts';

/** px of the picture's longer side in the figure; vectors are drawn over it at any size. */
const pictureSide = 1600;

export async function saveOverlay(job: {
  readonly engine: Engine;
  readonly call: CallOptions;
  readonly image: ImageSource;
  readonly encoding: Encoding;
  readonly reduction: ReductionRequest;
  readonly path: string;
}): Promise<void> {
  const { png, width, height } = await job.engine.preview(job.image, pictureSide, job.call);
  const picture = { bytes: png, type: 'image/png', width, height } as const;
  await writeOverlay(job.path, figureOf(job.encoding, job.reduction, picture));
}
