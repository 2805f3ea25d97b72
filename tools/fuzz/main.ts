/** `npm run fuzz -- --minutes N`: feeds hostile input to everything that reads files and messages. Not part of `npm test`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { serialize } from 'node:v8';
import { readOptions } from '../read-options.ts';
import { reportText } from './report.ts';
import { shrunk } from './shrink.ts';
import { newRow, readTally, writeTally, type Find, type Row, type Tally } from './tally.ts';
import type { Target } from './target.ts';
import { targetNamed, targets } from './targets.ts';
import { createWorker, type Worker } from './worker.ts';

const help = `npm run fuzz -- [--minutes N] [--target NAME]... [--seed S] [--workers W] [--fresh] [--list] [--replay TARGET:SEED:INDEX]

Deterministic: the same seed gives every target the same inputs in the same order; minutes only say how far it gets.
A run goes on where the last one with its seed stopped, unless --fresh is given. Results lie in .cache/fuzz.`;

const root = resolve(import.meta.dirname, '..', '..');
const home = join(root, '.cache', 'fuzz');
const batch = 40; // cases of one target in a row
const shrinkSeconds = 60;

const { values } = readOptions({
  options: {
    minutes: { type: 'string', default: '5' },
    target: { type: 'string', multiple: true },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(Math.max(1, availableParallelism() - 1)) },
    fresh: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** A seed of its own for every batch of every target. */
function seedOf(seed: number, target: string, number: number): number {
  let mixed = seed ^ 0x9e3779b9;
  for (const sign of `${target}#${number}`) mixed = Math.imul(mixed ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return mixed | 0;
}

function chosen(): readonly Target[] {
  if (values.target === undefined) return targets;
  return values.target.map((name) => {
    const found = targetNamed(name);
    if (found === undefined) throw new Error(`There is no target '${name}'; --list names them.`);
    return found;
  });
}

async function keep(target: Target, find: Find, worker: Worker): Promise<Find> {
  const smallest = await shrunk(target, find, worker, shrinkSeconds).catch(() => undefined);
  if (smallest === undefined) return find;
  const kept = join(home, 'finds', `${target.name}.${find.seed}.${find.index}`);
  await mkdir(join(home, 'finds'), { recursive: true });
  await writeFile(kept, smallest.input instanceof Uint8Array ? smallest.input : serialize(smallest.input));
  return { ...find, path: smallest.path, kept };
}

const mostFinds = 5; // of one target: more of them are hardly ever about something else

async function runBatch(target: Target, row: Row, seed: number, worker: Worker): Promise<void> {
  for await (const { index, outcome } of worker.run({
    kind: 'stream',
    target: target.name,
    seed,
    from: 0,
    to: batch,
  })) {
    row.inputs++;
    row[outcome.kind]++;
    row.slowest = Math.max(row.slowest, outcome.cpu);
    row.largest = Math.max(row.largest, outcome.growth);
    if (outcome.fault === undefined) continue;
    console.error(`${target.name}:${seed}:${index}  ${outcome.fault}`);
    row.finds.push({ seed, index, fault: outcome.fault });
  }
  row.batches++;
}

async function shrinkAll(target: Target, row: Row, worker: Worker): Promise<void> {
  for (const [at, find] of row.finds.entries()) {
    // Every step towards a smaller hang would take as long as a hang.
    if (at < mostFinds && find.path === undefined && !find.fault.startsWith('a hang'))
      row.finds[at] = await keep(target, find, worker);
  }
}

async function fuzz(tally: Tally, file: string): Promise<void> {
  const [begun, until] = [Date.now(), Date.now() + Number(values.minutes) * 60_000];
  const before = tally.seconds;
  const all = chosen();
  let next = 0;
  async function lane(): Promise<void> {
    const worker = createWorker();
    while (Date.now() < until) {
      const target = all[next++ % all.length];
      if (target === undefined) break;
      const row = (tally.rows[target.name] ??= newRow());
      // The number is taken before anything is waited for: two lanes never run one batch.
      const number = Math.max(row.batches, taken.get(target.name) ?? 0);
      taken.set(target.name, number + 1);
      await runBatch(target, row, seedOf(tally.seed, target.name, number), worker);
      await shrinkAll(target, row, worker);
      tally.seconds = before + (Date.now() - begun) / 1000;
      await writeTally(file, tally);
    }
    worker.close();
  }
  const taken = new Map<string, number>();
  await Promise.all(Array.from({ length: Math.max(1, Number(values.workers)) }, lane));
}

async function replay(what: string): Promise<void> {
  const [name = '', seed = '', index = ''] = what.split(':');
  const worker = createWorker();
  const from = Number(index);
  for await (const { outcome } of worker.run({
    kind: 'stream',
    target: name,
    seed: Number(seed),
    from,
    to: from + 1,
  }))
    console.log(JSON.stringify(outcome, null, 1));
  worker.close();
}

if (values.help) console.log(help);
else if (values.list) console.log(targets.map(({ name }) => name).join('\n'));
else if (values.replay !== undefined) await replay(values.replay);
else {
  const seed = Number(values.seed);
  const file = join(home, `seed-${seed}.json`);
  const tally = values.fresh ? { seed, seconds: 0, rows: {} } : await readTally(file, seed);
  await fuzz(tally, file);
  console.log(reportText(tally));
  console.log(`As JSON: ${file}`);
  process.exitCode = Object.values(tally.rows).some(({ finds }) => finds.length > 0) ? 1 : 0;
}
