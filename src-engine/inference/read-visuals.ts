/** The images or the video of a question: read, prepared, laid out, with the time that each image took. No model runs. */
import type { ConnectedPlace, ConnectedView } from '../connectors/connector.ts';
import { pooledPlace } from '../connectors/pooled.ts';
import type { EncodeRequest, ImageRef, Layout, Visual } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { EncoderSpec, ModelSpec } from '../families/spec.ts';
import { framesOf } from '../vision/animation.ts';
import { joinedFrames } from '../vision/joined-frames.ts';
import type { PictureStore, TimedImage } from '../vision/picture-store.ts';
import type { EncodedImage } from './encode.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { Pace } from './pace.ts';
import { imageInput, videoInput, viewsSpec } from './visual-input.ts';
import type { VisualInput, VisualPlace } from './visual-input.ts';

export interface ReadVisual {
  readonly input: VisualInput;
  readonly images: readonly TimedImage[];
}

/** Throws `bad-input` without anything to look at. */
export async function readVisuals(model: LoadedModel, visual: Visual, pace: Pace): Promise<ReadVisual[]> {
  const { layout = 'faithful' } = visual;
  return visual.kind === 'video'
    ? [await readVideo(model, visual.frames, layout, pace)]
    : readImages(model, visual.images, layout, pace);
}

async function readVideo(
  { checkpoint: { spec }, images: pictures }: LoadedModel,
  frames: readonly ImageRef[],
  layout: Layout,
  pace: Pace,
): Promise<ReadVisual> {
  if (frames.length === 0) throw new EngineError('bad-input', 'A video has at least one frame');
  const images: TimedImage[] = [];
  for (const frame of (await Promise.all(frames.map((ref) => framesAt(pictures, ref)))).flat()) {
    await pace.next();
    images.push(await pictures.prepareAfresh(frame, viewsSpec(spec, 'frame')));
  }
  const { freeGrid } = spec.vision;
  const views = freeGrid === undefined ? images : joinedFrames(images, freeGrid.frames);
  const input = videoInput(
    spec,
    views.map(({ prepared }) => prepared),
    layout,
  );
  return { input, images: views };
}

/** What one encoding is of: a picture, or a frame with those that are one view with it. Throws `bad-input` for frames that are not. */
export async function readView(
  pictures: PictureStore,
  spec: EncoderSpec,
  { image, role = 'alone', laterFrames = [] }: EncodeRequest,
): Promise<TimedImage> {
  const views = viewsSpec(spec, role);
  const first = await pictures.prepare(image, views);
  const span = role === 'frame' ? (spec.vision.freeGrid?.frames ?? 1) : 1;
  if (laterFrames.length >= span && laterFrames.length > 0) {
    const fact = `${spec.name} encodes ${span === 1 ? 'one picture' : `${span} frames`} as one view, and ${laterFrames.length + 1} were given`;
    throw new EngineError('bad-input', fact, { remedy: 'encode the others by themselves' });
  }
  if (span === 1) return first;
  const later = await Promise.all(laterFrames.map((frame) => pictures.prepare(frame, views)));
  return joinedFrames([first, ...later], span)[0] ?? first;
}

/** A still picture keeps its reference, so that it is decoded once. */
async function framesAt(pictures: PictureStore, ref: ImageRef): Promise<readonly ImageRef[]> {
  const source = pictures.sourceOf(ref);
  const frames = await framesOf(source);
  return frames.length === 1 && frames[0] === source ? [ref] : frames;
}

async function readImages(
  { checkpoint: { spec }, images: pictures }: LoadedModel,
  images: readonly ImageRef[],
  layout: Layout,
  pace: Pace,
): Promise<ReadVisual[]> {
  if (images.length === 0)
    throw new EngineError('bad-input', 'A question needs at least one image', {
      remedy: { kind: 'give-image' },
    });
  const visuals: ReadVisual[] = [];
  for (const ref of images) {
    await pace.next();
    const views = viewsSpec(spec, images.length === 1 ? 'alone' : 'several');
    // Who opened the picture asks about the very same pixels more than once; preparing is a cost that all its answers share.
    const read = await (ref.kind === 'open'
      ? pictures.prepare(ref, views)
      : pictures.prepareAfresh(ref, views));
    visuals.push({ input: imageInput(spec, read.prepared, pictures.sourceOf(ref), layout), images: [read] });
  }
  return visuals;
}

/** What stands at the places of one visual in the prompt once its images are encoded. */
export function promptPlaces(
  { vision, text }: ModelSpec,
  input: VisualInput | undefined,
  encoded: readonly Pick<EncodedImage, 'connected'>[],
  unmerged: boolean,
): readonly ConnectedPlace[] {
  if (input === undefined) throw new RangeError('There are more encoded images than places in the prompt.');
  const views = encoded.flatMap((image) => image.connected);
  if (!unmerged || input.pooling === undefined)
    return input.places.map((place) => connectedPlace(place, views));
  const pooled = pooledPlace(
    views.map(({ projected }) => projected),
    input.pooling,
    vision.gridSide,
    text.width,
  );
  return [pooled];
}

function connectedPlace(
  { layout, views: numbers }: VisualPlace,
  views: readonly ConnectedView[],
): ConnectedPlace {
  if (numbers === undefined) return { layout, views };
  return { layout, views: views.filter((_, view) => numbers.includes(view)) };
}
