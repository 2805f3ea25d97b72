/** State that tests start from. */
import type { AnswerResult, Encoding } from '../../../src-engine/engine.ts';
import type { ShelfImage } from '../../../renderer/state/shelf-slice.ts';

export function shelfImage(id: string): ShelfImage {
  return {
    id,
    name: `${id}.png`,
    source: { kind: 'file', path: `/pictures/${id}.png` },
    kind: 'scene',
    credit: null,
    questions: [`What is in ${id}?`, `How many ${id}?`],
    known: [],
    thumbnail: { kind: 'waiting' },
  };
}

/** 16 x 16 patches, six layers; the maps are all zero. */
export function encodingOf(tokens: number): Encoding {
  return {
    model: 'fake-vlm',
    family: 'llava',
    views: [
      {
        grid: [16, 16],
        region: { x: 0, y: 0, width: 320, height: 320 },
        tokens,
        countsPerLayer: [250, 200, 150, 120, 100, tokens],
        thresholds: [],
        owner: new Int32Array(6 * 256),
        size: new Float32Array(tokens),
      },
    ],
    tokens,
    fullTokens: 256,
    target: 90,
    source: { width: 320, height: 320 },
    timings: { imageDecodeMs: 0.6, prepareMs: 0.4, preprocessMs: 1, encodeMs: 2, projectMs: 3 },
    device: 'cpu',
    precision: 'fp32',
  };
}

export interface Times {
  readonly preprocessMs?: number;
  readonly encodeMs?: number;
  readonly projectMs?: number;
  readonly prefillMs?: number;
  readonly decodeMs?: number;
}

export function answerOf(text: string, times: Times = {}, visualTokens = 64): AnswerResult {
  const { preprocessMs = 4, encodeMs = 20, projectMs = 1, prefillMs = 25, decodeMs = 30 } = times;
  return {
    text,
    tokens: [1, 2],
    stopped: 'eos',
    decoding: { kind: 'greedy', settings: [] },
    promptTokens: 270,
    visualTokens,
    fullVisualTokens: 256,
    timings: {
      imageDecodeMs: preprocessMs / 2,
      prepareMs: preprocessMs / 2,
      preprocessMs,
      encodeMs,
      projectMs,
      prefillMs,
      decodeMs,
      firstTokenMs: preprocessMs + encodeMs + projectMs + prefillMs,
      tokensPerSecond: 200,
    },
    theory: { encode: visualTokens, prefill: visualTokens },
    peakMemoryBytes: 148_000_000,
    disturbedBy: [],
    device: 'cpu',
    precision: 'fp32',
  };
}
