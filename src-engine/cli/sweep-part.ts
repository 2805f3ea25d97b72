/** A part of a sweep that a shard has answered, as a file; and how the parts of all shards become what one machine would have found. */
import { z } from 'zod';
import type { SweepRow } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { document } from '../files/document.ts';
import type { Subject } from '../files/refusal.ts';
import { identitySchema, sweepRowSchema } from '../sharing/task-schemas.ts';
import { joinRows } from '../sweep/sweep.ts';
import { requireAllShards } from './all-shards.ts';

export const sweepPart = 'dymu-sweep-part';

const text = z.string().max(10_000);
const rowsOfTable = 1000;

const schema = z.strictObject({
  format: z.literal(sweepPart),
  version: z.literal(1),
  program: text, // version
  model: identitySchema,
  image: text, // name
  content: text, // SHA-256 of the picture
  question: z.string().max(1_000_000),
  /** What else the answers hang on, as text that is the same for the same thing. */
  asked: z.string().max(1_000_000),
  table: z.int().min(1).max(rowsOfTable), // rows of all shards
  shard: z.strictObject({ index: z.int().min(1), count: z.int().min(1).max(1_000_000) }),
  rows: z.array(sweepRowSchema).max(rowsOfTable),
});
export type SweepPart = z.infer<typeof schema>;

export function sweepPartJson(part: Omit<SweepPart, 'format' | 'version'>): string {
  return `${JSON.stringify({ format: sweepPart, version: 1, ...part })}\n`;
}

/** Throws an EngineError of the subject's code. */
export function readSweepPart(content: string, subject: Subject): SweepPart {
  return document(schema, content, subject);
}

/** Parts may come in any order. Throws `bad-input` where they do not belong together, or one is missing, there twice or not whole. */
export function joinSweepParts(parts: readonly SweepPart[]): Pick<
  SweepPart,
  'model' | 'image' | 'question'
> & {
  readonly rows: readonly SweepRow[];
} {
  const [first, ...others] = parts.toSorted((a, b) => a.shard.index - b.shard.index);
  if (first === undefined) throw new EngineError('bad-input', 'There is no part of a sweep');
  for (const other of others) {
    const difference = differenceOf(first, other);
    if (difference === undefined) continue;
    throw new EngineError(
      'bad-input',
      `Parts ${first.shard.index} and ${other.shard.index} are not of one sweep: ${difference}`,
      { remedy: 'make all parts with the same model, picture, question, budgets and methods' },
    );
  }
  requireAllShards(parts.map(({ shard }) => shard));
  const rows = joinRows(parts.flatMap((part) => part.rows));
  if (rows.length !== first.table || rows.some(({ position }, at) => position !== at)) {
    throw new EngineError('bad-input', `The parts hold ${rows.length} of ${first.table} rows of this sweep`, {
      remedy: 'make the parts again',
    });
  }
  return { model: first.model, image: first.image, question: first.question, rows };
}

function differenceOf(one: SweepPart, other: SweepPart): string | undefined {
  const facts = (part: SweepPart): readonly (readonly [string, string])[] => [
    ['another number of shards', String(part.shard.count)],
    ['another model', JSON.stringify(part.model)],
    ['another picture', part.content],
    ['another question', part.question],
    ['other budgets, methods or lengths', part.asked],
    ['another version of the program', part.program],
  ];
  const theirs = facts(other);
  return facts(one).find(([, value], at) => value !== theirs[at]?.[1])?.[0];
}
