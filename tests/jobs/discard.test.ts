import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../src-engine/jobs/kinds.ts';
import { emptyFolder } from '../support/scratch.ts';
import { begun, scriptedJobs, settles } from './scripted-jobs.ts';

describe('what a job leaves', () => {
  it('goes where the job is taken off the list before it was done, and not before it has stopped', async () => {
    const scripted = await scriptedJobs(await emptyFolder());
    const [runs, done, rests] = ['runs', 'done', 'rests'].map((source) => scripted.start(source));
    for (const change of ['pause', 'resume', 'cancel', 'resume'] as const)
      scripted.jobs.change(rests!.id, change);
    scripted.jobs.change(rests!.id, 'cancel'); // may be resumed
    await begun(scripted);
    expect(scripted.discarded).toEqual([]);
    scripted.jobs.change(runs!.id, 'forget');
    expect(scripted.discarded).toEqual([]); // it still writes
    (await begun(scripted, 1)).end();
    await settles(scripted, 'done done', 'rests cancelled');
    expect(scripted.discarded).toEqual(['runs']);
    for (const job of [rests, done]) scripted.jobs.change(job!.id, 'forget');
    expect(scripted.discarded).toEqual(['runs', 'rests']);
  });

  it('of a calibration is what it would have gone on from, and not what it has found', async () => {
    const folder = await emptyFolder();
    const out = join(folder, 'c.json');
    for (const end of ['', '.progress', '.checked']) await writeFile(`${out}${end}`, '');
    const calibrate = { images: [], out };
    const request = { kind: 'calibrate', model: { directory: '/m' }, calibrate } as const;
    await kindOf(request).discard?.(request);
    expect(await readdir(folder)).toEqual(['c.json']);
  });
});
