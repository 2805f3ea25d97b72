/** The programs that people would use instead, for a vision tower: what each needs, and how it is started. */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createEngine } from '../../src-engine/create-engine.ts';
import { pythonEnvironment } from '../python-environment.ts';
import { benchCache, once } from './cache.ts';
import { checkpoint } from './checkpoints.ts';
import type { PeerCommand } from './peer-process.ts';
import { samplePicture } from './pictures.ts';

const folder = path.join(import.meta.dirname, 'peers');
const environment = { PYTHONPATH: path.resolve(import.meta.dirname, '..'), PYTHONDONTWRITEBYTECODE: '1' };

/** @param tokens that merging in PyTorch is to leave. */
export async function towerPeers(
  threads: number,
  tokens: readonly number[],
): Promise<Map<string, PeerCommand>> {
  const model = await checkpoint('clip');
  const stamp = path.basename(model);
  const reference = await once(`peers/${stamp}.safetensors`, (target) => writeReference(model, target));
  const python = peersPython();
  const module = (name: string, ...words: string[]): PeerCommand => ({
    command: python,
    words: ['-m', `bench.peers.towers.${name}`, ...words],
    environment,
  });
  const exported = await once(`peers/${stamp}-exported`, (target) => {
    const { command, words } = module('export', model, reference, target);
    execFileSync(command, words, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...environment },
    });
    return Promise.resolve();
  });
  const [count, counts] = [String(threads), tokens.map(String)];
  return new Map([
    ['PyTorch fp32', module('pytorch', model, reference, count, 'fp32', ...counts)],
    ['PyTorch bf16', module('pytorch', model, reference, count, 'bf16', ...counts)],
    ['PyTorch int8', module('pytorch', model, reference, count, 'int8')],
    ['ONNX Runtime fp32', module('onnx_runtime', exported, reference, count)],
    ['OpenVINO fp32', module('open_vino', exported, reference, count, 'fp32')],
    ['OpenVINO bf16', module('open_vino', exported, reference, count, 'bf16')],
    ['OpenVINO int8', module('open_vino', exported, reference, count, 'int8')],
    [
      'transformers.js fp32',
      {
        command: process.execPath,
        words: [
          '--import',
          'tsx',
          path.join(folder, 'towers/transformers-js.ts'),
          exported,
          String(threads),
          await npmPackages(),
        ],
      },
    ],
  ]);
}

/** An interpreter with peers/requirements.txt: DYMU_PEERS_PYTHON, or an environment that is made in the cache (gigabytes, once). */
export function peersPython(): string {
  return (
    process.env['DYMU_PEERS_PYTHON'] ?? pythonEnvironment('peers', path.join(folder, 'requirements.txt'))
  );
}

/** A folder with the packages of peers/package.json: DYMU_PEERS_NPM, or one that is made in the cache. */
export async function npmPackages(): Promise<string> {
  const told = process.env['DYMU_PEERS_NPM'];
  if (told !== undefined) return told;
  const target = path.join(benchCache(), 'peers', 'npm');
  if (existsSync(path.join(target, 'node_modules'))) return target;
  await mkdir(target, { recursive: true });
  await copyFile(path.join(folder, 'package.json'), path.join(target, 'package.json'));
  const words = ['install', '--silent', '--ignore-scripts', '--no-package-lock'];
  execFileSync('npm', words, { cwd: target, stdio: 'inherit', shell: process.platform === 'win32' });
  return target;
}

async function writeReference(model: string, target: string): Promise<void> {
  const engine = await createEngine({ device: 'cpu' });
  await engine.load({ directory: model });
  const image = { kind: 'file', path: samplePicture } as const;
  await engine.encode({ image, reduction: { method: 'none' } }, { saveFeatures: target });
  await engine.close();
}
