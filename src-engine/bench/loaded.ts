/** A subject loaded for measuring: the very sessions that answer questions, opened in the same way and released together. */
import type { Precision } from '../checkpoint/memory-needs.ts';
import type { BenchStage, TowerPrecision } from '../engine.ts';
import type { ModelSpec } from '../families/spec.ts';
import { readWeight } from '../files/safetensors-read.ts';
import { decoderSessions } from '../inference/decoder-sessions.ts';
import { openLanguageModel } from '../inference/language-model.ts';
import type { LanguageModel } from '../inference/language-model.ts';
import { sessionFactory } from '../inference/session-factory.ts';
import type { Device } from '../inference/session-factory.ts';
import { towerFactory } from '../inference/tower-precision.ts';
import { openVisionTower } from '../inference/vision-tower.ts';
import type { VisionTower } from '../inference/vision-tower.ts';
import type { Measured } from './memory.ts';
import type { Watched } from './random-weights.ts';
import type { Subject } from './subject.ts';

export interface Loaded {
  readonly spec: ModelSpec;
  readonly tower: VisionTower;
  /** Absent for an encoder alone. */
  readonly language?: LanguageModel;
  /** The learned row that ends grid rows [D_text], where the model has one. */
  readonly newline: Float32Array | undefined;
  readonly notes: readonly string[];
  release(): Promise<void>;
}

export interface LoadOptions {
  readonly device: Device;
  readonly precision: Precision;
  readonly towerPrecision: TowerPrecision;
  readonly stages: readonly BenchStage[];
  readonly copiesDirectory: string;
  readonly call: Watched;
}

/** Nothing stays loaded where it throws. */
export async function loadSubject(
  subject: Subject,
  { spec, tensors }: Measured,
  { device, precision, towerPrecision, stages, copiesDirectory, call }: LoadOptions,
): Promise<Loaded> {
  const { signal, onProgress } = call;
  const say = (stage: string, done: number): void => onProgress?.({ stage, done, total: 2 });
  const weights = await subject.open(tensors, call);
  const source = { weights, directory: subject.directory };
  say('Loading the vision encoder', 0);
  const copies = { directory: copiesDirectory, signal, onProgress };
  const encoder = await towerFactory(source, device, towerPrecision, copies);
  const projectors = sessionFactory(source, device);
  const tower = await openVisionTower(encoder.sessions, spec, subject.connector, undefined, projectors);
  if (!stages.includes('language')) {
    return { spec, tower, newline: undefined, notes: encoder.notes, release: () => tower.release() };
  }
  try {
    const newline = spec.newline === true ? await readWeight(weights.get('newline')) : undefined;
    const decoder = await decoderSessions(source, device, precision, copies);
    say('Loading the language model', 1);
    const language = await openLanguageModel(decoder.sessions, spec.text);
    const release = async (): Promise<void> => {
      await Promise.all([tower.release(), language.release()]);
    };
    return { spec, tower, language, newline, notes: [...encoder.notes, ...decoder.notes], release };
  } catch (error) {
    await tower.release();
    throw error;
  }
}
