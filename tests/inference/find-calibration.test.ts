import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledCalibrations, bundledModel } from '../../src-engine/bundled/assets.ts';
import { parseCalibration, writeCalibration } from '../../src-engine/calibration/calibration-file.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import type { Checkpoint } from '../../src-engine/checkpoint/checkpoint.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import { loadCalibration } from '../../src-engine/inference/find-calibration.ts';
import { emptyFolder } from '../support/scratch.ts';

const shippedFile = path.join(bundledCalibrations(), 'pocket.json');
let checkpoint: Checkpoint;
let own: string; // folder of two of the user's, the newer one first by name

beforeAll(async () => {
  checkpoint = await openCheckpoint(bundledModel());
  own = await mkdtemp(path.join(tmpdir(), 'dymu-own-'));
  const shipped = parseCalibration(await readFile(shippedFile, 'utf8'), shippedFile);
  for (const [name, created] of [
    ['a.json', '2026-11-02T00:00:00.000Z'],
    ['b.json', '2026-11-01T00:00:00.000Z'],
  ] as const)
    await writeCalibration(path.join(own, name), {
      ...shipped,
      procedure: { ...shipped.procedure, created },
    });
  await writeFile(path.join(own, 'damaged.json'), '{');
});

afterAll(() => rm(own, { recursive: true, force: true }));

const at = (name: string) => ({ file: path.join(own, name), shipped: false });
const shipped = { file: shippedFile, shipped: true };
const look = async (source: Parameters<typeof loadCalibration>[1]) => {
  const options = { directories: [own, bundledCalibrations()], shipped: bundledCalibrations() };
  const { calibration, others } = await loadCalibration(checkpoint, source, options);
  return { inUse: calibration?.file, others };
};

describe('loadCalibration', () => {
  it('takes the newest of the user’s own, and tells the others', async () => {
    expect(await look({})).toEqual({ inUse: at('a.json'), others: [at('b.json'), shipped] });
  });

  it('takes the shipped one where that is asked for', async () => {
    expect(await look({ shippedCalibration: true })).toEqual({
      inUse: shipped,
      others: [at('a.json'), at('b.json')],
    });
  });

  it('takes one that is found where none ships', async () => {
    const options = { directories: [own] };
    const { calibration } = await loadCalibration(checkpoint, { shippedCalibration: true }, options);
    expect(calibration?.file).toEqual(at('a.json'));
  });

  it('takes the one that is named, and tells what would have been found', async () => {
    const named = path.join(own, '..', path.basename(own), 'b.json');
    expect(await look({ calibration: named })).toEqual({
      inUse: { file: named, shipped: false },
      others: [at('a.json'), shipped],
    });
  });

  it('puts the one in the model’s folder before all', async () => {
    const model = path.join(await emptyFolder(), 'pocket');
    await mkdir(model);
    const beside = path.join(model, 'dymu-calibration.json');
    await cp(shippedFile, beside);
    const options = { directories: [own] };
    const { calibration, others } = await loadCalibration({ ...checkpoint, directory: model }, {}, options);
    expect(calibration?.file).toEqual({ file: beside, shipped: false });
    expect(others).toEqual([at('a.json'), at('b.json')]);
  });
});

describe('a loaded model', () => {
  it('says which calibration is in use and which others there are', async () => {
    const directories = [own, bundledCalibrations()];
    const engine = await createEngine({ device: 'cpu', calibrationDirectories: directories });
    const found = await engine.load({ directory: bundledModel() });
    expect(found.calibrationFile).toEqual(at('a.json'));
    expect(found.otherCalibrations).toEqual([at('b.json'), shipped]);
    const back = await engine.load({ directory: bundledModel(), shippedCalibration: true });
    expect(back.calibrationFile).toEqual(shipped);
    await engine.close();
  });
});
