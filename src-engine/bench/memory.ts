/** Whether what is to be measured fits the memory that is free, and what of the language model does. Arithmetic on shapes; nothing is loaded. */
import type { Precision, WeightForms } from '../checkpoint/memory-needs.ts';
import type { BenchRequest, BenchStage } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import type { ModelSpec } from '../families/spec.ts';
import type { Remedy } from '../remedy.ts';
import { memoryParts } from '../inference/memory-parts.ts';
import type { PictureSize } from '../inference/memory-parts.ts';

/** The part of a subject that is loaded. */
export interface Measured {
  /** With as many layers of the language model as are measured. */
  readonly spec: ModelSpec;
  readonly tensors: readonly ExpectedTensor[];
  readonly estimatedBytes: number; // beyond what the program has already
}

export interface MemoryQuestion {
  readonly name: string;
  readonly spec: ModelSpec;
  readonly tensors: readonly ExpectedTensor[];
  readonly precision: Precision;
  readonly forms: WeightForms;
  readonly stages: readonly BenchStage[];
  readonly languageLayers: BenchRequest['languageLayers'];
  readonly picture: PictureSize;
  readonly available: number; // bytes
}

/** The rest is for what the arithmetic does not know. */
const usable = 0.92;

/** Throws `bad-input` where not even that much fits, and for more layers than there are. */
export function fittingPart(question: MemoryQuestion): Measured {
  const { name, spec, stages, languageLayers, precision, available } = question;
  if (!stages.includes('language')) return checked(question, encoderPart(question), 'its encoder');
  const all = spec.text.layers;
  if (languageLayers === undefined) return checked(question, layersPart(question, all), 'it');
  if (languageLayers === 'fit') {
    for (let layers = all; layers > 0; layers -= 1) {
      const part = layersPart(question, layers);
      if (part.estimatedBytes <= usable * available) return part;
    }
    return checked(question, layersPart(question, 1), 'one layer of its language model');
  }
  if (languageLayers > all) {
    throw new EngineError(
      'bad-input',
      `The language model of ${name} has ${all} layers, not ${languageLayers}`,
      {
        remedy: `measure ${all} at most`,
      },
    );
  }
  return checked(
    question,
    layersPart(question, languageLayers),
    `it with ${languageLayers} layers in ${precision}`,
  );
}

function checked(question: MemoryQuestion, part: Measured, what: string): Measured {
  const { name, precision, available, stages, languageLayers } = question;
  if (part.estimatedBytes <= usable * available) return part;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  const remedy: Remedy =
    stages.includes('language') && languageLayers !== 'fit'
      ? { kind: 'measure-less' }
      : { kind: 'advice', words: 'close other programs, or measure a smaller shape' };
  throw new EngineError(
    'bad-input',
    `To measure ${name}, ${what} takes about ${gigabytes(part.estimatedBytes)} of memory in ${precision}, but ${gigabytes(available)} are free`,
    { remedy },
  );
}

function encoderPart({ spec, tensors, precision, forms, picture }: MemoryQuestion): Measured {
  const needed = tensors.filter(({ name }) => !name.startsWith('text.'));
  const { encoder, projector, encoding, views } = memoryParts(spec, needed, precision, picture, forms);
  return { spec, tensors: needed, estimatedBytes: encoder + projector + encoding + views };
}

function layersPart({ spec, tensors, precision, forms, picture }: MemoryQuestion, layers: number): Measured {
  const left = { ...spec, text: { ...spec.text, layers } };
  const needed = tensors.filter(({ name }) => layerOf(name) < layers);
  const parts = memoryParts(left, needed, precision, picture, forms);
  const all = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { spec: left, tensors: needed, estimatedBytes: all - parts.program };
}

/** -1 for tensors of no layer of the language model. */
function layerOf(name: string): number {
  return Number(/^text\.layers\.(\d+)\./u.exec(name)?.[1] ?? -1);
}
