/** Kills of several runs on one folder that add up: each run goes on where the last one stopped, with what the application has kept since. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Kill } from './recover.ts';

/** What all runs must have in common. */
export interface Series {
  readonly seed: number;
  readonly everyApp: number;
}

/** A kill, the run in which it was (from 1), and the work of the machine meanwhile. */
export interface TalliedKill extends Kill {
  readonly run: number;
  /** Processes that ran or waited, on average over the minute before the end of the recovery. */
  readonly load: number;
}

const series = z.strictObject({ seed: z.number(), everyApp: z.number() });
const kept = z.strictObject({ counts: z.number(), jobs: z.number(), answers: z.number() });
const tallied: z.ZodType<TalliedKill> = z.strictObject({
  run: z.number(),
  load: z.number(),
  number: z.number(),
  whole: z.enum(['engine', 'application']),
  moment: z.enum(['load', 'encode', 'answer', 'calibrate', 'collect', 'evaluate', 'save']),
  afterMs: z.number(),
  leftovers: z.number(),
  kept,
  sentence: z.string(),
  loadedMs: z.number(),
  answeredMs: z.number(),
  answeredCpu: z.number(),
  gaveUp: z.boolean(),
  faults: z.array(z.string()),
});

/** Kills so far; none where there is no such file yet, which is begun. @throws Error where those before were of another series */
export function openTally(file: string, wanted: Series): TalliedKill[] {
  if (!existsSync(file)) {
    writeFileSync(file, `${JSON.stringify(wanted)}\n`);
    return [];
  }
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const { seed, everyApp } = series.parse(JSON.parse(head));
  if (seed !== wanted.seed || everyApp !== wanted.everyApp)
    throw new Error(
      `The kills in ${file} were made with --seed ${seed} --every-app ${everyApp}; go on with these, or take another folder.`,
    );
  return lines.map((line) => tallied.parse(JSON.parse(line)));
}

export function addToTally(file: string, kill: TalliedKill): void {
  appendFileSync(file, `${JSON.stringify(kill)}\n`);
}

/** One sentence: how many kills, in how many runs, beside how much other work. */
export function tallyWords(kills: readonly TalliedKill[]): string {
  const runs = new Set(kills.map(({ run }) => run)).size;
  const loads = kills.map(({ load }) => load);
  const wrong = kills.filter(({ faults }) => faults.length > 0).length;
  const found = wrong === 0 ? 'nothing lost' : `${wrong} with faults`;
  return `${kills.length} kills in ${runs === 1 ? 'one run' : `${runs} runs`} on one folder of user data, load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}: ${found}.`;
}
