/**
 * Measures the vision tower of this build and of what people would use instead, in turn, and prints how they relate to this build.
 *
 *     tsx tools/bench/compare-peers.ts [--subject clip|siglip|embedded] [--peers TEXT,TEXT] [--rounds N] [--seconds S] [--threads N]
 *                                      [--while FILE] [--json F]
 *     tsx tools/bench/compare-peers.ts --pool F,F
 *
 * Run on a quiet machine. A peer that cannot be installed, started, exported or run is left out with its reason. What was measured is
 * in the file of --json after every measurement. With --while, all is loaded first, and a round begins only while that file is there.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readOptions } from '../read-options.ts';
import { decodePeers } from './decode-peers.ts';
import { machineWords } from './machine.ts';
import { goalLines } from './peer-goals.ts';
import { startPeer } from './peer-process.ts';
import type { Peer } from './peer-process.ts';
import { peerReportSchema, pooled, reportLines } from './peer-report.ts';
import type { PeerReport } from './peer-report.ts';
import { measureRounds } from './peer-rounds.ts';
import { towerPeers } from './tower-peers.ts';

const { values } = readOptions({
  options: {
    subject: { type: 'string', default: 'clip' },
    peers: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '600' },
    threads: { type: 'string', default: '2' },
    while: { type: 'string' },
    json: { type: 'string' },
    pool: { type: 'string' },
  },
});
const subject = z.enum(['clip', 'siglip', 'embedded', 'decode']).parse(values.subject);
const { unit, reference } =
  subject === 'decode'
    ? ({ unit: 'ms a token', reference: 'ours fp32: decode' } as const)
    : ({ unit: 'ms', reference: 'ours fp32: plain' } as const);

if (values.pool === undefined) print(await measured());
else
  print(
    pooled(
      values.pool.split(',').map((file) => peerReportSchema.parse(JSON.parse(readFileSync(file, 'utf8')))),
    ),
  );

async function measured(): Promise<PeerReport> {
  const threads = Number(values.threads);
  const running: { readonly name: string; readonly peer: Peer }[] = [];
  const report: PeerReport = {
    format: 'dymu-peers',
    version: 1,
    subject,
    unit,
    threads,
    machine: machineWords(),
    peers: [],
    leftOut: [],
    rounds: [],
  };
  const save = (): void => {
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, undefined, 1)}\n`);
  };
  const leftOut = (name: string, reason: string): void => {
    report.leftOut.push({ name, reason });
    console.error(`${name} is left out: ${reason}`);
    save();
  };
  const close = (): void => {
    for (const { peer } of running) peer.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      close();
      print(report); // what there is
      process.exit(1);
    });

  const wanted = values.peers.split(',');
  const plans = subject === 'decode' ? await decodePeers(threads) : await towerPeers(subject, threads);
  for (const { name, prepare } of plans) {
    if (name !== reference.split(':')[0] && !wanted.some((text) => name.includes(text))) continue;
    try {
      const peer = await startPeer(await prepare());
      running.push({ name, peer });
      report.peers.push({ name, version: peer.version, cases: [...peer.cases], error: { ...peer.error } });
      console.error(`${name} is ready: ${peer.version}`);
    } catch (cause) {
      leftOut(name, cause instanceof Error ? cause.message : String(cause));
    }
  }
  const runners = running.flatMap(({ name, peer }) =>
    peer.cases.map((which) => ({ peer: name, which, measure: () => peer.measure(which) })),
  );
  let end: number | undefined;
  await measureRounds(runners, {
    rounds: Number(values.rounds),
    async mayBegin(round) {
      if (values.while !== undefined && !existsSync(values.while)) {
        console.error(`Round ${String(round + 1)} waits for ${values.while}`);
        while (!existsSync(values.while)) await sleep(100);
      }
      end ??= performance.now() + 1000 * Number(values.seconds);
      return round === 0 || performance.now() < end;
    },
    pause: () => sleep(50), // threads of the one before may spin for a while
    leftOut,
    measured(rounds) {
      report.rounds = [...rounds];
      save();
    },
  });
  close();
  return report;
}

function print(report: PeerReport): void {
  for (const line of [...reportLines(report, reference), ...goalLines(report)]) console.log(line);
  for (const { name, version, error } of report.peers)
    console.log(`${name}: ${version} ${JSON.stringify(error)}`);
}
