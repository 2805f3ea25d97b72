/** What a run has seen so far, target by target: kept in a file, so that a run can go on where it stopped. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../src-engine/files/atomic-write.ts';
import { documentIfWhole } from '../../src-engine/files/document.ts';

const findSchema = z.strictObject({
  seed: z.int(),
  index: z.int(),
  fault: z.string(),
  path: z.string().exactOptional(),
  kept: z.string().exactOptional(),
});
const rowSchema = z.strictObject({
  batches: z.int(), // begun with this seed, whole
  inputs: z.int(),
  read: z.int(),
  refused: z.int(),
  slowest: z.number(), // ms of processor time
  largest: z.number(), // bytes of growth
  finds: z.array(findSchema),
});
const schema = z.strictObject({ seed: z.int(), seconds: z.number(), rows: z.record(z.string(), rowSchema) });

export type Find = z.infer<typeof findSchema>;
export type Row = z.infer<typeof rowSchema>;
export type Tally = z.infer<typeof schema>;

export const newRow = (): Row => ({
  batches: 0,
  inputs: 0,
  read: 0,
  refused: 0,
  slowest: 0,
  largest: 0,
  finds: [],
});

export async function readTally(file: string, seed: number): Promise<Tally> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const tally = documentIfWhole(schema, text);
  return tally?.seed === seed ? tally : { seed, seconds: 0, rows: {} };
}

export async function writeTally(file: string, tally: Tally): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeAtomically(file, `${JSON.stringify(tally, null, 1)}\n`);
}
