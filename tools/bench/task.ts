/** What can be measured of a build: a task has cases, and each gives a number whenever it is run. */

export interface Task {
  readonly title: string;
  readonly unit: 'ms' | 'bytes';
  /** Makes what it needs in the cache, before anything is measured. */
  prepare(): Promise<unknown>;
  /** In a process of the build's own: loads what the cases need. @param build its folder. */
  open(build: string): Promise<Cases>;
  /** Every number comes from a process of its own, which has measured nothing before. */
  readonly fresh?: boolean;
}

/** By name, in order. */
export type Cases = ReadonlyMap<string, () => Promise<number>>;
