/** Reads the earlier turns of a conversation from a file. */
import { z } from 'zod';
import type { Turn } from '../engine.ts';
import { readText } from '../files/bounded-file.ts';
import { document } from '../files/document.ts';
import type { Subject } from '../files/refusal.ts';

const mostBytes = 16 * 1024 * 1024;
const turnsSchema = z.strictObject({
  version: z.literal(1),
  turns: z.array(z.strictObject({ question: z.string(), answer: z.string() })).max(200),
});

/** Throws `bad-input` naming the file, the field and what it must be. */
export async function readTurns(path: string): Promise<readonly Turn[]> {
  const subject: Subject = {
    file: path,
    code: 'bad-input',
    remedy: 'give a file with {"version":1,"turns":[{"question":"What is it?","answer":"a cat"}]}',
  };
  return document(turnsSchema, await readText(path, mostBytes, subject), subject).turns;
}
