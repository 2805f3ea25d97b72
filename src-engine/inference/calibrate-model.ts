/** Calibrates the loaded model on a list of image files: wires the procedure of `calibration/` to real sessions and files. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { alone } from '../calibration/alone.ts';
import { calibrate } from '../calibration/calibrate.ts';
import type { ImageSet } from '../calibration/image-set.ts';
import type { LayerwiseEncoder } from '../calibration/layerwise-encoder.ts';
import { openCheckedImages, removeChecked, type CheckedImages } from '../calibration/checked-images.ts';
import { createPerformer, type Performer } from '../calibration/performer.ts';
import { deleteProgress } from '../calibration/progress-file.ts';
import { keyText, type RunKey } from '../calibration/run-key.ts';
import { rowsFingerprint } from '../checkpoint/fingerprint.ts';
import type {
  CalibrateRequest,
  CalibrateResult,
  CallOptions,
  HeldBackReport,
  LocalCalibrateOptions,
  SkippedImage,
} from '../engine.ts';
import { EngineError } from '../errors.ts';
import { sha256 } from '../files/sha256.ts';
import { quotePath } from '../files/words.ts';
import { calibrateRows } from './calibrate-rows.ts';
import type { PreparedView } from '../vision/prepare.ts';
import { checkHeldBack } from './check-held-back.ts';
import { measureRows } from './measure-rows.ts';
import { openLayerwiseTower } from './layerwise-tower.ts';
import type { LoadedEncoder } from './loaded-model.ts';
import type { Pace } from './pace.ts';

/**
 * Images that cannot be read are left out and named in the result.
 *
 * @throws what `calibrate` throws, and EngineError `bad-input` before any thresholds are searched where fewer than half can be read
 */
export async function createCalibration(
  model: LoadedEncoder,
  request: CalibrateRequest,
  pace: Pace,
  { onProgress, onKept, share }: LocalCalibrateOptions = {},
): Promise<CalibrateResult> {
  const { spec, encoderFingerprint } = model.checkpoint;
  const { vision } = spec;
  const { images, skipped, notes } = await openImageSet(model, request.images, pace, onProgress);
  // Thresholds of rows hang on the projector, too.
  const rowsKey = rowsFingerprint(model.checkpoint) ?? '';
  const shared = share === undefined ? undefined : (key: RunKey) => share(keyText(key) + rowsKey);
  if (vision.freeGrid !== undefined) {
    const prepare = (file: string) => readView(model, file);
    const few = fewNote(images.paths.length); // of its averages nobody says how far they may be off
    const key = { encoder: encoderFingerprint, data: images.fingerprint, batch: 1, totals: [] };
    return calibrateRows(model, request, {
      ...{ images, skipped, notes: [...few, ...notes], prepare, pace, onProgress },
      sharing: (await shared?.(key)) ?? alone(),
    });
  }
  const encoder = await openLayerwiseTower(model.sessions, vision, pace);
  const performer = calibrationPerformer(model, encoder, pace);
  let heldBack: HeldBackReport | undefined;
  let checked: CheckedImages | undefined;
  try {
    const calibration = await calibrate({
      encoder,
      identity: { fingerprint: encoderFingerprint, name: spec.name, patches: vision.patches },
      images,
      performer,
      share: shared,
      out: request.out,
      points: request.points,
      resume: request.resume,
      onProgress,
      onKept,
      measureRows: (sharing) =>
        measureRows(model, {
          sharing,
          paths: images.paths,
          prepare: (file) => readView(model, file),
          pace,
          onProgress,
        }),
      check: async (points) => {
        if (request.heldBack === undefined) return;
        checked = await openCheckedImages(request.out, checkKey(model, points), request.resume ?? false);
        heldBack = await checkHeldBack(request.heldBack, points, {
          performer,
          pace,
          onProgress,
          checked: { ...checked, onKept },
        });
      },
    });
    await checked?.remove();
    return {
      out: path.resolve(request.out),
      images: images.paths.length,
      skipped,
      imageBackend: spec.preprocess.backend,
      imageRoute: model.images.route,
      notes,
      points: calibration.points.map(({ thresholds: _, ...point }) => point),
      ...(calibration.rows === undefined
        ? {}
        : { rows: calibration.rows.points.map(({ threshold, mean, std }) => ({ threshold, mean, std })) }),
      ...(heldBack === undefined ? {} : { heldBack }),
    };
  } finally {
    await checked?.close();
    await encoder.release();
  }
}

/** Of a calibration to this file that will not be gone on with. */
export async function removeHalfResults(out: string): Promise<void> {
  await deleteProgress(out);
  await removeChecked(out);
}

/** What a count of an image that was held back hangs on, beside the image. */
function checkKey(
  { checkpoint, images }: LoadedEncoder,
  points: readonly { readonly thresholds: readonly number[] }[],
): string {
  const { encoderFingerprint, spec } = checkpoint;
  const thresholds = points.map((point) => point.thresholds);
  return sha256(JSON.stringify([encoderFingerprint, images.route, spec.preprocess.backend, thresholds]));
}

/** Does single tasks with the loaded model. */
export function calibrationPerformer(model: LoadedEncoder, encoder: LayerwiseEncoder, pace: Pace): Performer {
  return createPerformer({
    encoder,
    prepare: async (path) => (await readView(model, path)).pixels,
    async countTokens(pixels, thresholds) {
      await pace.next();
      const run = await model.tower.open({
        kind: 'merge',
        rule: { by: 'threshold', thresholds },
        budget: null,
      });
      return (await run.encode(pixels)).tokens;
    },
    signal: pace.signal,
  });
}

/** The first view of a picture, as the tower reads it. */
export async function readView(
  { checkpoint, images }: LoadedEncoder,
  file: string,
): Promise<PreparedView & { readonly notes: readonly string[] }> {
  const prepared = await images.views({ kind: 'file', path: file }, checkpoint.spec.preprocess);
  const [view] = prepared.views;
  if (view === undefined)
    throw new EngineError('bad-input', `${file} gave no view`, { remedy: 'leave it out' });
  return { ...view, notes: prepared.notes };
}

interface ReadableImages {
  readonly images: Omit<ImageSet, 'prepare'>;
  readonly skipped: readonly SkippedImage[];
  readonly notes: readonly string[];
}

/** Reads every image once: what is damaged must be known before hours of work, not in the midst of them. */
async function openImageSet(
  model: LoadedEncoder,
  files: readonly string[],
  pace: Pace,
  onProgress: CallOptions['onProgress'],
): Promise<ReadableImages> {
  const { preprocess } = model.checkpoint.spec;
  const { route } = model.images;
  // Thresholds that were found on pictures read otherwise are not gone on with.
  const identity = createHash('sha256').update(`${route}, ${preprocess.backend}\n`);
  const readable: string[] = [];
  const skipped: SkippedImage[] = [];
  const remarked: { readonly file: string; readonly note: string }[] = [];
  for (const [index, file] of files.entries()) {
    await pace.next();
    onProgress?.({ stage: 'Reading the images', done: index, total: files.length });
    try {
      const { notes } = await readView(model, file);
      const { size, mtimeMs } = await stat(file);
      identity.update(`${path.resolve(file)}\n${size}\n${mtimeMs}\n`);
      readable.push(file);
      const [note] = notes;
      if (note !== undefined) remarked.push({ file, note });
    } catch (cause) {
      if (!(cause instanceof EngineError) || cause.code !== 'bad-input') throw cause;
      skipped.push({ path: file, reason: cause.message });
    }
  }
  requireMost(readable.length, skipped);
  const folders = new Set(readable.map((file) => path.basename(path.dirname(path.resolve(file)))));
  const images: ReadableImages['images'] = {
    paths: readable,
    fingerprint: identity.digest('hex'),
    source: `${readable.length} images from ${[...folders].slice(0, 5).join(', ')}`,
    read: { imageBackend: preprocess.backend, imageRoute: route },
  };
  return { images, skipped, notes: remarksNote(remarked) };
}

/** From fewer images than this the averages of other pictures are guessed rather than known. */
const fewImages = 100;

function fewNote(images: number): string[] {
  if (images >= fewImages) return [];
  const count = images === 1 ? 'One image is' : `${images} images are`;
  return [
    `${count} few to calibrate with: on other pictures the averages may lie far off. A few hundred varied ones are usual.`,
  ];
}

/** Nothing is turned, flattened or shrunk without a word; of many images it is said once. */
function remarksNote(remarked: readonly { readonly file: string; readonly note: string }[]): string[] {
  const [first] = remarked;
  if (first === undefined) return [];
  const count = remarked.length === 1 ? 'One image was' : `${remarked.length} images were`;
  return [`${count} read with a remark; the first, ${path.basename(first.file)}: ${first.note}`];
}

/** A few damaged images are an accident; where most cannot be read, the folder or list is another one than was meant. */
function requireMost(readable: number, skipped: readonly SkippedImage[]): void {
  const [first] = skipped;
  if (first === undefined || readable >= skipped.length) return;
  throw new EngineError(
    'bad-input',
    `Only ${readable} of ${readable + skipped.length} images can be read, and not ${quotePath(first.path)}`,
    { remedy: 'give a folder or list of images that open', detail: first.reason },
  );
}
