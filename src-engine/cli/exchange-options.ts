/** The options of a calibration that several machines share, checked for what belongs together. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Shard } from '../engine.ts';
import { readShard } from './shard-option.ts';
import { UsageError } from './usage-error.ts';

export const exchangeFields = {
  shard: z.string().optional(),
  exchange: z.string().optional(),
  resume: z.boolean().optional(),
};
type Flags = z.infer<z.ZodObject<typeof exchangeFields>>;

export function addExchangeOptions(command: Command): Command {
  return command
    .optionsGroup('Several machines:')
    .option('--shard <i/n>', 'do the i-th of n parts; the n machines share the folder of --exchange')
    .option(
      '--exchange <dir>',
      'a folder that all of them see, empty at first: they wait for each other there',
    );
}

/** Throws UsageError. */
export function readExchange(
  flags: Flags,
): { readonly shard: Shard; readonly directory: string } | undefined {
  const shard = readShard(flags.shard);
  if (shard === undefined && flags.exchange === undefined) return undefined;
  if (shard === undefined)
    throw new UsageError('--exchange needs --shard i/n: which part this machine does.');
  if (flags.exchange === undefined) {
    throw new UsageError(
      'A shard of a calibration needs --exchange DIR: every threshold is found from what all machines saw.',
    );
  }
  if (flags.resume === true) {
    throw new UsageError(
      '--resume and --exchange exclude each other; a shard that is started again goes on by itself.',
    );
  }
  return { shard, directory: resolve(flags.exchange) };
}
