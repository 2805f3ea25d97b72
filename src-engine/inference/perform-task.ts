/** Does tasks of a calibration with the loaded model, one after the other: what they need of sessions stays open between them. */
import type { TaskOf, TaskResults } from '../engine.ts';
import { calibrationPerformer, readView } from './calibrate-model.ts';
import { openLayerwiseTower, type LayerwiseTower } from './layerwise-tower.ts';
import type { LoadedEncoder } from './loaded-model.ts';
import { countRows } from './measure-rows.ts';
import type { Pace } from './pace.ts';

export interface TaskPerformer {
  find(task: TaskOf<'find'>, pace: Pace): Promise<readonly number[]>;
  measure(task: TaskOf<'measure'>, pace: Pace): Promise<readonly number[]>;
  rows(task: TaskOf<'rows'>, pace: Pace): Promise<TaskResults['rows']>;
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
    rows: (task, pace) => countRows(model, task, { prepare: (path) => readView(model, path), pace }),
    release: async () => opened?.release(),
  };
}
