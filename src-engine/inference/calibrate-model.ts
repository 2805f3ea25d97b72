/** Calibrates the loaded model on a list of image files: wires the procedure of `calibration/` to real sessions and files. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { calibrate } from '../calibration/calibrate.ts';
import type { ImageSet } from '../calibration/image-set.ts';
import type { CalibrateRequest, CalibrateResult, CallOptions } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { breathe } from './breathe.ts';
import { openLayerwiseTower } from './layerwise-tower.ts';
import type { LoadedModel } from './loaded-model.ts';

/** Throws what `calibrate` throws, and `bad-input` naming the first image that cannot be read, before any time is spent on the others. */
export async function createCalibration(
  model: LoadedModel,
  request: CalibrateRequest,
  call: CallOptions,
): Promise<CalibrateResult> {
  const { signal, onProgress } = call;
  const { spec, encoderFingerprint } = model.checkpoint;
  const { vision } = spec;
  const images = await openImageSet(model, request.images, call);
  const encoder = await openLayerwiseTower(model.sessions, vision);
  try {
    const calibration = await calibrate({
      encoder,
      identity: { fingerprint: encoderFingerprint, name: spec.name, patches: vision.patches },
      images,
      async countTokens(pixels, thresholds) {
        await breathe();
        const run = await model.tower.open({
          kind: 'merge',
          rule: { by: 'threshold', thresholds },
          target: null,
        });
        return (await run.encode(pixels)).tokens;
      },
      out: request.out,
      points: request.points,
      resume: request.resume,
      signal,
      onProgress,
    });
    return {
      out: path.resolve(request.out),
      images: images.count,
      points: calibration.points.map(({ target, mean, std, quantiles }) => ({
        target,
        mean,
        std,
        quantiles,
      })),
    };
  } finally {
    await encoder.release();
  }
}

async function openImageSet(
  { checkpoint, images: cache }: LoadedModel,
  files: readonly string[],
  { signal, onProgress }: CallOptions,
): Promise<ImageSet> {
  const { preprocess } = checkpoint.spec;
  const read = async (file: string): Promise<Float32Array> => {
    const prepared = await cache.prepare({ kind: 'file', path: file }, preprocess);
    const [view] = prepared.views;
    if (view === undefined) throw new EngineError('bad-input', `${file} gave no view; leave it out.`);
    return view.pixels;
  };
  const identity = createHash('sha256');
  for (const [index, file] of files.entries()) {
    throwIfAborted(signal);
    onProgress?.({ stage: 'Reading the images', done: index, total: files.length });
    await read(file);
    const { size, mtimeMs } = await stat(file);
    identity.update(`${path.resolve(file)}\n${String(size)}\n${String(mtimeMs)}\n`);
  }
  const folders = new Set(files.map((file) => path.basename(path.dirname(path.resolve(file)))));
  return {
    count: files.length,
    fingerprint: identity.digest('hex'),
    source: `${String(files.length)} images from ${[...folders].slice(0, 5).join(', ')}`,
    prepare: (index) => read(files[index] ?? ''),
  };
}
