/** Runs the cases of one task in both builds, round after round, until the rounds or the time are spent. */
import { measurePair } from './interleave.ts';
import type { Pairs } from './interleave.ts';
import { startProbe } from './probes.ts';
import type { Probe } from './probes.ts';
import type { Task } from './task.ts';

export interface Builds {
  readonly before: string;
  readonly after: string;
}

export interface Extent {
  readonly matching: string; // only cases whose name holds this
  readonly rounds: number;
  readonly milliseconds: number; // after which no further round begins; one is always measured
}

/** Pairs by case. A task whose numbers need no fresh process runs every case once in both builds beforehand. */
export async function inTurn(
  name: string,
  task: Task,
  builds: Builds,
  extent: Extent,
): Promise<Map<string, Pairs>> {
  const probes = {
    before: await startProbe(name, builds.before),
    after: await startProbe(name, builds.after),
  };
  const cases = probes.after.cases.filter((which) => which.includes(extent.matching));
  const measureIn = task.fresh === true ? afresh(name, builds) : probeOf(probes);
  if (task.fresh === true) await closeBoth(probes);
  else
    for (const which of cases)
      await measurePair(measureIn('before', which), measureIn('after', which), false);

  const pairs = new Map(cases.map((which) => [which, { before: [] as number[], after: [] as number[] }]));
  const end = performance.now() + extent.milliseconds;
  for (let round = 0; round < extent.rounds && (round === 0 || performance.now() < end); round += 1) {
    for (const [which, { before, after }] of pairs) {
      const pair = await measurePair(measureIn('before', which), measureIn('after', which), round % 2 === 1);
      before.push(pair[0]);
      after.push(pair[1]);
    }
  }
  if (task.fresh !== true) await closeBoth(probes);
  return pairs;
}

type Side = keyof Builds;
type MeasureIn = (side: Side, which: string) => () => Promise<number>;

const probeOf =
  (probes: Readonly<Record<Side, Probe>>): MeasureIn =>
  (side, which) =>
  () =>
    probes[side].measure(which);

const afresh =
  (name: string, builds: Builds): MeasureIn =>
  (side, which) =>
  async () => {
    const probe = await startProbe(name, builds[side]);
    try {
      return await probe.measure(which);
    } finally {
      await probe.close();
    }
  };

async function closeBoth(probes: Readonly<Record<Side, Probe>>): Promise<void> {
  await probes.before.close();
  await probes.after.close();
}
