import { calibrationInfo } from '../../src-engine/calibration/curve.ts';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  parseCalibration,
  readCalibration,
  requireEncoder,
  writeCalibration,
  type Calibration,
} from '../../src-engine/calibration/calibration-file.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { sampleCalibration } from './sample-calibration.ts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'dymu-calibration-'))));
afterAll(() => rm(folder, { recursive: true }));

/** The sentence with which a changed file is refused. */
function refusalOf(change: (calibration: Calibration) => unknown): string {
  const calibration = sampleCalibration();
  const changed = change(calibration) ?? calibration;
  return refusal(() => parseCalibration(JSON.stringify(changed), 'x.json'));
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof EngineError && error.code === 'bad-calibration') return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('parseCalibration', () => {
  it('reads what it is meant to read', () => {
    expect(parseCalibration(JSON.stringify(sampleCalibration()), 'x.json')).toEqual(sampleCalibration());
  });

  it('reads files of earlier versions, which do not say how their images were read', () => {
    const sample = sampleCalibration();
    const { data } = sample;
    const read = { imageBackend: 'pil-12', imageRoute: 'object' } as const;
    expect(calibrationInfo(sample)).not.toHaveProperty('imageBackend');
    const file = JSON.stringify({ ...sample, data: { ...data, ...read } });
    expect(calibrationInfo(parseCalibration(file, 'x.json'))).toMatchObject(read);
    expect(refusalOf((file) => ({ ...file, data: { ...data, imageBackend: 'cv2' } }))).toContain(
      'data.imageBackend',
    );
  });

  it('refuses other files and later versions by name', () => {
    expect(refusal(() => parseCalibration('{"thresh', 'x.json'))).toBe(
      `'x.json' is not valid JSON; calibrate this model again.`,
    );
    for (const other of ['{"thresholds":[0.9]}', '[]', 'null', '17']) {
      expect(refusal(() => parseCalibration(other, 'x.json'))).toBe(
        `'x.json' is not a calibration of this program; choose another file.`,
      );
    }
    expect(refusalOf((file) => ({ ...file, version: 2, whatever: true }))).toBe(
      `'x.json' has version 2, but only 1 is known; update the program, or calibrate this model again.`,
    );
    expect(refusalOf((file) => ({ ...file, version: undefined }))).toContain(
      'is not a calibration of this program',
    );
  });

  it('names the field that is damaged', () => {
    expect(refusalOf((file) => void file.points[1]!.thresholds.splice(0, 1, 1.5))).toMatch(
      /^x\.json: points\.1\.thresholds\.0 is 1\.5, but must be at most 1; calibrate this model again\.$/,
    );
    expect(refusalOf(({ data, ...rest }) => ({ ...rest, data: { ...data, images: 0 } }))).toContain(
      'data.images is 0',
    );
    expect(refusalOf((file) => ({ ...file, points: [] }))).toContain(
      'points is [], but must have at least 1 entry',
    );
    expect(refusalOf((file) => ({ ...file, extra: 1 }))).toContain('extra is not a field that is known');
  });

  const changes: [string, (points: Calibration['points']) => void, string][] = [
    [
      'a list of another length',
      (points) => points[0]!.thresholds.pop(),
      'point 1 has 1 thresholds for 2 layers',
    ],
    [
      'more tokens than patches',
      (points) => (points[1]!.quantiles[8] = 65),
      "more tokens than the encoder's 64",
    ],
    ['falling quantiles', (points) => (points[0]!.quantiles[3] = 1), 'the quantiles of point 1 fall'],
    ['a mean outside its quantiles', (points) => (points[0]!.mean = 21), 'the mean of point 1 lies outside'],
    ['means out of order', (points) => points.reverse(), 'the mean of point 2 is not above'],
    [
      'falling thresholds',
      (points) => (points[1]!.thresholds[1] = 0.2),
      'threshold of layer 2 falls at point 2',
    ],
  ];
  it.each(changes)('refuses %s', (_, change, words) => {
    const sentence = refusalOf((file) => {
      change(file.points);
    });
    expect(sentence).toContain('contradicts itself');
    expect(sentence).toContain(words);
  });
});

describe('requireEncoder', () => {
  it('accepts the encoder that the file was made with, under any name', () => {
    expect(() =>
      requireEncoder(sampleCalibration(), 'x.json', { fingerprint: 'abc123def456abc', name: 'renamed' }),
    ).not.toThrow();
  });

  it('names both encoders when they differ', () => {
    const other = { fingerprint: '9999', name: 'llava-1.5-7b' };
    expect(refusal(() => requireEncoder(sampleCalibration(), 'x.json', other))).toBe(
      `'x.json' was made with the encoder of "pocket" (abc123def456), not with that of "llava-1.5-7b" (9999); calibrate this model again.`,
    );
  });
});

describe('readCalibration and writeCalibration', () => {
  it('bring back what was written and leave nothing else behind', async () => {
    const path = join(folder, 'curve.json');
    await writeCalibration(path, sampleCalibration());
    expect(await readCalibration(path)).toEqual(sampleCalibration());
    expect(await readdir(folder)).toEqual(['curve.json']);
  });

  it('refuse a missing file and one of absurd size before reading it', async () => {
    await expect(readCalibration(join(folder, 'none.json'))).rejects.toThrow(
      'is missing; choose another file.',
    );
    const huge = join(folder, 'huge.json');
    await writeFile(huge, '');
    await truncate(huge, 2 ** 34);
    await expect(readCalibration(huge)).rejects.toThrow(
      /has 17179869184 bytes, more than the 16777216 .*; choose another file\.$/,
    );
    await rm(huge);
  });

  it('say where nothing can be written', async () => {
    const path = join(folder, 'no-such-folder', 'curve.json');
    await expect(writeCalibration(path, sampleCalibration())).rejects.toMatchObject({
      code: 'bad-input',
      message: `Cannot write "${path}"; check that the folder "${join(folder, 'no-such-folder')}" exists, is writable and has free space.`,
    });
  });
});
