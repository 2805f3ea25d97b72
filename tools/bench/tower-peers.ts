/** The programs that people would use instead, for a vision tower, this build first: what each needs, and how it is started. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { once } from './cache.ts';
import { checkpoint } from './checkpoints.ts';
import type { CheckpointName } from './checkpoints.ts';
import { npmPackages, peersPython } from './peer-packages.ts';
import { lastLine } from './peer-process.ts';
import type { PeerCommand } from './peer-process.ts';
import { writeTowerReference } from './tower-reference.ts';

export interface PeerPlan {
  readonly name: string;
  /** Makes what it needs. Rejects with one line that says why it cannot run. */
  readonly prepare: () => Promise<PeerCommand>;
}

const folder = path.join(import.meta.dirname, 'peers');
const environment = { PYTHONPATH: path.resolve(import.meta.dirname, '..'), PYTHONDONTWRITEBYTECODE: '1' };

export async function towerPeers(subject: CheckpointName, threads: number): Promise<PeerPlan[]> {
  const model = await checkpoint(subject);
  const stamp = subject === 'embedded' ? subject : path.basename(model);
  const reference = await once(`peers/${stamp}-reference`, (target) => writeTowerReference(model, target));
  const count = String(threads);
  const module = async (name: string, ...words: string[]): Promise<PeerCommand> => ({
    command: await peersPython(),
    words: ['-m', `bench.peers.towers.${name}`, ...words],
    environment,
  });
  const node = (file: string, ...words: string[]): PeerCommand => ({
    command: process.execPath,
    words: ['--import', 'tsx', path.join(folder, 'towers', file), ...words],
  });
  let exporting: Promise<string> | undefined; // fails once for all that need it
  const exported = (): Promise<string> =>
    (exporting ??= once(`peers/${stamp}-exported`, async (target) => {
      runToEnd(await module('export', model, reference, target));
    }));
  const ours = (precision: string): PeerPlan => ({
    name: `ours ${precision}`,
    prepare: () => Promise.resolve(node('ours.ts', model, reference, count, precision)),
  });
  const pytorch = (precision: string): PeerPlan => ({
    name: `PyTorch ${precision}`,
    prepare: () => module('pytorch', model, reference, count, precision),
  });
  const openVino = (precision: string): PeerPlan => ({
    name: `OpenVINO ${precision}`,
    prepare: async () => module('open_vino', await exported(), reference, count, precision),
  });
  return [
    ours('fp32'),
    ours('int8'),
    ...['fp32', 'bf16', 'int8'].map(pytorch),
    {
      name: 'ONNX Runtime fp32',
      prepare: async () => module('onnx_runtime', await exported(), reference, count),
    },
    ...['fp32', 'bf16', 'int8'].map(openVino),
    {
      name: 'transformers.js fp32',
      prepare: async () =>
        node('transformers-js.ts', await exported(), reference, count, await npmPackages()),
    },
  ];
}

function runToEnd({ command, words, environment: added }: PeerCommand): void {
  const { status, error, stderr } = spawnSync(command, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, ...added },
  });
  if (status !== 0)
    throw new Error(`the export failed: ${error?.message ?? lastLine(stderr) ?? `status ${String(status)}`}`);
}
