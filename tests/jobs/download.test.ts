import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src-engine/database/database.ts';
import type { JobRequest } from '../../src-engine/engine.ts';
import { hubAccess } from '../../src-engine/hub/access.ts';
import { createJobs } from '../../src-engine/jobs/jobs.ts';
import { hubForTest, type FakeHub } from '../hub/fake-hub.ts';
import { smallModel } from '../hub/small-model.ts';
import { eventually } from '../support/eventually.ts';
import { emptyFolder } from '../support/scratch.ts';

const request: JobRequest = {
  kind: 'download',
  model: { directory: 'org/model' },
  download: { name: 'org/model', revision: 'main', commit: smallModel.commit },
};

/** Jobs without a model, as another program start sees the same data. */
function jobsIn(data: string, cache: string, hub: FakeHub) {
  const database = openDatabase(data);
  const jobs = createJobs({
    database: () => database,
    cacheDirectory: data,
    hub: { access: () => hubAccess({ HF_ENDPOINT: hub.endpoint, HF_HOME: cache }), cache: () => cache },
    which: 'every',
    fits: () => false,
    watchSleep: () => () => false,
    inTurn: () => Promise.reject(new Error('a download takes no turn')),
  });
  return {
    jobs,
    close: async () => {
      await jobs.close();
      database.close();
    },
  };
}

describe('a download as a job', () => {
  it('runs without a model, counts bytes, and says where the model is', async () => {
    const [data, cache] = [await emptyFolder(), await emptyFolder()];
    const hub = await hubForTest({ 'org/model': smallModel });
    const { jobs, close } = jobsIn(data, cache, hub);
    const { id, title, unit } = jobs.start(request);
    expect([title, unit]).toEqual(['Downloading org/model', 'bytes']);
    await eventually(() => expect(jobs.list()[0]?.state).toBe('done'));
    const result = jobs.result(id);
    expect(result).toMatchObject({ kind: 'download', download: { name: 'org/model', files: 7 } });
    const [job] = jobs.list();
    expect([job?.done, job?.total]).toEqual([175_136, 175_136]);
    await close();
  });

  it('is paused and goes on where it was', async () => {
    const [data, cache] = [await emptyFolder(), await emptyFolder()];
    const hub = await hubForTest({ 'org/model': smallModel });
    let held = true;
    hub.misbehave = ({ server }) => server === 'store' && held; // no answer yet
    const { jobs, close } = jobsIn(data, cache, hub);
    const { id } = jobs.start(request);
    await eventually(() => expect(hub.seen.some(({ server }) => server === 'store')).toBe(true));
    expect(jobs.change(id, 'pause')?.state).toBe('paused');
    held = false;
    expect(jobs.change(id, 'resume')?.state).toMatch(/queued|running/u);
    await eventually(() => expect(jobs.list()[0]?.state).toBe('done'));
    await close();
  });

  it('that a closed program has left asks nobody until somebody resumes it', async () => {
    const [data, cache] = [await emptyFolder(), await emptyFolder()];
    const hub = await hubForTest({ 'org/model': smallModel });
    hub.misbehave = ({ server }) => server === 'store';
    const first = jobsIn(data, cache, hub);
    const { id } = first.jobs.start(request);
    await eventually(() => expect(hub.seen.some(({ server }) => server === 'store')).toBe(true));
    await first.close();

    hub.misbehave = () => false;
    hub.seen.length = 0;
    const second = jobsIn(data, cache, hub);
    expect(second.jobs.list().map(({ state }) => state)).toEqual(['paused']);
    second.jobs.wake();
    expect(hub.seen).toEqual([]);
    second.jobs.change(id, 'resume');
    await eventually(() => expect(second.jobs.list()[0]?.state).toBe('done'));
    await second.close();
  });

  it('that fails says one sentence', async () => {
    const [data, cache] = [await emptyFolder(), await emptyFolder()];
    const hub = await hubForTest({});
    const { jobs, close } = jobsIn(data, cache, hub);
    jobs.start(request);
    await eventually(() => expect(jobs.list()[0]?.state).toBe('failed'));
    expect(jobs.list()[0]?.failure).toMatch(
      /knows no model 'org\/model', or keeps it for its owners; check the name/u,
    );
    await close();
  });
});
