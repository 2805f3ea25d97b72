/**
 * Measures the vision tower of this build and of what people would use instead, in turn, and prints how they relate to this build.
 *
 *     tsx tools/bench/compare-peers.ts [--peers TEXT,TEXT] [--rounds N] [--seconds S] [--threads N] [--when FILE] [--json F]
 *
 * CLIP ViT-L/14-336 of random weights, 23 layers, one view. Run on a quiet machine. With --when, what loads first waits for that file.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { spreadOf } from '../../src-engine/report/spread.ts';
import { startPeer } from './peer-process.ts';
import type { Peer } from './peer-process.ts';
import { startProbe } from './probes.ts';
import { tasks } from './tasks.ts';
import { towerPeers } from './tower-peers.ts';

const { values } = parseArgs({
  options: {
    peers: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '600' },
    threads: { type: 'string', default: '2' },
    when: { type: 'string' },
    json: { type: 'string' },
  },
});

interface Runner {
  readonly name: string;
  readonly measure: () => Promise<number>;
  readonly times: number[];
}

const wanted = values.peers.split(',');
const [probe, ...peers] = await Promise.all([ours(), ...(await started())]);
const runners: Runner[] = [
  ...probe.cases.map((which) => runner(`ours, ${which}`, () => probe.measure(which))),
  ...peers.flatMap(({ name, peer }) =>
    peer.cases.map((which) =>
      runner(`${name}, ${which === 'plain' ? which : `${which} tokens`}`, () => peer.measure(which)),
    ),
  ),
];
for (const { measure } of runners.slice(0, probe.cases.length)) await measure(); // peers have run once
if (values.when !== undefined) {
  console.error(`Everything is loaded; waiting for ${values.when}`);
  while (!existsSync(values.when)) await sleep(200);
}
const end = performance.now() + 1000 * Number(values.seconds);
for (let round = 0; round < Number(values.rounds) && (round === 0 || performance.now() < end); round += 1)
  for (const { measure, times } of round % 2 === 0 ? runners : runners.toReversed()) {
    await sleep(50); // threads of the one before may spin for a while
    times.push(await measure());
  }
await probe.close();
for (const { peer } of peers) peer.close();

const plain = runners[0]?.times ?? [];
for (const { name, times } of runners) {
  const { median, min, max } = spreadOf(times);
  const ratios = times.map((time, index) => time / (plain[index] ?? Number.NaN));
  const words = [median, min, max].map((time) => time.toFixed(0));
  console.log(
    `${name.padEnd(34)} ${words[0] ?? ''} ms (${words[1] ?? ''}–${words[2] ?? ''}), ${spreadOf(ratios).median.toFixed(2)} of ours, plain`,
  );
}
const report = {
  versions: Object.fromEntries(peers.map(({ name, peer }) => [name, peer.version])),
  error: Object.fromEntries(peers.map(({ name, peer }) => [name, peer.error])),
  times: Object.fromEntries(runners.map(({ name, times }) => [name, times])),
};
console.log(JSON.stringify({ versions: report.versions, error: report.error }, undefined, 1));
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, undefined, 1)}\n`);

function runner(name: string, measure: () => Promise<number>): Runner {
  return { name, measure, times: [] };
}

async function ours() {
  await tasks.get('encode-clip')?.prepare();
  return startProbe('encode-clip', path.resolve(import.meta.dirname, '../..'));
}

async function started(): Promise<Promise<{ name: string; peer: Peer }>[]> {
  const commands = await towerPeers(Number(values.threads), [196, 86]);
  return [...commands]
    .filter(([name]) => wanted.some((text) => name.includes(text)))
    .map(async ([name, command]) => ({ name, peer: await startPeer(command) }));
}
