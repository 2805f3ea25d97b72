/** What is loaded, in the words of the interface. */
import { cellsPerView } from '../connectors/cells.ts';
import type { Abilities, GenerationInfo, ModelInfo } from '../engine.ts';
import { abilitiesOf } from '../language/abilities.ts';
import { generationInfo } from '../language/decoding.ts';
import type { Loaded } from './loaded-model.ts';
import { otherRoles } from './visual-input.ts';

const nothingAsked: Abilities = { questions: false, severalImages: false, video: false, followUps: false };
const noGeneration: GenerationInfo = { file: null, samples: false, greedy: [], sample: [], unapplied: [] };

export function describeModel(model: Loaded): ModelInfo {
  const { checkpoint, calibration, published } = model;
  const { vision, text } = checkpoint.spec;
  const roles = otherRoles(checkpoint.spec);
  return {
    name: checkpoint.spec.name,
    directory: checkpoint.directory,
    encoder: checkpoint.encoderFingerprint,
    family: checkpoint.spec.family,
    parameters: checkpoint.parameters,
    tokensPerView: vision.patches,
    ...cellsPerView(checkpoint.spec),
    ...(vision.freeGrid === undefined ? {} : { anyShape: true as const }),
    grid: [vision.gridSide, vision.gridSide],
    layers: vision.executedLayers,
    classToken: vision.classToken,
    maxPositions: text?.maxPositions ?? 0,
    device: model.device.name,
    precision: model.precision,
    tower: model.towerPrecision,
    imageBackend: checkpoint.spec.preprocess.backend,
    calibration: calibration?.info ?? null,
    ...(calibration === undefined ? {} : { calibrationFile: calibration.file }),
    ...(model.otherCalibrations.length === 0 ? {} : { otherCalibrations: model.otherCalibrations }),
    generation: model.kind === 'model' ? generationInfo(model.checkpoint.generation) : noGeneration,
    takes: model.kind === 'model' ? abilitiesOf(model.checkpoint, model.tokenizer) : nothingAsked,
    ...(roles.length === 0 ? {} : { otherRoles: roles }),
    ...(published === undefined ? {} : { published }),
    ...(model.notes.length === 0 ? {} : { notes: model.notes }),
  };
}
