/** A small recorded first start: 2 x 2 patches, two layers, of a model that never was. */
import type { Recording } from '../../src-engine/bundled/first-start-file.ts';

const cost = {
  preprocessMs: 1,
  encodeMs: 20,
  projectMs: 1,
  prefillMs: 30,
  firstTokenMs: 52,
  decodeMs: 48,
  tokensPerSecond: 250,
  peakMemoryBytes: 200_000_000,
};

const hash = (digit: string): string => digit.repeat(64);

export const sampleRecording: Recording = {
  version: 1,
  machine: {
    kind: 'recorded',
    processor: 'Abacus 9000',
    device: 'cpu',
    precision: 'fp32',
    date: '2026-11-25',
  },
  contents: {
    'pocket/config.json': hash('a'),
    'calibrations/pocket.json': hash('b'),
    'samples/anchor.png': hash('c'),
  },
  picture: 'samples/anchor.png',
  calibration: 'calibrations/pocket.json',
  question: 'Where is the anchor?',
  reduction: { method: 'dymu', budget: { kind: 'tokens', tokens: 90 } },
  virtualUnmerging: true,
  encoding: {
    model: 'pocket',
    family: 'llava',
    views: [
      {
        grid: [2, 2],
        region: { x: 0, y: 0, width: 320, height: 240 },
        tokens: 2,
        countsPerLayer: [3, 2],
        thresholds: [0.9, 0.95],
        owner: Int32Array.of(0, 0, 1, 2, 0, 0, 1, 1),
        size: Float32Array.of(2, 2),
      },
    ],
    tokens: 2,
    fullTokens: 4,
    target: 90,
    source: { width: 320, height: 240 },
  },
  answers: {
    full: { text: 'Recorded on the left.', visualTokens: 4, fullVisualTokens: 4, cost },
    merged: { text: 'Recorded in the middle.', visualTokens: 2, fullVisualTokens: 4, cost },
  },
};
