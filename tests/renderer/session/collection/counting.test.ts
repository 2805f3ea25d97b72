import { expect, it, vi } from 'vitest';
import { countingJob, createCounting } from '../../../../renderer/session/collection/counting.ts';
import type { Jobs } from '../../../../renderer/session/jobs.ts';
import { fakeModel } from '../../../support/fake-engine.ts';
import { jobOf } from '../../support/jobs.ts';
import { createDeps, ready } from '../parts.ts';

const { directory } = fakeModel;
const left = 'waits until pocket is loaded with the calibration that it was begun with';

async function opened() {
  const deps = createDeps();
  await ready(deps);
  const { store } = deps;
  store.getState().setCollection({ kind: 'open', folder: '/pictures' });
  const count = (id: number, rest: Parameters<typeof jobOf>[0] = {}) =>
    jobOf({ ...{ id, kind: 'collect', about: '/pictures', model: { directory }, state: 'queued' }, ...rest });
  let last = 0;
  const jobs: Jobs = {
    start: vi.fn(() => {
      const job = count(++last);
      store.getState().setJobs([...store.getState().jobs, job]);
      return Promise.resolve(job);
    }),
    change: vi.fn(() => Promise.resolve()),
    result: () => Promise.resolve(null),
    dispose: () => undefined,
  };
  const counting = createCounting({ store, jobs, model: () => ({ directory }) });
  return { store, jobs, counting, count };
}

it('of an earlier calibration gives way to a count with the one in use', async () => {
  const { store, jobs, counting, count } = await opened();
  await counting.start();
  expect(countingJob(store.getState())?.id).toBe(1);
  store.getState().setJobs([count(1, { waitsFor: left })]);
  expect(countingJob(store.getState())).toBeNull();
  await counting.start();
  expect(countingJob(store.getState())?.id).toBe(2);
  expect(vi.mocked(jobs.change).mock.calls).toEqual([[1, 'forget']]);
});

it('that another program has begun is let wait, and so is one of another model or folder', async () => {
  const { store, jobs, counting, count } = await opened();
  store.getState().setJobs([count(7, { waitsFor: left })]);
  await counting.start();
  expect(vi.mocked(jobs.start)).toHaveBeenCalledOnce();
  expect(vi.mocked(jobs.change)).not.toHaveBeenCalled();
  store
    .getState()
    .setJobs([count(1, { waitsFor: 'waits until other is loaded', model: { directory: '/other' } })]);
  await counting.start();
  expect(vi.mocked(jobs.change)).not.toHaveBeenCalled();
});
