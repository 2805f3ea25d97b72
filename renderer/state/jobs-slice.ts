/** The engine's jobs as they were last heard of: work on many files that outlives the window. */
import type { Job, JobState } from '../../src-engine/engine.ts';
import type { CreateSlice } from './slice.ts';

export interface JobsSlice {
  /** Those that have not ended in the order in which they run, then the ended, latest first. */
  readonly jobs: readonly Job[];
  /** False until the engine has been asked for them. */
  readonly jobsKnown: boolean;
  readonly setJobs: (jobs: readonly Job[]) => void;
}

export const createJobsSlice: CreateSlice<JobsSlice> = (set) => ({
  jobs: [],
  jobsKnown: false,
  setJobs: (jobs) => set((state) => ({ jobsKnown: true, ...(same(state.jobs, jobs) ? {} : { jobs }) })),
});

function same(before: readonly Job[], now: readonly Job[]): boolean {
  return before.length === now.length && JSON.stringify(before) === JSON.stringify(now);
}

/** Whether it will go on by itself. */
export function isActive({ state }: { readonly state: JobState }): boolean {
  return state === 'queued' || state === 'running';
}

export function isOver({ state }: { readonly state: JobState }): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}
