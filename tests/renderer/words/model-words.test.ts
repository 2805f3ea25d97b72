import { describe, expect, it } from 'vitest';
import { modelLine } from '../../../renderer/words/model-words.ts';
import type { Inspection } from '../../../src-engine/engine.ts';

const inspection: Inspection = {
  family: 'llava',
  supported: true,
  vision: {},
  text: {},
  parameters: 7_060_000_000,
  bytes: { fp32: 28.2e9 },
  tokensPerView: 576,
  calibration: { file: 'c.json', images: 31, points: 5 },
  notes: [],
};
const usedMs = Date.UTC(2026, 10, 30, 12);

describe('the line of facts on a model’s card', () => {
  it('has family, size, tokens, bytes, licence, calibration and the day of its last use', () => {
    expect(modelLine({ inspection, licence: 'llama2', usedMs })).toBe(
      'llava · 7.1 B parameters · 576 tokens a view · 28.2 GB in fp32 · llama2 · calibrated on 31 images · used 30 Nov 2026',
    );
    expect(modelLine({ inspection: { ...inspection, calibration: null }, bytesOnDisk: 14e9 })).toBe(
      'llava · 7.1 B parameters · 576 tokens a view · 14.0 GB · not calibrated',
    );
  });

  it('leaves out what is not known, and says that a model does not run', () => {
    expect(modelLine({})).toBe('');
    expect(modelLine({ bytesOnDisk: 2e6, licence: null })).toBe('2 MB');
    const refused = {
      ...inspection,
      family: 'blip',
      supported: false,
      parameters: 0,
      tokensPerView: 0,
      bytes: {},
    };
    expect(modelLine({ inspection: refused, usedMs })).toBe('blip, does not run · used 30 Nov 2026');
  });
});
