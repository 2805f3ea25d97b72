/** What is measured: a shape with random weights, or a model with its own, as everything that loading its graphs needs. Nothing is loaded here. */
import { join } from 'node:path';
import { bundledModel } from '../bundled/assets.ts';
import type { Weights } from '../checkpoint/checkpoint.ts';
import { openCheckpoint } from '../checkpoint/open.ts';
import { connectors } from '../connectors/connectors.ts';
import type { Connector } from '../connectors/connector.ts';
import type { BenchStage, BenchSubject, ImageBackend } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import { parseImageProcessor } from '../families/parts/processor.ts';
import type { ModelSpec } from '../families/spec.ts';
import { randomWeights } from './random-weights.ts';
import type { Watched } from './random-weights.ts';
import { shapes } from './shapes.ts';
import type { Shape } from './shapes.ts';

/** What can be said of a subject before its weights are there. */
export interface Subject {
  readonly name: string;
  readonly weights: 'random' | 'own';
  readonly spec: ModelSpec;
  readonly tensors: readonly ExpectedTensor[]; // of all that runs
  readonly connector: Connector;
  readonly stages: readonly BenchStage[];
  /** Where its weights lie, for the sentences of errors. */
  readonly directory: string;
  /** Makes random ones where they are missing. Of the tensors given, which may be fewer than `tensors`. */
  open(tensors: readonly ExpectedTensor[], call: Watched): Promise<Weights>;
}

export interface SubjectOptions {
  readonly cacheDirectory: string;
  readonly imageBackend: ImageBackend;
}

/** Throws what `openCheckpoint` throws, and `unsupported` for a model in whose encoder nothing merges. */
export async function findSubject(subject: BenchSubject, options: SubjectOptions): Promise<Subject> {
  if (subject.kind === 'model') return ownWeights(subject.directory, undefined, options);
  if (subject.shape === 'embedded') return ownWeights(bundledModel(), subject.shape, options);
  return shapeSubject(subject.shape, shapes[subject.shape], options);
}

async function ownWeights(
  directory: string,
  name: string | undefined,
  { imageBackend }: SubjectOptions,
): Promise<Subject> {
  const {
    spec,
    family,
    weights,
    directory: found,
  } = await openCheckpoint(directory, undefined, imageBackend);
  if (spec.vision.freeGrid !== undefined) {
    const fact = `The measurement merges tokens in the encoder, and in that of ${spec.name} nothing merges`;
    throw new EngineError('unsupported', fact, {
      remedy: 'compare two answers instead',
    });
  }
  return {
    name: name ?? spec.name,
    weights: 'own',
    spec,
    tensors: family.tensors(spec),
    connector: connectors[family.connector],
    stages: ['encode', 'language'],
    directory: found,
    open: () => Promise.resolve(weights),
  };
}

/** A shape as a subject; tests have shapes of their own. */
export function shapeSubject(
  name: string,
  { family, config, processor, stages }: Shape,
  { cacheDirectory, imageBackend }: SubjectOptions,
): Subject {
  const architecture = family.architecture({ file: name, value: config });
  const reader = parseImageProcessor({ file: name, value: processor }, undefined, imageBackend);
  const spec: ModelSpec = {
    ...architecture,
    name,
    preprocess: family.preprocess(reader, architecture),
    imageToken: '<image>',
  };
  const directory = join(cacheDirectory, 'bench');
  return {
    name,
    weights: 'random',
    spec,
    tensors: family.tensors(spec),
    connector: connectors[family.connector],
    stages,
    directory,
    open: async (tensors, call) => (await randomWeights(tensors, directory, call)).weights,
  };
}
