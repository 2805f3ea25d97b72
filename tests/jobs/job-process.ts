/**
 * Does one job to its end, in a process that may be killed at any moment: `job-process.ts DATA REQUEST LOG`, REQUEST as JSON. Every native run is a
 * line of LOG, written right before it.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../../src-engine/database/database.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import { createJobs } from '../../src-engine/jobs/jobs.ts';
import { jobRequestSchema } from '../../src-engine/remote/request-schemas.ts';
import { loadFolder } from '../support/loaded.ts';

async function doJob([data = '', text = '', log = '']: readonly string[]): Promise<void> {
  const request = jobRequestSchema.parse(JSON.parse(text));
  const model = await loadFolder(request.model.directory);
  const noted = (): Promise<void> => {
    appendFileSync(log, 'run\n');
    return Promise.resolve();
  };
  const database = openDatabase(data);
  const jobs = createJobs({
    database: () => database,
    cacheDirectory: data,
    which: 'every',
    fits: () => true,
    watchSleep: () => () => false,
    inTurn: ({ signal }, work) => work(model, createPace(signal, noted), () => []),
  });
  const { id } = jobs.start(request);
  while (jobs.list().find((job) => job.id === id)?.endedMs === undefined) await wait(5);
  await jobs.close();
  database.close();
}

void doJob(process.argv.slice(2));
