/** Does tasks of a calibration with the loaded model, one after the other: what they need of sessions stays open between them. */
import type { TaskOf } from '../engine.ts';
import { calibrationPerformer } from './calibrate-model.ts';
import { openLayerwiseTower, type LayerwiseTower } from './layerwise-tower.ts';
import type { LoadedEncoder } from './loaded-model.ts';
import type { Pace } from './pace.ts';

export interface TaskPerformer {
  find(task: TaskOf<'find'>, pace: Pace): Promise<readonly number[]>;
  measure(task: TaskOf<'measure'>, pace: Pace): Promise<readonly number[]>;
  release(): Promise<void>;
}

export function taskPerformer(model: LoadedEncoder): TaskPerformer {
  let opened: LayerwiseTower | undefined;
  const encoder = async (pace: Pace): Promise<LayerwiseTower> => {
    opened ??= await openLayerwiseTower(model.sessions, model.checkpoint.spec.vision, pace);
    return opened;
  };
  return {
    find: async (task, pace) => calibrationPerformer(model, await encoder(pace), pace).find(task),
    measure: async (task, pace) => calibrationPerformer(model, await encoder(pace), pace).measure(task),
    release: async () => opened?.release(),
  };
}
