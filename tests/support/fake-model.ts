/** The model that the scripted engine pretends to have loaded. */
import type { ModelInfo, ModelSource } from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';

export const side = 16;
export const layers = 6;
export const patches = side * side;
export const presets = { low: 40, mid: 90, high: 160 } as const;

export const fakeModel: ModelInfo = {
  name: 'fake-vlm',
  directory: '/models/fake-vlm',
  encoder: 'fake-encoder',
  family: 'llava',
  parameters: 6_000_000,
  tokensPerView: patches,
  grid: [side, side],
  layers,
  classToken: true,
  maxPositions: 512,
  device: 'cpu',
  precision: 'fp32',
  tower: 'fp32',
  imageBackend: 'torchvision',
  generation: {
    file: null,
    samples: false,
    greedy: [],
    sample: [
      { name: 'temperature', value: 1, from: 'default' },
      { name: 'top_k', value: 50, from: 'default' },
    ],
    unapplied: [],
  },
  takes: { questions: true, severalImages: true, video: false, followUps: true },
  calibration: {
    images: 64,
    source: '64 images from scenes',
    range: [16, 240],
    presets,
    points: [16, 40, 64, 90, 120, 160, 200, 240].map((mean) => ({
      target: mean,
      mean,
      std: mean * 0.25,
      quantiles: [0.4, 0.6, 0.7, 0.85, 1, 1.15, 1.3, 1.4, 1.6].map((q) => Math.min(patches, q * mean)),
    })),
  },
};

export const shippedFile = { file: '/assets/calibrations/fake.json', shipped: true } as const;

export function loadFake(source: ModelSource): ModelInfo {
  if (source.directory.includes('broken'))
    throw new EngineError('bad-checkpoint', `${source.directory} has no config.json; choose a model folder.`);
  return {
    ...fakeModel,
    directory: source.directory,
    name: source.directory.split('/').at(-1) ?? 'fake-vlm',
    imageBackend: source.imageBackend ?? fakeModel.imageBackend,
    tower: source.tower ?? fakeModel.tower,
    precision: source.precision ?? fakeModel.precision,
    calibrationFile:
      source.calibration === undefined ? shippedFile : { file: source.calibration, shipped: false },
    ...(source.calibration === undefined ? {} : { otherCalibrations: [shippedFile] }),
  };
}
