import { open } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { weightsFingerprint } from '../../src-engine/checkpoint/weights-fingerprint.ts';
import { goldenCopy, goldenModel } from '../support/scratch.ts';

const fingerprintOf = async (directory: string): Promise<string> =>
  weightsFingerprint((await openCheckpoint(directory)).weights, 'text.');

/** Flips a bit of the byte at `share` of the tensor. */
async function disturb(directory: string, tensor: string, share: number): Promise<void> {
  const { file, offset, bytes } = (await openCheckpoint(directory)).weights.get(tensor);
  const handle = await open(file, 'r+');
  const at = offset + Math.floor((bytes - 1) * share);
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, at);
  await handle.write(Buffer.of((byte[0] ?? 0) ^ 1), 0, 1, at);
  await handle.close();
}

describe('weightsFingerprint of a language model', () => {
  it('is the same wherever the model lies, and another for another model', async () => {
    const here = await fingerprintOf(goldenModel('llava15-clip'));
    expect(here).toMatch(/^[0-9a-f]{64}$/);
    expect(await fingerprintOf(await goldenCopy('llava15-clip'))).toBe(here);
    expect(await fingerprintOf(goldenModel('llava15-siglip'))).not.toBe(here);
  });

  it.each([0, 1])('changes with a byte at either end of a decoder tensor (%d)', async (share) => {
    const directory = await goldenCopy('llava15-clip');
    const before = await fingerprintOf(directory);
    await disturb(directory, 'text.layers.2.mlp.down.weight', share);
    expect(await fingerprintOf(directory)).not.toBe(before);
  });

  it('does not hang on the vision tower', async () => {
    const directory = await goldenCopy('llava15-clip');
    const before = await fingerprintOf(directory);
    await disturb(directory, 'vision.layers.1.mlp.up.weight', 0);
    expect(await fingerprintOf(directory)).toBe(before);
  });
});
