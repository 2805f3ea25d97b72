/** `dymu merge`: joins the parts that shards have written into what one machine would have written. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { RecordedEvaluation } from '../engine.ts';
import { evaluationOf } from '../evaluation/evaluation-of.ts';
import { readRecorded } from '../evaluation/recorded-file.ts';
import { readText } from '../files/bounded-file.ts';
import { isObject, json } from '../files/document.ts';
import { refusal, type Subject } from '../files/refusal.ts';
import type { CliContext } from './context.ts';
import { evaluationFiles, needsDetails, presentEvaluation } from './evaluation-output.ts';
import { createReporter } from './reporter.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object({
  out: z.string().optional(),
  figure: z.string().optional(),
  quiet: z.boolean().optional(),
  json: z.boolean().optional(),
});
const largest = 512 * 2 ** 20; // bytes
const version = 1;

export function mergeCommand(context: CliContext): Command {
  return new Command('merge')
    .description('Join the parts that dymu eval --shard has written')
    .argument('<parts...>', 'the files of all shards, in any order')
    .option('--out <file>', 'write the table as .csv or .md, or as .json with every answer')
    .option('--figure <file>', 'write accuracy against tokens as .svg')
    .option('--quiet', 'nothing on standard error except a failure')
    .option('--json', 'one JSON document on standard output')
    .action(async (parts: string[], raw: unknown) => merge(context, parts, flagsSchema.parse(raw)));
}

async function merge(
  context: CliContext,
  paths: readonly string[],
  flags: z.infer<typeof flagsSchema>,
): Promise<void> {
  if (flags.out === undefined && flags.figure === undefined && flags.json !== true) {
    throw new UsageError('Give the file to write with --out FILE.csv, FILE.json or FILE.md.');
  }
  const files = await evaluationFiles(flags);
  const parts: RecordedEvaluation[] = [];
  for (const path of paths) parts.push(await readPart(resolve(path)));
  await presentEvaluation(
    createReporter(context, flags),
    evaluationOf(parts, { details: needsDetails(files) }),
    files,
  );
}

async function readPart(file: string): Promise<RecordedEvaluation> {
  const subject: Subject = { file, code: 'bad-input', remedy: 'make this part again' };
  const text = await readText(file, largest, subject);
  const head = json(text, subject);
  const { format, version: made } = isObject(head) ? head : {};
  if (format !== 'dymu-evaluation-part') {
    throw refusal(subject, 'is no part of an evaluation', { cure: 'give files that a shard has written' });
  }
  if (typeof made === 'number' && made > version) {
    const fact = `has version ${made}, but only ${version} is known`;
    throw refusal(subject, fact, { cure: 'update the program' });
  }
  return readRecorded(text, subject);
}
