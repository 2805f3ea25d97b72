/** `--shard i/n`: this machine's part of a run. */
import type { Shard } from '../engine.ts';
import { parseShard } from '../sharing/shard.ts';
import { UsageError } from './usage-error.ts';

/** Throws UsageError. */
export function readShard(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const shard = parseShard(text);
  if (shard !== undefined) return shard;
  throw new UsageError(`--shard takes i/n, such as 2/8 for the second of eight machines; "${text}" is none.`);
}
