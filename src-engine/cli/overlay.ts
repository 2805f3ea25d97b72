/** The picture of merged tokens for one encoding, as the figure folder draws it. */
import type { CallOptions, Encoding, Engine, ImageRef, ReductionRequest } from '../engine.ts';
import { figureOf } from '../figure/figure.ts';
import { withMeans } from '../figure/view-means.ts';
import { writeOverlay } from '../figure/write-overlay.ts';
import { overlayMode } from '../overlay/modes.ts';
import type { WantedOverlay } from './overlay-options.ts';
import { UsageError } from './usage-error.ts';

/** px of the picture's longer side in the figure; vectors are drawn over it at any size. */
const pictureSide = 1600;

/** Whether the encoding that the overlay is drawn from must bring the scores of merging. */
export function needsScores(overlay: WantedOverlay | undefined): boolean {
  return overlay !== undefined && overlayMode(overlay.mode).needs === 'scores';
}

export async function saveOverlay(job: {
  readonly engine: Engine;
  readonly call: CallOptions;
  readonly image: ImageRef;
  readonly encoding: Encoding;
  readonly reduction: ReductionRequest;
  readonly overlay: WantedOverlay;
}): Promise<void> {
  const { png, width, height } = await job.engine.preview(job.image, pictureSide, job.call);
  const picture = { bytes: png, type: 'image/png', width, height } as const;
  const { path, mode } = job.overlay;
  const figure = figureOf(job.encoding, job.reduction, picture, mode);
  if (needsScores(job.overlay) && figure.views.every(({ evidence }) => evidence === null)) {
    throw new UsageError(
      `--overlay-mode ${mode} shows the scores of merging, and tokens that do not merge have none.`,
    );
  }
  await writeOverlay(path, overlayMode(mode).needs === 'picture' ? await withMeans(figure) : figure);
}
