import { open } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { editJson, goldenCopy, goldenModel } from '../support/scratch.ts';

const fingerprint = async (directory: string) => (await openCheckpoint(directory)).encoderFingerprint;

/** Changes one byte of a tensor. */
async function touch(directory: string, name: string, at: number): Promise<void> {
  const { file, offset } = (await openCheckpoint(directory)).weights.get(name);
  const handle = await open(file, 'r+');
  await handle.write(Uint8Array.of(0x5a), 0, 1, offset + at);
  await handle.close();
}

describe('encoderFingerprint', () => {
  it('is the same on every machine and for every copy', async () => {
    expect(await fingerprint(goldenModel('llava15-clip'))).toMatch(/^76a73d9495ab[0-9a-f]{52}$/u);
    expect(await fingerprint(await goldenCopy('llava15-siglip'))).toMatch(/^656c4e34b738[0-9a-f]{52}$/u);
  });

  it('changes with a weight of the tower, and not with one of the language model', async () => {
    const directory = await goldenCopy('llava15-clip');
    const before = await fingerprint(directory);
    await touch(directory, 'text.norm.weight', 3);
    await touch(directory, 'projector.linear1.weight', 3);
    expect(await fingerprint(directory)).toBe(before);
    await touch(directory, 'vision.layers.4.mlp.down.bias', 3);
    expect(await fingerprint(directory)).not.toBe(before);
  });

  it('samples the first 4096 bytes of a tensor', async () => {
    const directory = await goldenCopy('llava15-clip');
    const before = await fingerprint(directory);
    await touch(directory, 'vision.patch.weight', 4096);
    expect(await fingerprint(directory)).toBe(before);
    await touch(directory, 'vision.patch.weight', 4095);
    expect(await fingerprint(directory)).not.toBe(before);
  });

  it('changes with the spec: another feature layer is another encoder', async () => {
    const directory = await goldenCopy('llava15-clip');
    const before = await fingerprint(directory);
    await editJson(directory, 'config.json', { vision_feature_layer: -3 });
    expect(await fingerprint(directory)).not.toBe(before);
  });
});
