import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCalibration } from '../../src-engine/calibration/calibration-file.ts';
import { hashedSpec, int8Fingerprint } from '../../src-engine/checkpoint/fingerprint.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { editJson, goldenCopy, goldenModel } from '../support/scratch.ts';

const fingerprint = async (directory: string) => (await openCheckpoint(directory)).encoderFingerprint;

/** As the first versions of this program wrote them into calibrations. */
const earlier: Readonly<Record<(typeof cases)[number], string>> = {
  'llava15-clip': '76a73d9495ab2e1489def5e27b55d925b1b7ce55f792dfa81afae1c64f276e42',
  'llava15-siglip': '656c4e34b7387c80e2de17b22e76e4be11cfb5ab5fb5052dca8e5f874c672a0b',
  'llava-next': 'a85960d61e421a9591500f77ab2bad8226915b627429fa4c56ce83c09aaac834',
  onevision: '7ff9e454092c2239dfac447ca26461b7ccea07f9cb123dfd74fb45b7468bb511',
  paligemma: '8b447efe4291aa9bdcfab84312a4c64c441f3f421a9e50af01a2865be6ecde36',
};
const cases = ['llava15-clip', 'llava15-siglip', 'llava-next', 'onevision', 'paligemma'] as const;

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

  it('finds the calibration that ships, and those that were made before the list of facts was written down', async () => {
    const folder = join(import.meta.dirname, '..', '..', 'assets');
    const calibration = await readCalibration(join(folder, 'calibrations', 'pocket.json'));
    expect(await fingerprint(join(folder, 'pocket'))).toBe(calibration.encoder.fingerprint);
    for (const name of cases) expect(await fingerprint(goldenModel(name)), name).toBe(earlier[name]);
  });

  it('of the fast tower is another, and finds the calibration that ships for it', async () => {
    const folder = join(import.meta.dirname, '..', '..', 'assets');
    const exact = await fingerprint(join(folder, 'pocket'));
    const { encoder } = await readCalibration(join(folder, 'calibrations', 'pocket-int8.json'));
    expect(encoder.fingerprint).toBe(int8Fingerprint(exact));
    expect(encoder.fingerprint).not.toBe(exact);
  });

  it('hashes the facts of a spec by the names they had, and none that is not listed', async () => {
    const { vision } = (await openCheckpoint(goldenModel('llava15-siglip'))).spec;
    const written = hashedSpec(vision);
    expect(written).toBe(
      JSON.stringify(Object.entries(vision).sort(([a], [b]) => (a < b ? -1 : 1))), // as they were made before the list
    );
    expect(hashedSpec({ ...vision, postNorm: true })).toContain('["postNorm",true]');
    expect(hashedSpec(Object.assign({ fieldToCome: 1 }, vision))).toBe(written);
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
