/** Whether the parts of all shards of a run are there, each once. Pure. */
import type { Shard } from '../engine.ts';
import { EngineError } from '../errors.ts';

/** Throws `bad-input` for the first that is there twice, or missing. */
export function requireAllShards(shards: readonly Shard[]): void {
  const count = shards[0]?.count ?? 0;
  const indices = shards.map(({ index }) => index);
  const twice = indices.find((index, at) => indices.indexOf(index) !== at);
  if (twice !== undefined) {
    throw new EngineError('bad-input', `Part ${twice} of ${count} is there twice`, {
      remedy: 'leave one out',
    });
  }
  const missing = Array.from({ length: count }, (_, at) => at + 1).find((index) => !indices.includes(index));
  if (missing === undefined) return;
  throw new EngineError('bad-input', `Part ${missing} of ${count} is missing`, {
    remedy: 'give every part, those of shards that failed made again',
  });
}
