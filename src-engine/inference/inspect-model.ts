/** What a folder holds and whether it would run here: the checkpoint's facts with this machine's memory and the calibrations known. Loads nothing. */
import { cellsIn, cellsPerView } from '../connectors/cells.ts';
import { findPublished } from '../calibration/published-thresholds.ts';
import { inspectCheckpoint } from '../checkpoint/inspect.ts';
import type { Precision } from '../checkpoint/memory-needs.ts';
import type { Checkpoint, TowerCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Inspection, MergingSteps, TowerPrecision } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { generationInfo } from '../language/decoding.ts';
import { buildPrompt } from '../language/prompt.ts';
import { createTokenizer } from '../language/tokenizer.ts';
import type { MemoryRoom } from '../runtime/memory.ts';
import { findCalibrations } from './find-calibration.ts';
import { whyNoEncoderMerging } from './plan-reduction.ts';
import { processorPrecisions } from './precision.ts';
import { withTower } from './tower-precision.ts';
import { memoryFit } from './memory-fit.ts';

export interface InspectOptions {
  readonly precision: Precision;
  readonly tower?: TowerPrecision; // fp32 unless said
  readonly calibrationDirectories: readonly string[];
  readonly room: MemoryRoom;
}

/** Puts a question with one picture: what its prompt has to remark, or why none can be asked. */
function firstQuestion(checkpoint: Checkpoint): { readonly notes: readonly string[] } | EngineError {
  try {
    const tokenizer = createTokenizer(checkpoint.tokenizer);
    return buildPrompt({ checkpoint, tokenizer, question: 'What is it?', imageLengths: [1] });
  } catch (cause) {
    if (cause instanceof EngineError) return cause;
    throw cause;
  }
}

const noSteps = (reason: string | undefined): MergingSteps => ({
  encoder: false,
  rows: false,
  ...(reason === undefined ? {} : { reason }),
});

function stepsOf({ spec, kind }: Checkpoint | TowerCheckpoint): MergingSteps {
  if (kind === 'tower')
    return { encoder: true, rows: false, reason: 'it is a vision encoder without a language model' };
  if (spec.vision.freeGrid !== undefined) return { encoder: false, rows: true, reason: whyNoEncoderMerging };
  if (cellsIn(spec).square > 1) return { encoder: true, rows: true };
  const reason =
    'every token is a row of the language model by itself, so merging in the encoder merges rows too';
  return { encoder: true, rows: false, reason };
}

const towerNote =
  'This is a vision encoder without a language model: its tokens can be looked at, counted and calibrated, and no question can be put to it.';

/** Throws only where there is no folder or no readable config.json: `bad-input`, `bad-checkpoint`. */
export async function inspectModel(directory: string, options: InspectOptions): Promise<Inspection> {
  const { inspection, checkpoint: opened } = await inspectCheckpoint(directory);
  if (opened === undefined) return { ...inspection, steps: noSteps(inspection.reason) };
  const { tower = 'fp32' } = options;
  const checkpoint = withTower(opened, tower);
  const asked = checkpoint.kind === 'tower' ? { notes: [towerNote] } : firstQuestion(checkpoint);
  // Weights that load are not enough: a model is supported where a question can be put to it.
  if (asked instanceof EngineError) {
    const reason = asked.message;
    return { ...inspection, supported: false, reason, steps: noSteps(reason) };
  }
  const { precision, calibrationDirectories, room } = options;
  const [found] = await findCalibrations(checkpoint, calibrationDirectories);
  const tensors =
    checkpoint.kind === 'tower' ? checkpoint.expected : checkpoint.family.tensors(checkpoint.spec);
  const memoryOf = (name: Precision) =>
    memoryFit(checkpoint.spec, tensors, name, room, { int8Tower: tower === 'int8' });
  const published = await findPublished(checkpoint.spec.vision, calibrationDirectories);
  return {
    ...inspection,
    ...cellsPerView(checkpoint.spec),
    steps: stepsOf(checkpoint),
    notes: [...inspection.notes, ...asked.notes],
    memory: memoryOf(checkpoint.kind === 'tower' ? 'fp32' : precision),
    memories: (checkpoint.kind === 'tower' ? (['fp32'] as const) : processorPrecisions).map(memoryOf),
    calibration:
      found === undefined
        ? null
        : {
            file: found.file,
            images: found.calibration.data.images,
            points: found.calibration.points.length,
          },
    ...(published === undefined ? {} : { published }),
    ...(checkpoint.kind === 'tower' ? {} : { generation: generationInfo(checkpoint.generation) }),
  };
}
