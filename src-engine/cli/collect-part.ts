/** A part of a collection that a shard has counted, as a file; and how the parts of all shards become what one machine would have written. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { document } from '../files/document.ts';
import type { Subject } from '../files/refusal.ts';
import { identitySchema } from '../sharing/task-schemas.ts';
import { requireAllShards } from './all-shards.ts';

export const collectionPart = 'dymu-collection-part';

const count = z.int().min(0);
const text = z.string().max(10_000);

const schema = z.strictObject({
  format: z.literal(collectionPart),
  version: z.literal(1),
  program: text, // version
  source: text,
  model: identitySchema,
  list: text, // hash of the names and contents of all images, those of other shards too
  images: count, // in all shards
  shard: z.strictObject({ index: z.int().min(1), count: z.int().min(1).max(1_000_000) }),
  budgets: z.array(text),
  rows: z.array(
    z.strictObject({
      file: text,
      width: count,
      height: count,
      bytesPerPixel: z.number(),
      tokens: z.array(count.nullable()),
    }),
  ),
  unreadable: z.array(z.strictObject({ path: text, reason: text })), // of the whole list
  unreadableTotal: count,
  encodes: count,
  known: count,
  notes: z.array(z.strictObject({ kind: text, text })),
});
export type CollectionPart = z.infer<typeof schema>;

export function partJson(part: Omit<CollectionPart, 'format' | 'version'>): string {
  return `${JSON.stringify({ format: collectionPart, version: 1, ...part })}\n`;
}

/** Throws an EngineError of the subject's code. */
export function readCollectionPart(content: string, subject: Subject): CollectionPart {
  return document(schema, content, subject);
}

/** Parts may come in any order. Throws `bad-input` where they do not belong together, or one is missing or there twice. */
export function joinParts(parts: readonly CollectionPart[]): CollectionPart {
  const [first, ...others] = parts.toSorted((a, b) => a.shard.index - b.shard.index);
  if (first === undefined)
    throw new EngineError('bad-input', 'There is no part of a collection', {
      remedy: 'give the files of all shards',
    });
  for (const other of others) {
    const difference = differenceOf(first, other);
    if (difference === undefined) continue;
    throw new EngineError(
      'bad-input',
      `Parts ${first.shard.index} and ${other.shard.index} are not of one collection: ${difference}`,
      { remedy: 'make all parts with the same model, images and budgets' },
    );
  }
  requireAllShards(parts.map(({ shard }) => shard));
  const all = [first, ...others];
  const rows = all.flatMap((part) => part.rows).sort((a, b) => (a.file < b.file ? -1 : 1));
  const sum = (pick: (part: CollectionPart) => number) => all.reduce((total, part) => total + pick(part), 0);
  return { ...first, rows, encodes: sum(({ encodes }) => encodes), known: sum(({ known }) => known) };
}

function differenceOf(one: CollectionPart, other: CollectionPart): string | undefined {
  const facts = (part: CollectionPart): readonly (readonly [string, string])[] => [
    ['another number of shards', String(part.shard.count)],
    ['another model', JSON.stringify(part.model)],
    ['other budgets', part.budgets.join()],
    ['other images, or other contents under the same names', part.list],
    ['another version of the program', part.program],
  ];
  const theirs = facts(other);
  return facts(one).find(([, value], at) => value !== theirs[at]?.[1])?.[0];
}
