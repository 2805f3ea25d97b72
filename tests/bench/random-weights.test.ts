import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomWeights } from '../../src-engine/bench/random-weights.ts';
import { readWeight } from '../../src-engine/files/safetensors-read.ts';
import { rejection } from '../contract/outcomes.ts';
import { emptyFolder } from '../support/scratch.ts';

const tensors = [
  { name: 'text.layers.0.mlp.up.weight', stored: 'up', shape: [64, 32] },
  { name: 'text.layers.0.mlp.up.bias', stored: 'up.bias', shape: [64] },
  { name: 'text.layers.0.norm1.weight', stored: 'norm1', shape: [32] },
  { name: 'text.embedding', stored: 'table', shape: [100, 32] },
  { name: 'text.head', stored: 'table', shape: [100, 32] },
];
const unwatched = { signal: undefined, onProgress: undefined };

describe('random weights', () => {
  it('are windows of one file: ones for norms, zeros for biases, small numbers of their own for the rest', async () => {
    const { weights } = await randomWeights(tensors, await emptyFolder(), unwatched);
    expect([...(await readWeight(weights.get('text.layers.0.norm1.weight')))]).toEqual(Array(32).fill(1));
    expect([...(await readWeight(weights.get('text.layers.0.mlp.up.bias')))]).toEqual(Array(64).fill(0));
    const up = await readWeight(weights.get('text.layers.0.mlp.up.weight'));
    const table = await readWeight(weights.get('text.embedding'));
    const deviation = Math.sqrt(table.reduce((sum, value) => sum + value * value, 0) / table.length);
    expect(deviation).toBeCloseTo(0.02, 3);
    expect(up.slice(0, 32)).not.toEqual(table.slice(0, 32));
    expect(weights.get('text.head')).toEqual(weights.get('text.embedding')); // one tensor, as it is stored
  });

  it('are made once, and again where the file is shorter or of other numbers', async () => {
    const folder = await emptyFolder();
    const stages: string[] = [];
    const watched = { signal: undefined, onProgress: ({ stage }: { stage: string }) => stages.push(stage) };
    const make = async (): Promise<boolean> => {
      stages.length = 0;
      await randomWeights(tensors, folder, watched);
      return stages.includes('Making random weights, once');
    };
    expect(await make()).toBe(true);
    expect(await make()).toBe(false);
    const [name = ''] = await readdir(folder);
    const file = join(folder, name);
    const whole = await readFile(file);
    await truncate(file, 1000);
    expect(await make()).toBe(true);
    expect((await readFile(file)).equals(whole)).toBe(true);
    await writeFile(file, new Uint8Array(whole.length));
    expect(await make()).toBe(true);
    expect((await stat(file)).size).toBe(whole.length);
  });

  it('leave nothing behind where they are not wanted any more', async () => {
    const folder = await emptyFolder();
    const controller = new AbortController();
    const failure = await rejection(
      randomWeights(tensors, folder, {
        signal: controller.signal,
        onProgress: ({ done }) => done === 2 && controller.abort(),
      }),
    );
    expect(failure.code).toBe('aborted');
    expect(await readdir(folder)).toEqual([]);
  });
});
