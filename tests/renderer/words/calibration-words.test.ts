import { describe, expect, it } from 'vitest';
import { calibrationSentences } from '../../../renderer/words/calibration-words.ts';
import { jobProgressWords } from '../../../renderer/words/job-words.ts';
import type { CalibrateResult, Job } from '../../../src-engine/engine.ts';

const result: Omit<CalibrateResult, 'skipped'> = {
  ...{ out: 'c.json', images: 31, notes: [], points: [] },
  imageBackend: 'torchvision',
  imageRoute: 'path',
};

describe('calibrationSentences', () => {
  it('names three of the pictures that could not be read', () => {
    const skipped = ['/a/torn.jpg', 'C:\\b\\cut.png', '/c.webp', '/d.gif'].map((path) => ({
      path,
      reason: '',
    }));
    const [first] = calibrationSentences({ ...result, skipped: skipped.slice(0, 1) });
    expect(first).toBe('Calibrated with 31 images; 1 file could not be read (torn.jpg).');
    const [all] = calibrationSentences({ ...result, skipped });
    expect(all).toBe(
      'Calibrated with 31 images; 4 files could not be read (torn.jpg, cut.png, c.webp and 1 more).',
    );
  });
});

describe('how far a calibration is', () => {
  const job: Omit<Job, 'stage' | 'done' | 'total'> = {
    ...{ id: 1, model: { directory: '/m' }, about: 'c.json', title: '', createdMs: 0 },
    ...{ perSecond: 2, secondsLeft: 60 },
    kind: 'calibrate',
    state: 'running',
  };
  const words = (part: Pick<Job, 'stage' | 'done' | 'total'>) => jobProgressWords({ ...job, ...part });

  it('is a share while it goes over the pictures again and again, and pictures while it reads them', () => {
    expect(words({ stage: 'Finding thresholds, point 2 of 9', done: 63, total: 504 })).toBe(
      'Finding thresholds, point 2 of 9 · 13 % · about 60 s left',
    );
    expect(words({ stage: 'Reading the images', done: 3, total: 28 })).toBe(
      'Reading the images · 3 of 28 · 2.0 a second · about 60 s left',
    );
  });
});
