import { describe, expect, it } from 'vitest';
import { inspectDocument } from '../../src-engine/cli/documents.ts';
import { inspectionInWords } from '../../src-engine/cli/inspection-text.ts';
import type { Inspection } from '../../src-engine/engine.ts';

const memory = {
  precision: 'fp32',
  needed: 33.4e9,
  largest: 33.4e9,
  available: 40e9,
  total: 64e9,
  fits: 'yes',
} as const;

const inspection: Inspection = {
  family: 'llava-next',
  supported: true,
  vision: {
    layers: 24,
    executedLayers: 23,
    width: 1024,
    heads: 16,
    imageSize: 336,
    classToken: true,
    weights: 'F16',
  },
  text: {
    type: 'mistral',
    name: 'mistralai/Mistral-7B-Instruct-v0.2',
    layers: 32,
    width: 4096,
    heads: 32,
    kvHeads: 8,
    vocabulary: 32_064,
    maxPositions: 32_768,
    weights: 'F16',
  },
  parameters: 7_554_000_000,
  bytes: { fp32: 30.2e9, fp16: 15.9e9, int8: 9.4e9, int4: 5.8e9 },
  tokensPerView: 576,
  notes: [],
  memory,
  calibration: null,
  published: {
    name: 'CLIP ViT-L/14-336, thresholds published with DyMU',
    source: 'Wang et al.',
    file: '/assets/clip.json',
    thresholds: [0.9],
  },
};

const row = (change: Partial<Inspection>, name: string) =>
  inspectionInWords({ ...inspection, ...change })
    .split('\n')
    .find((line) => line.startsWith(name));

describe('inspectionInWords', () => {
  it('says what a model is, what it needs and what there is for it', () => {
    expect(inspectionInWords(inspection)).toBe(
      [
        'family          llava-next',
        'runs here       yes',
        'encoder         24 layers (23 run), width 1024, 576 tokens per view, 336 px, class token, F16',
        'language model  mistral, mistralai/Mistral-7B-Instruct-v0.2, 32 layers, width 4096, 32 heads (8 for keys and values), 32768 positions, vocabulary 32064, F16',
        'parameters      7.6 B',
        'weights         fp32 30.2 GB, fp16 15.9 GB, int8 9.4 GB, int4 5.8 GB',
        'memory          about 33.4 GB needed in fp32, 40.0 GB free',
        'calibration     none; "dymu calibrate" makes one',
        'published       CLIP ViT-L/14-336, thresholds published with DyMU: use --thresholds /assets/clip.json',
      ].join('\n'),
    );
  });

  it('says what is in the way of running', () => {
    expect(row({ memory: { ...memory, available: 20e9, fits: 'tight' } }, 'runs here')).toBe(
      'runs here       only when other programs make room: fp32 needs about 33.4 GB and 20.0 GB are free',
    );
    expect(row({ memory: { ...memory, available: 20e9, total: 24e9, fits: 'no' } }, 'runs here')).toBe(
      'runs here       no: fp32 needs about 33.4 GB and this computer has at most 24.0 GB; try a lower --precision',
    );
  });

  it('says what can merge, and why not more', () => {
    const alone = 'every token is a row by itself';
    expect(row({ steps: { encoder: true, rows: false, reason: alone } }, 'merging')).toBe(
      'merging         tokens in the encoder; every token is a row by itself',
    );
    expect(row({ steps: { encoder: true, rows: true } }, 'merging')).toBe(
      'merging         tokens in the encoder, rows of the language model (--method rows, ours)',
    );
    expect(row({ supported: false, steps: { encoder: false, rows: false } }, 'merging')).toBeUndefined();
  });

  it('says more where larger pictures need more', () => {
    expect(row({ memory: { ...memory, largest: 40e9 } }, 'memory')).toBe(
      'memory          about 33.4 GB needed in fp32 (40.0 GB for the largest pictures), 40.0 GB free',
    );
  });

  it('names the calibration that would be used', () => {
    const calibration = { file: '/models/x/dymu-calibration.json', images: 320, points: 9 };
    expect(row({ calibration }, 'calibration')).toBe(
      'calibration     /models/x/dymu-calibration.json (320 images, 9 points)',
    );
  });

  it('gives every note a row', () => {
    const text = inspectionInWords({ ...inspection, notes: ['First note.', 'Second note.'] });
    expect(text.split('\n').slice(-2)).toEqual([
      'note            First note.',
      'note            Second note.',
    ]);
  });

  it('lists what config.json tells of a model that does not open', () => {
    const { family, parameters, bytes, tokensPerView } = inspection;
    const closed = { family, parameters, bytes, tokensPerView, supported: false, reason: 'New.', notes: [] };
    expect(
      inspectionInWords({ ...closed, vision: {}, text: { hidden_size: 64 } })
        .split('\n')
        .slice(1, 4),
    ).toEqual(['runs here       no: New.', 'encoder         unknown', 'language model  hidden_size 64']);
  });

  it('claims no size of weights that could not be looked at', () => {
    const { family, tokensPerView } = inspection;
    const unseen = {
      family,
      tokensPerView,
      supported: false,
      reason: 'Empty.',
      notes: [],
      vision: {},
      text: {},
    };
    const text = inspectionInWords({ ...unseen, parameters: 0, bytes: { fp32: 0, fp16: 0 } });
    expect(text.split('\n').slice(4, 6)).toEqual(['parameters      unknown', 'weights         unknown']);
  });
});

describe('inspectDocument', () => {
  it('adds memory, calibration and published thresholds to the fields of the contract, where they are known', () => {
    expect(inspectDocument(inspection)).toEqual(inspection);
    const { family, supported, vision, text, parameters, bytes, tokensPerView } = inspection;
    const contract = { family, supported, vision, text, parameters, bytes, tokensPerView, notes: [] };
    expect(Object.keys(inspectDocument(contract))).toEqual([
      'family',
      'supported',
      'vision',
      'text',
      'parameters',
      'bytes',
      'tokensPerView',
      'notes',
    ]);
  });

  it('leaves out the size of weights that could not be looked at', () => {
    const document = inspectDocument({ ...inspection, parameters: 0, bytes: { fp32: 0, fp16: 0 } });
    expect(document).not.toHaveProperty('parameters');
    expect(document).not.toHaveProperty('bytes');
    expect(document).toHaveProperty('tokensPerView', 576);
  });
});
