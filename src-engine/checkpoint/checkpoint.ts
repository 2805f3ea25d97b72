/** What an opened checkpoint offers to the rest of the engine: spec, tensor locations, text files. Types only; open.ts makes one. */
import type { Family, FamilyTemplate } from '../families/family.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import type { GenerationDefaults } from '../families/parts/generation.ts';
import type { EncoderSpec, ModelSpec } from '../families/spec.ts';
import type { TensorLocation } from '../files/tensor-location.ts';
import type { TokenizerSource } from './tokenizer-source.ts';

/**
 * Weights under canonical names, whatever the checkpoint calls them:
 *
 *     vision.patch.weight [D, 3, p, p]   vision.patch.bias [D]?      vision.class [D]?   vision.position [N0 + P, D]
 *     vision.preNorm|postNorm.weight|bias [D]?
 *     vision.layers.{i}.norm1|norm2.weight|bias [D]
 *     vision.layers.{i}.attention.query|key|value|out.weight [D, D] |bias [D]
 *     vision.layers.{i}.mlp.up|down.weight|bias
 *     vision.layers.{i}.attention.queryNorm|keyNorm.weight [D]?   vision.layers.{i}.scale1|scale2 [D]?
 *     projector.norm.weight|bias?    projector.linear1|linear2?.weight|bias?                        newline [D_text]?
 *     text.embedding [V, D]              text.norm.weight [D]        text.head [V, D] (the embedding when tied)
 *     text.layers.{i}.norm1|norm2.weight [D]
 *     text.layers.{i}.attention.query|key|value|out.weight|bias?
 *     text.layers.{i}.attention.queryNorm|keyNorm.weight [d]?
 *     text.layers.{i}.mlp.gate|up|down.weight|bias?
 *
 * Only layers that run are listed: vision 0..executedLayers-1.
 */
export interface Weights {
  /** Throws `bad-checkpoint` naming the tensor when it is absent or its shape is not the spec's. */
  get(name: string): TensorLocation;
  has(name: string): boolean;
  names(): readonly string[];
}

/** What every opened folder offers: an encoder of images. */
export interface EncoderCheckpoint {
  readonly directory: string; // absolute
  readonly spec: EncoderSpec;
  readonly weights: Weights;
  /** Identifies the vision encoder (spec, tensor shapes, sampled bytes). Calibrations carry it. */
  readonly encoderFingerprint: string;
  /** Identifies what joins squares of patches into rows; undefined where every token is a row by itself. */
  readonly projectorFingerprint?: string | undefined;
  readonly parameters: number;
  /** Sentences about the checkpoint that somebody who uses it should know: what of it is not used, what it leaves open. */
  readonly notes: readonly string[];
}

/** An encoder alone, without a language model: nothing can be asked of it. */
export interface TowerCheckpoint extends EncoderCheckpoint {
  readonly kind: 'tower';
  readonly expected: readonly ExpectedTensor[];
}

/** A model that answers. */
export interface Checkpoint extends EncoderCheckpoint {
  readonly kind: 'model';
  readonly family: Family;
  readonly spec: ModelSpec;
  readonly generation: GenerationDefaults;
  /** Parsed tokenizer.json, tokenizer_config.json and their companions. */
  readonly tokenizer: TokenizerSource;
  /** Jinja source, or undefined for a checkpoint without one. */
  readonly chatTemplate: string | undefined;
  /** How the code of the checkpoint's own layout puts a question, where that is another form than its family's. */
  readonly commonForm?: FamilyTemplate | undefined;
}
