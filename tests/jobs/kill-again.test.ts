/** A job whose process dies again and again is not begun for ever: after three deaths with nothing kept it has failed. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder } from '../support/scratch.ts';
import { bundled, linesIn, start } from './killed.ts';
import { scriptedJobs } from './scripted-jobs.ts';

const killed = [null, 'SIGKILL'];
const ended = [0, null];

describe('a job that ends its process whenever it is begun', () => {
  it('has failed after three times, says so, and is tried once more when somebody resumes it or asks for the same', async () => {
    const data = await emptyFolder();
    const log = join(data, 'log');
    const dying = { program: await bundled('dying-process.ts'), args: [data, log, 'lost'], log };
    const here = await scriptedJobs(data, { fits: () => false });
    const { id } = here.start('a');

    for (let death = 1; death <= 3; death += 1) {
      expect(await start(dying).ended).toEqual(killed);
      expect(here.states()).toEqual(['a queued']);
      expect(linesIn(log)).toBe(death);
    }
    expect(await start(dying).ended).toEqual(ended); // it was not begun
    expect(linesIn(log)).toBe(3);
    expect(here.jobs.list()).toMatchObject([
      {
        id,
        state: 'failed',
        failure:
          'It ended the process that did it three times in a row, before anything more of it was done. It is not begun again by itself; resume it to try once more.',
      },
    ]);

    expect(here.jobs.change(id, 'resume')).toMatchObject({ state: 'queued' });
    for (let death = 1; death <= 3; death += 1) expect(await start(dying).ended).toEqual(killed);
    expect(await start(dying).ended).toEqual(ended);
    expect(linesIn(log)).toBe(6);

    expect(here.start('a')).toMatchObject({ id, state: 'queued' });
    expect(here.jobs.list()[0]?.failure).toBeUndefined();
    expect(await start(dying).ended).toEqual(killed);
  });

  it('is begun as often as it takes while something of it is kept each time', async () => {
    const data = await emptyFolder();
    const log = join(data, 'log');
    const dying = { program: await bundled('dying-process.ts'), args: [data, log, 'kept'], log };
    const here = await scriptedJobs(data, { fits: () => false });
    here.start('a');
    for (let death = 1; death <= 5; death += 1) expect(await start(dying).ended).toEqual(killed);
    expect(here.states()).toEqual(['a queued']);
  });
});
