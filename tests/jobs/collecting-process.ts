/**
 * Counts the tokens of a folder as a job, in a process that may be killed at any moment: `collecting-process.ts DATA PICTURES LOG MODEL`. Every run of the
 * encoder is a line of LOG, written right after it. Ends when the job is done.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../../src-engine/database/database.ts';
import type { ReductionRequest } from '../../src-engine/engine.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import type { LoadedModel } from '../../src-engine/inference/loaded-model.ts';
import { createJobs } from '../../src-engine/jobs/jobs.ts';
import { loadFolder } from '../support/loaded.ts';

async function collect([data = '', source = '', log = '', folder = '']: readonly string[]): Promise<void> {
  const small = await loadFolder(folder);
  const model: LoadedModel = {
    ...small,
    tower: {
      ...small.tower,
      open: async (plan) => {
        const run = await small.tower.open(plan);
        return {
          plan,
          encode: async (pixels) => {
            const output = await run.encode(pixels);
            appendFileSync(log, 'encoded\n');
            return output;
          },
        };
      },
    },
  };

  const layers = small.checkpoint.spec.vision.executedLayers;
  const reductions = [0.2, 0.4, 0.5, 0.6, 0.7, 0.9].map((threshold): ReductionRequest => ({
    method: 'dymu',
    budget: { kind: 'thresholds', thresholds: new Array<number>(layers).fill(threshold) },
  }));
  const database = openDatabase(data);
  const jobs = createJobs({
    database: () => database,
    cacheDirectory: data,
    which: 'every',
    fits: () => true,
    watchSleep: () => () => false,
    inTurn: ({ signal }, work) => work(model, createPace(signal), () => []),
  });
  const { id } = jobs.start({
    kind: 'collect',
    model: { directory: folder },
    collect: { source, points: 0, reductions, checks: 0 },
  });
  while (jobs.list().find((job) => job.id === id)?.endedMs === undefined) await wait(5);
  await jobs.close();
  database.close();
}

void collect(process.argv.slice(2));
