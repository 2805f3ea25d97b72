/** `npm run recovery -- --kills 100`, or in runs that add up `--folder F --kills 20`: prints one line a kill, then the table; exit code 1 where anything was lost or another than before. */
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions } from '../read-options.ts';
import { whyNoWindow } from '../window/launch.ts';
import { recoverOften, type Kill } from './recover.ts';
import { tableOf } from './table.ts';
import { addToTally, openTally, tallyWords, type TalliedKill } from './tally.ts';

async function main(): Promise<void> {
  const { values } = readOptions({
    options: {
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      'every-app': { type: 'string', default: '5' },
      database: { type: 'string' }, // one that the application begins with, such as a large one
      folder: { type: 'string' }, // where user data stay, for the next run to go on with
      out: { type: 'string' },
    },
  });
  const problem = whyNoWindow();
  if (problem !== undefined) throw new Error(problem);
  const series = { seed: Number(values.seed), everyApp: Number(values['every-app']) };
  const folder = values.folder === undefined ? undefined : resolve(values.folder);
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const tally = folder === undefined ? undefined : join(folder, 'kills.jsonl');
  const kills: TalliedKill[] = tally === undefined ? [] : openTally(tally, series);
  const last = kills.at(-1);
  const run = 1 + (last?.run ?? 0);
  await recoverOften({
    ...series,
    kills: Number(values.kills),
    ...(values.database === undefined ? {} : { database: values.database }),
    ...(folder === undefined ? {} : { folder }),
    ...(last === undefined ? {} : { after: last }),
    onKill: (kill) => {
      const tallied = { ...kill, run, load: loadavg()[0] ?? Number.NaN };
      kills.push(tallied);
      if (tally !== undefined) addToTally(tally, tallied);
      console.log(lineOf(kill));
    },
  });
  const table = `${tallyWords(kills)}\n\n${tableOf(kills)}`;
  console.log(`\n${table}`);
  if (values.out !== undefined) await writeFile(values.out, `${table}\n`);
  process.exitCode = kills.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

function lineOf({
  number,
  whole,
  moment,
  afterMs,
  loadedMs,
  answeredMs,
  answeredCpu,
  gaveUp,
  faults,
}: Kill): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const figures = `loaded after ${seconds(loadedMs)}, answered ${seconds(answeredMs)} later (${answeredCpu.toFixed(1)} s of the processor)`;
  const ways = gaveUp ? ', started again by hand' : '';
  return `${number} ${whole}, ${afterMs.toFixed(0)} ms into ${moment}: ${figures}${ways}${faults.map((fault) => `\n    ${fault}`).join('')}`;
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
