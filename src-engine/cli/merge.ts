/** `dymu merge`: joins the parts that shards have written into what one machine would have written. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { RecordedEvaluation } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { evaluationOf } from '../evaluation/evaluation-of.ts';
import { readRecorded } from '../evaluation/recorded-file.ts';
import { readText } from '../files/bounded-file.ts';
import { isObject, json } from '../files/document.ts';
import { refusal, type Subject } from '../files/refusal.ts';
import { outputOf, present } from './collect.ts';
import { collectionPart, joinParts, readCollectionPart, type CollectionPart } from './collect-part.ts';
import type { CliContext } from './context.ts';
import { checkTypedPath } from './output-path.ts';
import { joinSweepParts, readSweepPart, sweepPart, type SweepPart } from './sweep-part.ts';
import { presentSweep, saySweepRow, sweepEndings } from './sweep-text.ts';
import { evaluationFiles, needsDetails, presentEvaluation } from './evaluation-output.ts';
import { createReporter, type Reporter } from './reporter.ts';
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
    .description('Join the parts that dymu collect, eval or sweep --shard has written')
    .argument('<parts...>', 'the files of all shards, in any order')
    .option('--out <file>', 'write the table: .csv, .json, and .md (eval, sweep) or .parquet (collect)')
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
    throw new UsageError('Give the file to write with --out FILE.csv or FILE.json.');
  }
  for (const written of [flags.out, flags.figure]) {
    if (written !== undefined && paths.some((path) => resolve(path) === resolve(written)))
      throw new UsageError(`${written} is one of the parts and would be written over; give another file.`);
  }
  const reporter = createReporter(context, flags);
  const parts: Part[] = [];
  for (const path of paths) parts.push(await readPart(resolve(path)));
  const evaluations = parts.flatMap((part) => (part.kind === 'evaluation' ? [part.part] : []));
  const collections = parts.flatMap((part) => (part.kind === 'collection' ? [part.part] : []));
  const sweeps = parts.flatMap((part) => (part.kind === 'sweep' ? [part.part] : []));
  const kinds = [
    ...(evaluations.length > 0 ? ['an evaluation'] : []),
    ...(collections.length > 0 ? ['a collection'] : []),
    ...(sweeps.length > 0 ? ['a sweep'] : []),
  ];
  if (kinds.length > 1) {
    throw new EngineError('bad-input', `Parts of ${kinds.join(' and of ')} cannot be joined`, {
      remedy: 'give those of one of them',
    });
  }
  if (flags.figure !== undefined && evaluations.length === 0) {
    throw new UsageError(`--figure belongs to parts of dymu eval; give parts of ${kinds.join()} --out FILE.`);
  }
  if (sweeps.length > 0) {
    const out = await checkTypedPath('--out', flags.out, sweepEndings);
    const { model, image, question, rows } = joinSweepParts(sweeps);
    for (const [at, row] of rows.entries()) saySweepRow(reporter, row, at === 0);
    return presentSweep(reporter, rows, { about: { model: model.name, image, question }, out });
  }
  if (collections.length > 0) {
    return mergeCollection(reporter, collections, flags.out);
  }
  const files = await evaluationFiles(flags);
  await presentEvaluation(reporter, evaluationOf(evaluations, { details: needsDetails(files) }), files);
}

async function mergeCollection(
  reporter: Reporter,
  parts: readonly CollectionPart[],
  given: string | undefined,
): Promise<void> {
  const out = await outputOf(given);
  const whole = joinParts(parts);
  const { source, unreadable, unreadableTotal, notes } = whole;
  const facts = { model: whole.model.name, source, unreadable, unreadableTotal, notes };
  const counted = { encodes: whole.encodes, known: whole.known };
  await present(reporter, out, { facts, table: whole, result: counted });
}

type Part =
  | { readonly kind: 'evaluation'; readonly part: RecordedEvaluation }
  | { readonly kind: 'collection'; readonly part: CollectionPart }
  | { readonly kind: 'sweep'; readonly part: SweepPart };

async function readPart(file: string): Promise<Part> {
  const subject: Subject = { file, code: 'bad-input', remedy: 'make this part again' };
  const text = await readText(file, largest, subject);
  const head = json(text, subject);
  const { format, version: made } = isObject(head) ? head : {};
  if (format !== 'dymu-evaluation-part' && format !== collectionPart && format !== sweepPart) {
    throw refusal(subject, 'is no part of an evaluation, collection or sweep', {
      cure: 'give files that a shard has written',
    });
  }
  if (typeof made === 'number' && made > version) {
    const fact = `has version ${made}, but only ${version} is known`;
    throw refusal(subject, fact, { cure: 'update the program' });
  }
  if (format === sweepPart) return { kind: 'sweep', part: readSweepPart(text, subject) };
  return format === collectionPart
    ? { kind: 'collection', part: readCollectionPart(text, subject) }
    : { kind: 'evaluation', part: readRecorded(text, subject) };
}
