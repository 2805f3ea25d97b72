/** The merge options of a command line as a request for reduction. One of them at most; none means the adaptive preset "mid". */
import type { Command } from 'commander';
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { flagNames } from '../reduction/flags.ts';
import type { FlagName } from '../reduction/flags.ts';
import { methodNames, methods } from '../reduction/methods.ts';
import type { MethodName, ReductionRequest } from '../reduction/methods.ts';
import { readRegions } from './regions-file.ts';
import { readThresholds } from './thresholds-file.ts';
import { UsageError } from './usage-error.ts';

export const mergeFields = {
  method: z.string().optional(),
  budget: z.string().optional(),
  preset: z.string().optional(),
  thresholds: z.string().optional(),
  fixed: z.string().optional(),
  schedule: z.string().optional(),
  tokens: z.string().optional(),
  rowThreshold: z.string().optional(),
  regions: z.string().optional(),
  merge: z.boolean().optional(), // false after --no-merge
};
export type MergeFlags = z.infer<z.ZodObject<typeof mergeFields>>;

const allFlags: readonly FlagName[] = [
  'budget',
  'preset',
  'thresholds',
  'fixed',
  'tokens',
  'rowThreshold',
  'noMerge',
];
/** What --method takes; without reduction there is --no-merge. */
const namedMethods = methodNames.filter((name) => name !== 'none');

export function addMergeOptions(command: Command): Command {
  return command
    .optionsGroup('Merge options (one of, with --method where it does not say enough):')
    .option('--method <name>', `${namedMethods.join(', ')} (default: what the option below means)`)
    .option('--budget <N|P%>', 'adaptive: average tokens per view, or a share of all of them')
    .option('--preset <name>', 'adaptive: low, mid or high (default: mid)')
    .option('--thresholds <file>', 'adaptive: {"thresholds":[...]}, one per executed layer')
    .option('--fixed <R>', 'ToMe: merge R tokens in all, by --schedule')
    .option('--schedule <name>', 'for --fixed: constant, linear or reverse-linear (default: constant)')
    .option('--tokens <N>', 'exactly N tokens per view: ToMe, or the --method named')
    .option('--row-threshold <cosine>', 'rows, ours: rows above this cosine merge (0 to 1)')
    .option('--no-merge', 'keep all tokens')
    .option('--regions <file>', 'adaptive: parts of the picture with a budget of their own (docs/engine.md)');
}

/** Throws UsageError for options that contradict each other, EngineError for a thresholds file that cannot be used. */
export async function readReduction(flags: MergeFlags): Promise<ReductionRequest> {
  const typed = { ...flags, noMerge: flags.merge === false ? true : undefined };
  const given = allFlags.filter((name) => typed[name] !== undefined);
  if (given.length > 1) {
    const names = given.map((name) => flagNames[name]);
    throw new UsageError(`${names.join(' and ')} exclude each other; give one of them.`);
  }
  if (flags.schedule !== undefined && flags.fixed === undefined) {
    throw new UsageError('--schedule belongs to --fixed R; give both or neither.');
  }
  const method = chooseMethod(flags.method, given[0]);
  const thresholds = flags.thresholds === undefined ? undefined : await readThresholds(flags.thresholds);
  const reduction = asUsage(() => methods[method].fromFlags({ ...typed, thresholds }));
  if (flags.regions === undefined) return reduction;
  if (reduction.method === 'dymu') return { ...reduction, regions: await readRegions(flags.regions) };
  throw new UsageError(
    `--regions steers the thresholds of the adaptive method; ${reduction.method === 'none' ? '--no-merge' : `--method ${method}`} has none. Give --budget, --preset or --thresholds with it.`,
  );
}

/** The method that was named, or the first that takes the option that was given. */
function chooseMethod(name: string | undefined, flag: FlagName | undefined): MethodName {
  if (name === undefined) {
    return methodNames.find((known) => flag !== undefined && methods[known].flags.includes(flag)) ?? 'dymu';
  }
  const method = namedMethods.find((known) => known === name);
  if (method === undefined) {
    throw new UsageError(`--method takes ${namedMethods.join(', ')}; "${name}" is not one of them.`);
  }
  const { flags } = methods[method];
  if (flag === undefined || flags.includes(flag)) return method;
  const taken = flags.map((known) => flagNames[known]).join(' or ');
  throw new UsageError(`--method ${method} takes ${taken}, not ${flagNames[flag]}.`);
}

/** What is wrong with an option is wrong usage. */
function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EngineError) throw new UsageError(error.message);
    throw error;
  }
}
