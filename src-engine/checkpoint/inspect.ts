/** What a folder holds, in numbers for people, also where it cannot be opened. Loads nothing. */
import type { Inspection } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { SlidingLayers } from '../families/spec.ts';
import type { Checkpoint, TowerCheckpoint } from './checkpoint.ts';
import { readConfig, type ConfigFolder } from './folder.ts';
import { isObject } from '../files/document.ts';
import { bytesByPrecision } from './memory-needs.ts';
import { openEncoder } from './open.ts';
import { numbersStored } from './packed-count.ts';
import { readTensorIndex } from './tensor-index.ts';
import { clip } from '../files/words.ts';

type Facts = Inspection['vision'];

/** Numbers, flags and (clipped) words of an untrusted object. */
function facts(value: object, keys: readonly string[] = Object.keys(value)): Facts {
  const known: Record<string, string | number | boolean> = {};
  for (const key of keys) {
    const item: unknown = Reflect.get(value, key);
    if (typeof item === 'string') known[key] = clip(item);
    if (typeof item === 'number' || typeof item === 'boolean') known[key] = item;
  }
  return known;
}

/** What config.json calls the decoder: `type` and, where it says on what it was trained, `name`. */
function decoderNames({ config }: ConfigFolder): Facts {
  const outer = isObject(config.value) ? config.value : {};
  const text = isObject(outer['text_config']) ? outer['text_config'] : outer;
  const { model_type: type, _name_or_path: name } = facts(text);
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
  };
}

function ofCheckpoint(
  { family, spec, weights, parameters, notes }: Checkpoint,
  folder: ConfigFolder,
): Inspection {
  const dtype = (name: string) => weights.get(name).dtype;
  const { ropeScaling, sliding } = spec.text;
  return {
    family: spec.family,
    supported: true,
    vision: {
      ...facts(spec.vision),
      ...(spec.vision.freeGrid === undefined ? {} : { anyShape: true }),
      weights: dtype('vision.patch.weight'),
    },
    text: {
      ...decoderNames(folder),
      ...facts(spec.text),
      ...(ropeScaling === undefined ? {} : { ropeScaling: `${ropeScaling.kind} x ${ropeScaling.factor}` }),
      ...(sliding === undefined ? {} : { window: windowOf(sliding) }),
      weights: dtype('text.embedding'),
    },
    parameters,
    bytes: bytesByPrecision(family.tensors(spec), weights.get('text.embedding').bytes),
    tokensPerView: spec.vision.patches,
    notes,
  };
}

function windowOf({ window, layers }: SlidingLayers): string {
  return `${window} positions in ${layers.filter((slides) => slides).length} of ${layers.length} layers`;
}

function ofTower({ spec, weights, parameters, expected, notes }: TowerCheckpoint): Inspection {
  const { dtype } = weights.get('vision.patch.weight');
  return {
    family: spec.family,
    supported: true,
    vision: { ...facts(spec.vision), weights: dtype },
    text: {},
    parameters,
    bytes: { fp32: bytesByPrecision(expected, 0).fp32 },
    tokensPerView: spec.vision.patches,
    notes,
  };
}

/** Keys of Hugging Face configs that tell a model's size, whatever its family. */
const sizeKeys = [
  'model_type',
  'num_hidden_layers',
  'hidden_size',
  'num_attention_heads',
  'num_key_value_heads',
  'intermediate_size',
  'vocab_size',
  'max_position_embeddings',
  'image_size',
  'patch_size',
];

/** Numbers in all tensors of the folder, packed ones counted as what they stand for; 0 where its weights cannot be read. */
async function storedParameters({ directory, config }: ConfigFolder): Promise<number> {
  try {
    return numbersStored((await readTensorIndex(directory)).tensors, config);
  } catch (cause) {
    if (cause instanceof EngineError) return 0;
    throw cause;
  }
}

function patchesOf(vision: Facts): number {
  const { image_size: imageSize, patch_size: patchSize } = vision;
  if (typeof imageSize !== 'number' || typeof patchSize !== 'number') return 0;
  const patches = Math.floor(imageSize / patchSize) ** 2;
  return Number.isSafeInteger(patches) && patches > 0 ? patches : 0;
}

async function ofConfig(folder: ConfigFolder, reason: string): Promise<Inspection> {
  const { config } = folder;
  const outer = isObject(config.value) ? config.value : {};
  const modelType = outer['model_type'];
  const vision = isObject(outer['vision_config']) ? facts(outer['vision_config'], sizeKeys) : {};
  const text = isObject(outer['text_config']) ? outer['text_config'] : outer;
  const parameters = await storedParameters(folder);
  return {
    family: typeof modelType === 'string' ? clip(modelType) : 'unknown',
    supported: false,
    reason,
    vision,
    text: facts(text, sizeKeys),
    parameters,
    bytes: { fp32: parameters * 4, fp16: parameters * 2 },
    tokensPerView: patchesOf(vision),
    notes: [],
  };
}

export interface Inspected {
  readonly inspection: Inspection;
  readonly checkpoint: Checkpoint | TowerCheckpoint | undefined; // where it opens
}

/**
 * `supported: false` with a reason for every model that cannot be opened, with what config.json and weights tell anyway.
 * Throws only where there is no folder or no readable config.json: `bad-input`, `bad-checkpoint`.
 */
export async function inspectCheckpoint(directory: string): Promise<Inspected> {
  const folder = await readConfig(directory);
  try {
    const checkpoint = await openEncoder(folder.directory);
    const inspection = checkpoint.kind === 'tower' ? ofTower(checkpoint) : ofCheckpoint(checkpoint, folder);
    return { inspection, checkpoint };
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause;
    return { inspection: await ofConfig(folder, cause.message), checkpoint: undefined };
  }
}
