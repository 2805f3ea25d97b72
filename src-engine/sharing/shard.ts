/** Which tasks of a run belong to which of several machines. Pure. */
import type { Shard } from '../engine.ts';

const most = 10_000;

/** `2/8`: the second of eight. Undefined for what is no such thing. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = /^(\d{1,5})\/(\d{1,5})$/.exec(text.trim()) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count && shard.count <= most ? shard : undefined;
}

/**
 * By position in the list, as cards are dealt: neighbours are alike (the photographs of one camera, the budgets that keep most tokens), so that
 * every shard gets some of each. Nothing but the list decides, so that no machine needs to ask another.
 *
 * @param position from 0
 */
export function shardOf(position: number, count: number): number {
  return (position % count) + 1;
}

/** What of a list is one shard's, in its order. */
export function dealt<T>(items: readonly T[], { index, count }: Shard): T[] {
  return items.filter((_, position) => shardOf(position, count) === index);
}
