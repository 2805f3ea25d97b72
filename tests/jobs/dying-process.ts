/** Takes the jobs of a database, each of which kills this process in the midst of it: `dying-process.ts DATA LOG kept|lost`. Every begin is a line of LOG. Ends when no job waits. */
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../../src-engine/database/database.ts';
import { createJobs } from '../../src-engine/jobs/jobs.ts';

async function die([data = '', log = '', what = '']: readonly string[]): Promise<void> {
  const database = openDatabase(data);
  const jobs = createJobs(
    {
      database: () => database,
      cacheDirectory: data,
      which: 'every',
      fits: () => true,
      watchSleep: () => () => false,
      inTurn: () => Promise.reject(new Error('Nothing is done here')),
    },
    () => ({
      about: () => 'a',
      title: () => 'A job that kills',
      run: (_, { kept }) => {
        appendFileSync(log, 'begun\n');
        if (what === 'kept') kept();
        process.kill(process.pid, 'SIGKILL');
        return new Promise(() => undefined);
      },
    }),
  );
  while (jobs.list().some(({ endedMs }) => endedMs === undefined)) await wait(5);
  await jobs.close();
  database.close();
}

void die(process.argv.slice(2));
