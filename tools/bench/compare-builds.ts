/**
 * Measures this build against another one, case by case in turn, each in processes of its own, and prints how they relate.
 *
 *     tsx tools/bench/compare-builds.ts TASK... [--against COMMIT|FOLDER] [--case TEXT] [--rounds N] [--seconds S] [--json F]
 *
 * Run on a quiet machine. README.md beside it says what the tasks are.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOptions } from '../read-options.ts';
import { baselineCommit, buildFolder } from './baseline.ts';
import { relate } from './interleave.ts';
import type { Pairs } from './interleave.ts';
import { inTurn } from './in-turn.ts';
import { relationWords } from './relation-words.ts';
import { tasks } from './tasks.ts';

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    against: { type: 'string', default: process.env['DYMU_BASELINE'] ?? baselineCommit },
    build: { type: 'string', default: path.resolve(import.meta.dirname, '../..') },
    case: { type: 'string', default: '' },
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '600' },
    json: { type: 'string' },
  },
});

const unknown = positionals.find((name) => !tasks.has(name));
if (positionals.length === 0 || unknown !== undefined) {
  console.error(
    `${unknown === undefined ? 'Name a task' : `There is no task ${unknown}`}: ${[...tasks.keys()].join(', ')}.`,
  );
  process.exit(2);
}

const before = await buildFolder(values.against);
const after = await buildFolder(values.build);
console.log(`before: ${before}\nafter:  ${after}`);
const results: Record<string, Record<string, Pairs>> = {};
for (const name of positionals) {
  const task = tasks.get(name);
  if (task === undefined) continue;
  await task.prepare();
  console.log(`\n${name}: ${task.title}`);
  const pairs = await inTurn(
    name,
    task,
    { before, after },
    {
      matching: values.case,
      rounds: Number(values.rounds),
      milliseconds: 1000 * Number(values.seconds),
    },
  );
  for (const [which, measured] of pairs)
    console.log(`  ${which.padEnd(34)} ${relationWords(relate(measured), task.unit)}`);
  results[name] = Object.fromEntries(pairs);
}
if (values.json !== undefined)
  await writeFile(values.json, `${JSON.stringify({ before, after, results }, undefined, 2)}\n`);
