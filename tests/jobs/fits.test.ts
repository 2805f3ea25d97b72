import { describe, expect, it } from 'vitest';
import type { JobRequest, ModelSource } from '../../src-engine/engine.ts';
import { fitsJob, waitsForWords } from '../../src-engine/jobs/fits.ts';

const usual = { imageBackend: 'torchvision', tower: 'fp32', precision: 'fp32' } as const;
const loaded = (source: Partial<ModelSource> = {}) => ({
  source: { directory: '/m', ...source },
  directory: '/m',
});
const collect = (model: ModelSource): JobRequest => ({ kind: 'collect', model, collect: { source: '/p' } });
const sweep = (model: ModelSource) => ({ kind: 'sweep', model }) as JobRequest;

describe('fitsJob', () => {
  it('lets jobs that put questions wait for the precision of their language model', () => {
    const asked = sweep({ directory: '/m', precision: 'int8' });
    expect(fitsJob(loaded(), asked, usual)).toBe(false);
    expect(fitsJob(loaded({ precision: 'int8' }), asked, usual)).toBe(true);
    expect(fitsJob(loaded(), asked, { ...usual, precision: 'int8' })).toBe(true);
    expect(fitsJob(loaded({ precision: 'int8' }), sweep({ directory: '/m' }), usual)).toBe(false);
  });

  it('does the work of the encoder with whatever answers', () => {
    expect(fitsJob(loaded({ precision: 'int8' }), collect({ directory: '/m' }), usual)).toBe(true);
    expect(fitsJob(loaded({ tower: 'int8' }), collect({ directory: '/m' }), usual)).toBe(false);
    expect(fitsJob(loaded(), collect({ directory: '/other' }), usual)).toBe(false);
  });

  it('says what is missing where the model is loaded otherwise', () => {
    const words = (now: ReturnType<typeof loaded> | undefined, request: JobRequest) =>
      waitsForWords(now, request, usual);
    expect(words(undefined, collect({ directory: '/m' }))).toBe('waits until m is loaded');
    expect(words(loaded(), collect({ directory: '/other' }))).toBe('waits until other is loaded');
    const taken = {
      ...loaded({ calibration: '/c/new.json' }),
      calibrationFile: { file: '/c/new.json', shipped: false },
    };
    expect(words(taken, collect({ directory: '/m' }))).toBe(
      'waits until m is loaded with the calibration that it was begun with',
    );
    const asked = sweep({ directory: '/m', tower: 'int8', precision: 'int4', imageBackend: 'pil' });
    expect(words(loaded(), asked)).toBe(
      'waits until m is loaded with the image backend pil and its vision encoder in int8 and its language model in int4',
    );
  });

  it('knows a calibration that was named when it is found by itself, as after a restart', () => {
    const named = collect({ directory: '/m', calibration: '/c/mine.json' });
    const found = { ...loaded(), calibrationFile: { file: '/c/mine.json', shipped: false } };
    expect(fitsJob(found, named, usual)).toBe(true);
    expect(
      fitsJob({ ...found, calibrationFile: { file: '/c/newer.json', shipped: false } }, named, usual),
    ).toBe(false);
    expect(fitsJob(loaded({ calibration: '/c/mine.json' }), named, usual)).toBe(true);
    expect(fitsJob(found, collect({ directory: '/m' }), usual)).toBe(true);
  });

  it('tells the calibration that ships from the newest that is found', () => {
    const shipped = { file: '/app/calibrations/m.json', shipped: true };
    const source = { directory: '/m', shippedCalibration: true } as const;
    const now = { source, directory: '/m', calibrationFile: shipped };
    expect(fitsJob(now, collect(source), usual)).toBe(true);
    expect(fitsJob(now, collect({ directory: '/m' }), usual)).toBe(false);
    expect(fitsJob({ ...loaded(), calibrationFile: shipped }, collect(source), usual)).toBe(true);
    const own = { ...loaded(), calibrationFile: { file: '/c/mine.json', shipped: false } };
    expect(fitsJob(own, collect(source), usual)).toBe(false);
  });
});
