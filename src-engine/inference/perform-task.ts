/** Does tasks of a calibration or of a collection with the loaded model, one after the other: what they need of sessions stays open between them. */
import { stat } from 'node:fs/promises';
import type { CountedImage, TaskOf, UncountedImage } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { calibrationPerformer } from './calibrate-model.ts';
import { openLayerwiseTower, type LayerwiseTower } from './layerwise-tower.ts';
import type { LoadedModel } from './loaded-model.ts';
import { lookAt } from './look.ts';
import type { Pace } from './pace.ts';

export interface TaskPerformer {
  find(task: TaskOf<'find'>, pace: Pace): Promise<readonly number[]>;
  measure(task: TaskOf<'measure'>, pace: Pace): Promise<readonly number[]>;
  count(task: TaskOf<'count'>, pace: Pace): Promise<readonly (CountedImage | UncountedImage)[]>;
  release(): Promise<void>;
}

export function taskPerformer(model: LoadedModel): TaskPerformer {
  let opened: LayerwiseTower | undefined;
  const encoder = async (pace: Pace): Promise<LayerwiseTower> => {
    opened ??= await openLayerwiseTower(model.sessions, model.checkpoint.spec.vision, pace);
    return opened;
  };
  return {
    find: async (task, pace) => calibrationPerformer(model, await encoder(pace), pace).find(task),
    measure: async (task, pace) => calibrationPerformer(model, await encoder(pace), pace).measure(task),
    async count({ images, reductions }, pace) {
      const counted: (CountedImage | UncountedImage)[] = [];
      for (const path of images) counted.push(await countImage(model, path, reductions, pace));
      return counted;
    },
    release: async () => opened?.release(),
  };
}

/** A picture that cannot be read is told, not thrown. */
async function countImage(
  model: LoadedModel,
  path: string,
  reductions: TaskOf<'count'>['reductions'],
  pace: Pace,
): Promise<CountedImage | UncountedImage> {
  const tokens: number[] = [];
  let seen: Pick<CountedImage, 'width' | 'height' | 'views' | 'fullTokens'> | undefined;
  try {
    for (const reduction of reductions) {
      const look = await lookAt(model, { kind: 'file', path }, reduction, pace);
      const encodings = look.encoded.flat().map(({ encoding }) => encoding);
      tokens.push(encodings.reduce((sum, encoding) => sum + encoding.tokens, 0));
      const [first] = encodings;
      if (first === undefined) continue;
      const { source, views, fullTokens } = first;
      seen = { width: source.width, height: source.height, views: views.length, fullTokens };
    }
    const { size } = await stat(path);
    return seen === undefined ? { path, reason: 'It gave no view.' } : { path, ...seen, bytes: size, tokens };
  } catch (error) {
    if (error instanceof EngineError && error.code === 'bad-input') return { path, reason: error.message };
    throw error;
  }
}
