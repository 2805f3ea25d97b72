/** `npm run soak`: ten rounds of long use; prints a table, writes CSV and plot. Exit code 1 where own memory grew by more than the limit, or counts did. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readOptions } from '../read-options.ts';
import { whyNoWindow } from '../window/launch.ts';
import { partsTable, type Parts } from './apart.ts';
import { countsOf, csvOf, growthOf, plotOf, tableOf } from './growth.ts';
import type { Sample } from './processes.ts';
import { onlyOf, shareOf, soak, tenth } from './rounds.ts';

/** Of own memory, from the first of ten rounds to the last. */
const mostGrowth = 0.05;

async function main(): Promise<void> {
  const { values } = readOptions({
    options: {
      rounds: { type: 'string', default: '10' },
      share: { type: 'string', default: '1' }, // of what a round does
      only: { type: 'string' }, // parts of a round, such as sessions,images
      apart: { type: 'boolean', default: false }, // what the page is made of, after each round
      out: { type: 'string', default: 'docs/figures' },
    },
  });
  const problem =
    process.platform === 'linux' ? whyNoWindow() : 'Memory is read from /proc, which only Linux has.';
  if (problem !== undefined) throw new Error(problem);
  const started = Date.now();
  const whole = shareOf(tenth, Number(values.share));
  const amounts = values.only === undefined ? whole : onlyOf(whole, values.only.split(','));
  const parts: Parts[] = [];
  const onRound = (round: number, sample: Sample) => {
    const held = sample.held
      .map(({ process: name, anonymousMb }) => `${name} ${anonymousMb.toFixed(0)}`)
      .join(', ');
    console.log(
      `round ${round}, ${((Date.now() - started) / 60_000).toFixed(1)} min: MB of their own: ${held}; of the page's objects ${sample.heapMb.toFixed(1)}; ${JSON.stringify(countsOf(sample))}`,
    );
  };
  const samples = await soak(Number(values.rounds), amounts, {
    onRound,
    ...(values.apart ? { onParts: (each: Parts) => void parts.push(each) } : {}),
  });
  console.log(`\n${tableOf(samples)}`);
  if (parts.length > 0) console.log(`\n${partsTable(parts)}`);
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, 'soak.csv'), csvOf(samples));
  await writeFile(join(values.out, 'soak.svg'), plotOf(samples));
  const grown = growthOf(samples).filter(({ share }) => share > mostGrowth);
  for (const { process: name, share } of grown)
    console.error(`${name} grew by ${(100 * share).toFixed(1)} %.`);
  process.exitCode = grown.length > 0 ? 1 : 0;
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
