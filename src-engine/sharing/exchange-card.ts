/** What a machine that takes part in an exchange says of itself, and how it looks at the cards of the others. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Shard } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { exists, readText } from '../files/bounded-file.ts';
import { document } from '../files/document.ts';
import { refusal, type Subject } from '../files/refusal.ts';
import { clip, quotePath } from '../files/words.ts';

const schema = z.strictObject({
  format: z.literal('dymu-exchange'),
  version: z.literal(1),
  program: z.string().max(100),
  run: z.string().max(100),
  shard: z.strictObject({ index: z.int().min(1), count: z.int().min(1).max(1_000_000) }),
  created: z.iso.datetime(),
});
export type Card = z.infer<typeof schema>;

const largest = 10_000; // bytes
const form = /^shard-(?<index>\d+)-of-(?<count>\d+)\.json$/;

/** Files of an exchange. */
export function exchangeSubject(file: string): Subject {
  return { file, code: 'bad-input', remedy: 'give a folder that holds nothing of another run' };
}

export function cardPath(directory: string, { index, count }: Shard): string {
  return join(directory, `shard-${index}-of-${count}.json`);
}

export async function readCard(path: string): Promise<Card> {
  return document(schema, await readText(path, largest, exchangeSubject(path)), exchangeSubject(path));
}

/**
 * Lays the own card down, or finds it from an earlier start of the same shard.
 *
 * @throws EngineError `bad-input` where the folder holds cards of another run, of another version or of another number of shards
 */
export async function layCard(
  directory: string,
  own: Omit<Card, 'created' | 'format' | 'version'>,
): Promise<void> {
  await checkCards(directory, own);
  const path = cardPath(directory, own.shard);
  if (await exists(path)) return;
  const card: Card = { format: 'dymu-exchange', version: 1, ...own, created: new Date().toISOString() };
  await writeAtomically(path, JSON.stringify(card));
  await checkCards(directory, own); // somebody of another run may have come at the same moment
}

async function checkCards(directory: string, own: Pick<Card, 'program' | 'run' | 'shard'>): Promise<void> {
  for (const name of (await readdir(directory)).filter((entry) => form.test(entry))) {
    const path = join(directory, name);
    const card = await readCard(path);
    const { index, count } = card.shard;
    if (count !== own.shard.count) {
      throw new EngineError(
        'bad-input',
        `${quotePath(directory)} is in use by a run of ${count} shards, not ${own.shard.count}`,
        { remedy: 'give all shards the same number, or another folder' },
      );
    }
    if (card.run !== own.run) {
      const whose = index === own.shard.index ? 'this shard' : `shard ${index} of ${count}`;
      throw refusal(
        exchangeSubject(path),
        `is of another run: ${whose} was started with another encoder, other images or other settings`,
      );
    }
    if (card.program !== own.program) {
      const fact = `is of version ${clip(card.program)} of the program, not ${own.program}`;
      throw refusal(exchangeSubject(path), fact, { cure: 'run the same version on all machines' });
    }
  }
}
