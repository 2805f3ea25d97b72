/** The merge options of a command line as a `Merging`. One of them at most; none means the adaptive preset "mid". */
import type { Command } from 'commander';
import { z } from 'zod';
import type { Merging } from '../engine.ts';
import { parseDecimal, parseInteger } from './numbers.ts';
import { readThresholds } from './thresholds-file.ts';
import { UsageError } from './usage-error.ts';

export const mergeFields = {
  budget: z.string().optional(),
  preset: z.string().optional(),
  thresholds: z.string().optional(),
  fixed: z.string().optional(),
  schedule: z.string().optional(),
  tokens: z.string().optional(),
  merge: z.boolean().optional(), // false after --no-merge
};
export type MergeFlags = z.infer<z.ZodObject<typeof mergeFields>>;

const presetSchema = z.enum(['low', 'mid', 'high']);
const scheduleSchema = z.enum(['constant', 'linear', 'reverse-linear']);
/** More than any encoder has; the engine knows the model's own limits. */
const tokenRange = { min: 1, max: 1_000_000 };

export function addMergeOptions(command: Command): Command {
  return command
    .optionsGroup('Merge options (one of):')
    .option('--budget <N|P%>', 'adaptive: average tokens per view, or a share of all of them')
    .option('--preset <name>', 'adaptive: low, mid or high (default: mid)')
    .option('--thresholds <file>', 'adaptive: {"thresholds":[...]}, one per executed layer')
    .option('--fixed <R>', 'ToMe: merge R tokens in all, by --schedule')
    .option('--schedule <name>', 'for --fixed: constant, linear or reverse-linear (default: constant)')
    .option('--tokens <N>', 'ToMe: exactly N tokens')
    .option('--no-merge', 'keep all tokens');
}

/** Throws UsageError for options that contradict each other, EngineError for a thresholds file that cannot be used. */
export async function readMerging(flags: MergeFlags): Promise<Merging> {
  const given = [
    flags.budget === undefined ? [] : ['--budget'],
    flags.preset === undefined ? [] : ['--preset'],
    flags.thresholds === undefined ? [] : ['--thresholds'],
    flags.fixed === undefined ? [] : ['--fixed'],
    flags.tokens === undefined ? [] : ['--tokens'],
    flags.merge === false ? ['--no-merge'] : [],
  ].flat();
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} exclude each other; give one of them.`);
  if (flags.schedule !== undefined && flags.fixed === undefined) {
    throw new UsageError('--schedule belongs to --fixed R; give both or neither.');
  }

  if (flags.merge === false) return { kind: 'none' };
  if (flags.thresholds !== undefined) {
    return { kind: 'thresholds', thresholds: await readThresholds(flags.thresholds) };
  }
  if (flags.fixed !== undefined) {
    const total = parseInteger('--fixed', flags.fixed, { ...tokenRange, min: 0 });
    const schedule = scheduleSchema.safeParse(flags.schedule ?? 'constant');
    if (!schedule.success) throw new UsageError('--schedule is constant, linear or reverse-linear.');
    return { kind: 'fixed', total, schedule: schedule.data };
  }
  if (flags.tokens !== undefined) {
    return { kind: 'exact', tokens: parseInteger('--tokens', flags.tokens, tokenRange) };
  }
  if (flags.budget !== undefined) return parseBudget(flags.budget);
  const preset = presetSchema.safeParse(flags.preset ?? 'mid');
  if (!preset.success) throw new UsageError('--preset is low, mid or high.');
  return { kind: 'adaptive', budget: { kind: 'preset', preset: preset.data } };
}

function parseBudget(text: string): Merging {
  if (text.endsWith('%')) {
    const percent = parseDecimal(text.slice(0, -1));
    if (percent !== undefined && percent > 0 && percent <= 100) {
      return { kind: 'adaptive', budget: { kind: 'share', share: percent / 100 } };
    }
  } else {
    const tokens = parseDecimal(text);
    if (tokens !== undefined && tokens >= tokenRange.min && tokens <= tokenRange.max) {
      return { kind: 'adaptive', budget: { kind: 'tokens', tokens } };
    }
  }
  throw new UsageError(
    `--budget takes a number of tokens from 1 on (90) or a share above 0 % (35%), and "${text}" is neither.`,
  );
}
