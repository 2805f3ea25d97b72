/** Frames of a video that one view stands for, because the encoder's patches span several: their pixels behind one another. */
import { EngineError } from '../errors.ts';
import type { TimedImage } from './picture-store.ts';
import type { PreparedView } from './prepare.ts';

/**
 * Every `span` frames as one view; the last frame stands in for those that are missing at the end.
 * @param frames prepared, one view each
 * @throws EngineError `bad-input` where their sizes differ
 */
export function joinedFrames(frames: readonly TimedImage[], span: number): readonly TimedImage[] {
  checkSizes(frames);
  const views = Math.ceil(frames.length / span);
  return Array.from({ length: views }, (_, view) =>
    joined(frames.slice(view * span, (view + 1) * span), span),
  );
}

/**
 * How many frames stand behind the views of an answer, in a sentence.
 * @param frames of every view
 */
export function spanWords(frames: readonly number[], span: number): string {
  const all = frames.reduce((sum, count) => sum + count, 0);
  if (all === 1) return `The encoder's patches span ${span} frames, and the only one stands for all of them.`;
  const missing = span - (frames.at(-1) ?? span);
  const last =
    missing === 0
      ? ''
      : `; in the last one frame ${all} stands for ${missing === 1 ? 'one' : missing} that is missing, too`;
  const views =
    frames.length === 1 ? 'one view' : `${frames.length} views, each of frames that follow one another`;
  return `The encoder's patches span ${span} frames: ${all} frames are ${views}${last}.`;
}

function joined(frames: readonly TimedImage[], span: number): TimedImage {
  const [first] = frames;
  const views = frames.flatMap(({ prepared }) => prepared.views);
  const [view] = views;
  if (first === undefined || view === undefined) throw new RangeError('There is no frame to join.');
  const sum = (of: (frame: TimedImage) => number) => frames.reduce((all, frame) => all + of(frame), 0);
  return {
    ...first,
    prepared: {
      ...first.prepared,
      views: [{ ...view, pixels: pixelsOf(views, span) }],
      notes: [...new Set(frames.flatMap(({ prepared }) => prepared.notes))],
    },
    imageDecodeMs: sum(({ imageDecodeMs }) => imageDecodeMs),
    prepareMs: sum(({ prepareMs }) => prepareMs),
    notes: [...new Set(frames.flatMap(({ notes }) => notes))],
    frames: frames.length,
  };
}

/** [span, 3, H, W] */
function pixelsOf(views: readonly PreparedView[], span: number): Float32Array {
  const [{ length } = new Float32Array(0)] = views.map(({ pixels }) => pixels);
  const all = new Float32Array(span * length);
  for (let frame = 0; frame < span; frame += 1) {
    const view = views[Math.min(frame, views.length - 1)];
    if (view !== undefined) all.set(view.pixels, frame * length);
  }
  return all;
}

function checkSizes(frames: readonly TimedImage[]): void {
  const [first] = frames;
  const other = frames.findIndex(
    ({ prepared: { source } }) =>
      source.width !== first?.prepared.source.width || source.height !== first.prepared.source.height,
  );
  if (first === undefined || other < 0) return;
  const words = (frame: TimedImage | undefined) =>
    `${frame?.prepared.source.width ?? 0} x ${frame?.prepared.source.height ?? 0} px`;
  throw new EngineError(
    'bad-input',
    `Frame ${other + 1} of the video is ${words(frames[other])} and the first one ${words(first)}, but this model takes frames of one size`,
    { remedy: 'give frames that all are' },
  );
}
