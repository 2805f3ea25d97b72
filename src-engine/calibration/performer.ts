/** Does the tasks of a calibration with an encoder: the same on the machine that runs it alone and on one of many. */
import type { TaskOf } from '../engine-sharing.ts';
import { throwIfAborted } from '../errors.ts';
import { thresholdsOfBatch } from './find-thresholds.ts';
import type { LayerwiseEncoder } from './layerwise-encoder.ts';

export interface Performer {
  /** @param onDone how many images are done */
  find(task: TaskOf<'find'>, onDone?: (images: number) => void): Promise<readonly number[]>;
  measure(task: TaskOf<'measure'>, onDone?: (images: number) => void): Promise<readonly number[]>;
}

export interface PerformerParts {
  readonly encoder: LayerwiseEncoder;
  /** Pixel values of an image, [3, H, W]. */
  readonly prepare: (path: string) => Promise<Float32Array>;
  /** Tokens that the merged encoder, as it runs for answers, leaves of an image under these thresholds [L_x]. */
  readonly countTokens: (pixels: Float32Array, thresholds: readonly number[]) => Promise<number>;
  readonly signal?: AbortSignal | undefined;
}

/** Both reject with `aborted` between two images. */
export function createPerformer({ encoder, prepare, countTokens, signal }: PerformerParts): Performer {
  return {
    find({ images, removals }, onDone) {
      let steps = 0;
      const onStep = () => onDone?.(Math.floor(++steps / encoder.layers));
      onDone?.(0);
      return thresholdsOfBatch(encoder, images, prepare, removals, { signal, onStep });
    },
    async measure({ images, thresholds }, onDone) {
      const counts: number[] = [];
      for (const path of images) {
        throwIfAborted(signal);
        onDone?.(counts.length);
        counts.push(await countTokens(await prepare(path), thresholds));
      }
      return counts;
    },
  };
}
