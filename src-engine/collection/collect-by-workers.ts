/**
 * Counts a collection by workers: what is not known goes to them, and what they say is written into the same table as what was counted here,
 * task by task. A count hangs on contents, encoder and plan, which sender and workers have in common; a sample is counted here as well.
 */
import type { CollectRequest, CollectResult, CountedImage, TaskOf, TaskResults } from '../engine.ts';
import type { Database } from '../database/database.ts';
import { EngineError } from '../errors.ts';
import { clip, quotePath } from '../files/words.ts';
import { sha256 } from '../files/sha256.ts';
import type { PreparedView } from '../vision/prepare.ts';
import { findFiles, listWork } from './collect.ts';
import type { CollectHost, CollectPlan, Column, Work } from './collect.ts';
import { encodesOf } from './count-views.ts';
import { countTable } from './count-table.ts';
import { fileTable } from './file-table.ts';
import { requireSource } from './find-images.ts';
import { prepareFile } from './prepare-file.ts';
import { statAll } from './scan-folder.ts';

export interface SendingHost extends Omit<CollectHost, 'inTurn'> {
  readonly database: Database;
  /** Of the loaded model, whose workers are asked. */
  readonly plan: CollectPlan;
  /** What the tasks of a run come to, in their order. */
  readonly share: (run: string, tasks: readonly TaskOf<'count'>[]) => AsyncIterable<TaskResults['count']>;
  /** The same count made here; undefined where the model is not loaded any more. */
  readonly countHere: (column: Column, views: readonly PreparedView[]) => Promise<number | undefined>;
}

/** Images of one task: about half a second of the embedded model at one budget, minutes of a large one. */
const imagesOfTask = 16;
/** Of so many tasks one picture is counted here too, at one plan; of the first task in any case. */
const tasksPerCheck = 64;

interface Chunk {
  readonly columns: readonly Column[];
  readonly work: readonly Work[];
}

/** Throws `bad-input` where the source is not there, and where what workers see or count is not what this computer does; what came before is kept. */
export async function collectByWorkers(host: SendingHost, request: CollectRequest): Promise<CollectResult> {
  const { database, plan } = host;
  const table = countTable(database);
  const found = await findFiles(request, host);
  const { work, known, images, unreadable } = await listWork({ host, found, request, plan, table });
  const chunks = chunksOf(work);
  let [encodes, damaged] = [0, 0];
  let at = 0;
  for await (const results of host.share(runOf(request, plan), chunks.map(taskOf))) {
    const chunk = chunks[at];
    if (chunk === undefined) break;
    const counted = await acceptedOf(host, request.source, chunk, results);
    if (at % tasksPerCheck === 0) await compareOne(host, chunk, counted);
    database.transaction(() => {
      for (const { content, views, tokens } of counted) {
        for (const [index, column] of chunk.columns.entries())
          table.put(plan.encoder, content, column.id, { views, tokens: tokens[index] ?? 0 });
        encodes += views * encodesOf(chunk.columns);
      }
    });
    damaged += chunk.work.length - counted.length;
    at += 1;
  }
  return {
    source: request.source,
    images: images - damaged,
    unreadable: unreadable + damaged,
    encodes,
    known,
  };
}

/** Images that need the same counts, so many at a time; their order is that of the list, so that a run that is sent again makes the same ones. */
function chunksOf(work: readonly Work[]): Chunk[] {
  const groups = new Map<string, Work[]>();
  for (const one of work) {
    const key = one.columns.map(({ id }) => id).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / imagesOfTask) }, (_, at) => ({
      columns: group[0]?.columns ?? [],
      work: group.slice(at * imagesOfTask, (at + 1) * imagesOfTask),
    })),
  );
}

function taskOf({ columns, work }: Chunk): TaskOf<'count'> {
  return {
    kind: 'count',
    images: work.map(({ seen }) => seen.file.path),
    contents: work.map(({ content }) => content),
    reductions: columns.map(({ reduction }) => reduction),
  };
}

/** The same run for the same question, however much of it is known by now: what lies in the queue of it is found again. */
function runOf({ source }: CollectRequest, { encoder, always, checks }: CollectPlan): string {
  return sha256(JSON.stringify(['collect', source, encoder, [...always, ...checks].map(({ key }) => key)]));
}

/** Those results that are about a picture that can be read. Throws `bad-input` where a worker sees something else than this computer. */
async function acceptedOf(
  host: SendingHost,
  source: string,
  { columns, work }: Chunk,
  results: TaskResults['count'],
): Promise<CountedImage[]> {
  const counted: CountedImage[] = [];
  for (const [index, one] of work.entries()) {
    const result = results[index];
    if (result === undefined || ('tokens' in result && result.tokens.length !== columns.length))
      throw new EngineError('bad-input', 'A worker has answered something else than what was asked', {
        remedy: 'run the same version on all machines, and send again',
      });
    if ('reason' in result) await requireDamage(host, source, one, result.reason);
    else if (result.content === one.content || (await hasChanged(one))) counted.push(result);
    else
      throw new EngineError(
        'bad-input',
        `A worker read other contents under ${quotePath(one.seen.file.path)} than this computer`,
        { remedy: 'let all machines see the same files, and send again; what was counted is kept' },
      );
  }
  return counted;
}

/** What a worker cannot read is tried here: what is damaged is damaged everywhere. */
async function requireDamage(
  { database, plan }: SendingHost,
  source: string,
  { seen: { file } }: Work,
  reason: string,
): Promise<void> {
  const here = await prepareFile(file.path, plan.spec, plan.route);
  if (here.kind === 'unreadable') {
    await requireSource(source); // a folder that is gone is told as such
    if (here.lasting) fileTable(database).put(file, here.state);
    return;
  }
  throw new EngineError(
    'bad-input',
    `A worker could not read ${quotePath(file.path)}, which this computer can (${clip(reason.replace(/\.$/u, ''), 300)})`,
    { remedy: 'let all machines see the same files, and send again; what was counted is kept' },
  );
}

/** Since it was looked at: whoever reads it now reads other contents, and rightly so. */
async function hasChanged({ seen: { file } }: Work): Promise<boolean> {
  const [now] = (await statAll([file])).files;
  return now === undefined || now.bytes !== file.bytes || now.modifiedMs !== file.modifiedMs;
}

/** One picture and one plan of a task, by chance. A token of a view may differ where processors do. Throws `bad-input` for more. */
async function compareOne(
  { plan, countHere }: SendingHost,
  { columns, work }: Chunk,
  counted: readonly CountedImage[],
): Promise<void> {
  const result = counted[Math.floor(Math.random() * counted.length)];
  const index = Math.floor(Math.random() * columns.length);
  const [column, theirs] = [columns[index], result?.tokens[index]];
  const path = work.find(({ content }) => content === result?.content)?.seen.file.path;
  if (column === undefined || result === undefined || theirs === undefined || path === undefined) return;
  const file = await prepareFile(path, plan.spec, plan.route);
  if (file.kind !== 'views' || file.content !== result.content) return; // it has changed meanwhile
  const ours = await countHere(column, file.views);
  if (ours === undefined || (file.views.length === result.views && Math.abs(ours - theirs) <= result.views))
    return;
  throw new EngineError(
    'bad-input',
    `A worker's count of the tokens of ${quotePath(path)} is ${theirs}, and this computer's is ${ours}`,
    { remedy: 'find the machine that differs, and send again; what was counted before is kept' },
  );
}
