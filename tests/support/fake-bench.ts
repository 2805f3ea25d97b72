/** What the scripted engine says of a measurement: a made-up report that depends on the request alone. */
import type {
  BenchBudget,
  BenchGain,
  BenchReport,
  BenchRequest,
  BenchTimes,
} from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { benchShapes } from '../../src-engine/report/bench-shapes.ts';

const patches = 576;
const gigabyte = 1e9;

const times = (ms: number): BenchTimes => ({ medianMs: ms, minMs: ms * 0.95, maxMs: ms * 1.1 });

function gain(plainMs: number, share: number): BenchGain {
  const ideal = 1 / share;
  const ms = plainMs / (0.9 * ideal);
  return { ...times(ms), speedup: 0.9 * ideal, idealSpeedup: ideal, shareOfIdeal: 0.9 };
}

/** A 7B shape does not fit unless fewer layers will do; a folder whose name contains `broken` does not load. */
export function fakeBench(request: BenchRequest): BenchReport {
  const { subject, budgets = [1, 0.68, 0.34, 0.15], rounds = 5, languageLayers } = request;
  if (budgets.some((share) => !(share > 0 && share <= 1)))
    throw new EngineError('bad-input', 'A budget is no share', { remedy: 'give shares up to 1' });
  const shape = subject.kind === 'shape' ? subject.shape : subject.directory;
  if (subject.kind === 'model' && shape.includes('broken'))
    throw new EngineError('bad-checkpoint', `${shape} holds no model`, { remedy: 'choose another folder' });
  const large = shape.endsWith('7b');
  if (large && languageLayers === undefined) {
    throw new EngineError('bad-input', `${shape} takes about 30 GB in fp32, but 20 GB are free`, {
      remedy: 'measure fewer layers, or take another precision',
    });
  }
  const known = benchShapes.find(({ name }) => name === shape)?.stages ?? ['encode', 'language'];
  const language = known.includes('language') && request.stages?.includes('language') !== false;
  const row = (budget: number): BenchBudget => ({
    budget,
    tokens: Math.round(budget * patches),
    encode: gain(2000, budget),
    ...(language
      ? {
          project: gain(20, budget),
          prefill: gain(3000, budget),
          firstToken: gain(5050, budget),
          decode: { tokensPerSecond: 20, bandwidthShare: 0.8 },
        }
      : {}),
    peakMemoryBytes: 3 * gigabyte,
  });
  return {
    shape,
    weights: subject.kind === 'model' || shape === 'embedded' ? 'own' : 'random',
    device: 'cpu',
    threads: 2,
    processor: 'A processor',
    precision: request.precision ?? 'fp32',
    towerPrecision: request.towerPrecision ?? 'fp32',
    rounds,
    picture: { name: 'a photograph', width: 640, height: 480 },
    views: 1,
    tokensPerView: patches,
    preprocess: times(30),
    ...(language ? { promptPositions: patches + 64 } : {}),
    plain: {
      tokens: patches,
      encode: times(2000),
      ...(language
        ? {
            project: times(20),
            prefill: times(3000),
            firstToken: times(5050),
            decode: { tokensPerSecond: 20, bandwidthShare: 0.8 },
          }
        : {}),
      peakMemoryBytes: 3.2 * gigabyte,
    },
    budgets: budgets.map(row),
    mergeShareOfBlock: 0.05,
    ...(language ? { streamingReadBytesPerSecond: 30 * gigabyte } : {}),
    memory: {
      beforeBytes: 0.2 * gigabyte,
      estimatedBytes: 3.1 * gigabyte,
      availableBytes: 20 * gigabyte,
    },
    ...(large ? { scaled: { measuredLayers: 8, layers: 32 } } : {}),
    remarks: rounds < 3 ? ['Two rounds say little about the spread.'] : [],
  };
}
