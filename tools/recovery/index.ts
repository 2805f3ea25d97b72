/** `npm run recovery -- --kills 100`: prints one line a kill, then the table; exit code 1 where anything was lost or another than before. */
import { writeFile } from 'node:fs/promises';
import { readOptions } from '../read-options.ts';
import { whyNoWindow } from '../window/launch.ts';
import { recoverOften, type Kill } from './recover.ts';
import { tableOf } from './table.ts';

async function main(): Promise<void> {
  const { values } = readOptions({
    options: {
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      'every-app': { type: 'string', default: '5' },
      database: { type: 'string' }, // one that the application begins with, such as a large one
      out: { type: 'string' },
    },
  });
  const problem = whyNoWindow();
  if (problem !== undefined) throw new Error(problem);
  const kills = await recoverOften({
    kills: Number(values.kills),
    seed: Number(values.seed),
    everyApp: Number(values['every-app']),
    ...(values.database === undefined ? {} : { database: values.database }),
    onKill: (kill) => console.log(lineOf(kill)),
  });
  const table = tableOf(kills);
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
