/** `dymu collect`: tokens of every image of a folder at several budgets, each counted by the encoder. */
import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import type {
  Collection,
  CollectRequest,
  CollectResult,
  JobRequest,
  LocalEngine,
  ReductionRequest,
  Shard,
} from '../engine.ts';
import { sha256 } from '../files/sha256.ts';
import { quotePath } from '../files/words.ts';
import { methodNames, methods } from '../reduction/methods.ts';
import { collectionCsv } from '../report/collection/csv.ts';
import { collectionParquet } from '../report/collection/parquet.ts';
import { collectionRow, collectionRows } from '../report/collection/rows.ts';
import type { CollectionRow, CollectionRows } from '../report/collection/rows.ts';
import { dealt } from '../sharing/shard.ts';
import { plural } from '../report/units.ts';
import { partJson } from './collect-part.ts';
import { collectionInWords, countColumn, unreadableInWords } from './collection-text.ts';
import { addCommonOptions, commonFields, modelSource } from './common-options.ts';
import type { CliContext } from './context.ts';
import { followJob } from './follow-job.ts';
import { checkOutputPath } from './output-path.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { addQueueOption, sayRun } from './queue-option.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { needCalibration, ownJobs, withModel } from './session.ts';
import { readShard } from './shard-option.ts';
import { UsageError } from './usage-error.ts';
import { programVersion } from '../files/program-version.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  budgets: z.string().optional(),
  method: z.string().optional(),
  out: z.string().optional(),
  shard: z.string().optional(),
  queue: z.string().optional(),
});

const usualBudgets = 'high,mid,low';
const endings = ['.csv', '.json', '.parquet'];
const namedMethods = methodNames.filter((name) => name !== 'none');

export function collectCommand(context: CliContext): Command {
  const command = new Command('collect')
    .description('Count the tokens of every image of a folder at several budgets')
    .argument('<dir|list>', 'a folder with all below it, or a text file with one path a line')
    .option(
      '--budgets <list>',
      `tokens per view, shares (35%) or presets, also of other methods (tome:90) (default: ${usualBudgets})`,
    )
    .option('--method <name>', `what a bare budget is for: ${namedMethods.join(', ')} (default: dymu)`)
    .option('--out <file>', 'write one row a picture as .csv, .json or .parquet')
    .option(
      '--shard <i/n>',
      'count the i-th of n parts of the pictures and write them to --out PART.json, for dymu merge',
    )
    .action(async (source: string, raw: unknown) => collect(context, source, flagsSchema.parse(raw)));
  return addCommonOptions(addPictureOptions(addQueueOption(command)));
}

async function collect(
  context: CliContext,
  given: string,
  flags: z.infer<typeof flagsSchema>,
): Promise<void> {
  const budgets = readBudgets(flags.budgets ?? usualBudgets, flags.method ?? 'dymu');
  const shard = readShard(flags.shard);
  const out = await outputOf(flags.out);
  if (shard !== undefined && out?.endsWith('.json') !== true) {
    throw new UsageError('A shard writes its part: give --out PART.json, and the table to dymu merge.');
  }
  if (shard !== undefined && flags.queue !== undefined) {
    throw new UsageError('--queue and --shard exclude each other; give one of them.');
  }
  const source = resolve(given);
  await requireThere(given);
  const reductions = budgets.map(({ reduction }) => reduction);
  const reporter = createReporter(context, flags);

  await withModel(ownJobs(context), flags, reporter, async ({ engine, info }) => {
    needCalibration(reductions, info, 'make one with "dymu calibrate" and give it with --calibration');
    const mine = shard === undefined ? undefined : await pathsOf(engine, source, shard);
    const request: CollectRequest = {
      source,
      points: 0,
      reductions,
      checks: 0,
      ...(mine === undefined ? {} : { only: mine }),
    };
    const result =
      flags.queue === undefined
        ? await countHere(
            engine,
            { kind: 'collect', model: modelSource(flags), collect: request },
            context,
            reporter,
          )
        : await engine.collectByWorkers(
            { address: flags.queue, collect: request },
            {
              signal: context.signal,
              onProgress: (progress) => {
                reporter.progress(progress, true);
              },
              onRun: (run, server) => {
                sayRun(reporter, run, server);
              },
            },
          );
    const collection = await wholeCollection(engine, source, reductions, shard !== undefined);
    requireImages(reporter, collection);
    const chosen = mine === undefined ? undefined : new Set(mine);
    const table = tableOf(
      budgets.map(({ name }) => name),
      collection.images.filter(
        ({ row: { file, tokens } }) =>
          (chosen === undefined || chosen.has(file)) && tokens.every((count) => count !== null),
      ),
    );
    if (shard !== undefined && out !== undefined) {
      const { unreadable, unreadableTotal, notes } = collection;
      const part = partJson({
        program: programVersion(),
        source,
        model: await engine.identity(),
        list: listHash(collection.images),
        images: collection.images.length,
        shard,
        budgets: [...table.budgets],
        rows: table.rows.map((row) => ({ ...row, tokens: [...row.tokens] })),
        unreadable: unreadable.map(({ path, reason }) => ({ path, reason })),
        unreadableTotal,
        encodes: result.encodes,
        known: result.known,
        notes: notes.map(({ kind, text }) => ({ kind, text })),
      });
      await writeAtomically(out, part);
      reporter.document({ out, shard, images: table.rows.length });
      reporter.say(
        `Part ${shard.index} of ${shard.count} (${plural(table.rows.length, 'picture')}) written to ${out}; dymu merge joins them.`,
      );
      return;
    }
    requireImages(reporter, { ...collection, images: table.rows });
    reporter.document(documentOf(factsOf(collection), table, result));
    reporter.result(collectionInWords(table));
    for (const sentence of remarksOn(collection.images.length, factsOf(collection))) reporter.say(sentence);
    reporter.say(encodesInWords(result));
    if (out === undefined) return;
    await writeAtomically(out, contentOf(out, factsOf(collection), table, result));
    reporter.say(`${plural(table.rows.length, 'picture')} written to ${out}.`);
  });
}

/** By a job of this process. */
async function countHere(
  engine: LocalEngine,
  request: JobRequest<'collect'>,
  context: CliContext,
  reporter: Reporter,
): Promise<CollectResult> {
  const job = await engine.startJob(request, { signal: context.signal });
  const kept = 'What was counted is kept: the same command goes on from there.';
  const result = await followJob(engine, job.id, { context, reporter, kept });
  if (result.kind !== 'collect') throw new Error(`a job of kind ${result.kind}`);
  return result.collect;
}

/** Before a model is loaded. What was counted of a folder that is gone is of no use here, so it is not told of. */
async function requireThere(source: string): Promise<void> {
  await stat(source).catch((cause: unknown) => {
    throw new EngineError('bad-input', `${quotePath(source)} is not there, or may not be read`, {
      remedy: 'check the path',
      cause,
    });
  });
}

interface NamedBudget {
  readonly name: string; // as it was typed
  readonly reduction: ReductionRequest;
}

/** `90`, `35%`, `low`, `tome:90`. Throws UsageError. */
function readBudgets(list: string, usual: string): NamedBudget[] {
  return [...new Set(list.split(',').map((text) => text.trim()))].map((text) => {
    const colon = text.indexOf(':');
    const [name, amount] = colon < 0 ? [usual, text] : [text.slice(0, colon), text.slice(colon + 1)];
    const method = methodNames.find((known) => known === name);
    if (method === undefined) {
      throw new UsageError(
        colon < 0
          ? `--method takes ${namedMethods.join(', ')}; "${name}" is not one of them.`
          : `--budgets takes method:budget with ${namedMethods.join(', ')}; "${text}" names none of them.`,
      );
    }
    const reduction = amount === '' ? undefined : methods[method].fromMode(amount);
    if (reduction !== undefined)
      return { name: colon < 0 && usual !== 'dymu' ? `${usual}:${text}` : text, reduction };
    throw new UsageError(
      `--budgets takes tokens per view (90), shares (35%) or, for dymu, low, mid and high, each also as method:budget; "${text}" is none of them.`,
    );
  });
}

export async function outputOf(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  if (endings.includes(extname(path).toLowerCase())) return checkOutputPath(path);
  throw new UsageError(`--out takes a file ending in ${endings.join(', ')}, and "${path}" does not.`);
}

/** As much of an image as the table needs: of a hundred thousand nothing else is kept. */
interface Listed {
  readonly row: CollectionRow;
  readonly content: string; // '' unless it was asked for
}

type Whole = Omit<Collection, 'images'> & { readonly images: readonly Listed[] };

/** All pages of it, once every file has been looked at. @param contents with the hash of every image */
async function wholeCollection(
  engine: LocalEngine,
  source: string,
  reductions: readonly ReductionRequest[],
  contents: boolean,
): Promise<Whole> {
  const images = new Map<number, Listed>();
  let after: string | undefined;
  for (;;) {
    const answer = await engine.collection({
      source,
      reductions,
      contents,
      follow: false, // the command ends here
      ...(after === undefined ? {} : { after }),
    });
    if (answer.whole) images.clear();
    for (const image of answer.images)
      images.set(image.id, { row: collectionRow(image, image.asked), content: image.content ?? '' });
    for (const id of answer.gone) images.delete(id);
    if (!answer.more && answer.unread === 0) return { ...answer, images: [...images.values()] };
    after = answer.revision;
  }
}

function tableOf(budgets: readonly string[], images: readonly Listed[]): CollectionRows {
  return collectionRows(
    budgets,
    images.map(({ row }) => row),
  );
}

export interface Presented {
  readonly facts: CollectionFacts;
  readonly table: CollectionRows;
  readonly result: Pick<CollectResult, 'encodes' | 'known'>;
}

/** Of a collection that was counted elsewhere. */
export async function present(
  reporter: Reporter,
  out: string | undefined,
  { facts, table, result }: Presented,
): Promise<void> {
  reporter.document(documentOf(facts, table, result));
  reporter.result(collectionInWords(table));
  for (const sentence of remarksOn(table.rows.length, facts)) reporter.say(sentence);
  if (out === undefined) return;
  await writeAtomically(out, contentOf(out, facts, table, result));
  reporter.say(`${plural(table.rows.length, 'picture')} written to ${out}.`);
}

/** What a table is about. */
export interface CollectionFacts {
  readonly model: string | null;
  readonly source: string;
  readonly unreadable: Collection['unreadable'];
  readonly unreadableTotal: number;
  readonly notes: readonly { readonly kind: string; readonly text: string }[];
}

function factsOf({ model, source, unreadable, unreadableTotal, notes }: CollectionFacts): CollectionFacts {
  return { model, source, unreadable, unreadableTotal, notes };
}

/** What somebody who reads the table must know. That images are unlike those of a calibration says nothing about counts that are measured. */
function remarksOn(images: number, { unreadable, unreadableTotal, notes }: CollectionFacts): string[] {
  return [
    ...unreadableInWords({ unreadable, unreadableTotal, images }),
    ...notes.flatMap(({ kind, text }) => (kind === 'unlike' ? [] : [text])),
  ];
}

/** Throws `bad-input` where nothing can be counted, after the reasons of files that cannot be read. */
function requireImages(
  reporter: Reporter,
  collection: Pick<Collection, 'source' | 'unreadable' | 'unreadableTotal'> & {
    readonly images: readonly unknown[];
  },
): void {
  if (collection.images.length > 0) return;
  const { unreadable, unreadableTotal } = collection;
  for (const sentence of unreadableInWords({ unreadable, unreadableTotal, images: 0 }))
    reporter.say(sentence);
  const what = collection.unreadableTotal === 0 ? 'holds no images' : 'holds no image that can be read';
  throw new EngineError('bad-input', `${quotePath(collection.source)} ${what}`, {
    remedy: 'give a folder with PNG, JPEG or WebP files, or a list of them',
  });
}

/** Of the images of one shard. Neighbours are alike, so that every shard gets some of each. */
async function pathsOf(engine: LocalEngine, source: string, shard: Shard): Promise<string[]> {
  const { images } = await wholeCollection(engine, source, [], false);
  return dealt(images.map(({ row }) => row.file).sort(), shard);
}

/** The same on all machines that see the same images. */
function listHash(images: Whole['images']): string {
  const lines = images.map(({ row, content }) => `${row.file}\n${content}\n`);
  return sha256(lines.sort().join(''));
}

/** What --json prints and a .json file holds. */
function documentOf(
  { model, source, unreadable, notes }: CollectionFacts,
  { budgets, rows }: CollectionRows,
  result: Pick<CollectResult, 'encodes' | 'known'>,
) {
  return {
    model,
    source,
    budgets,
    images: rows.length,
    rows,
    unreadable: unreadable.map(({ path, reason }) => ({ file: path, reason })),
    encodes: result.encodes,
    known: result.known,
    notes: notes.map(({ text }) => text),
  };
}

function contentOf(
  out: string,
  collection: CollectionFacts,
  table: CollectionRows,
  result: Pick<CollectResult, 'encodes' | 'known'>,
): string | Uint8Array {
  const ending = extname(out).toLowerCase();
  if (ending === '.csv') return collectionCsv(table, countColumn);
  if (ending === '.json') return `${JSON.stringify(documentOf(collection, table, result), null, 1)}\n`;
  return collectionParquet(table, { model: collection.model ?? '', source: collection.source }, countColumn);
}

function encodesInWords({ encodes, known }: CollectResult): string {
  const earlier = known === 0 ? '' : ` ${plural(known, 'count')} were known from earlier.`;
  return `The encoder ran ${encodes === 1 ? 'once' : plural(encodes, 'time')}.${earlier}`;
}
