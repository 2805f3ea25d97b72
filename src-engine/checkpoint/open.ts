/** Opens a checkpoint folder, Hugging Face's layout or LLaVA's own: everything checked, nothing loaded. The only way to a Checkpoint. */
import type { ImageBackend } from '../engine.ts';
import type { Architecture, Family } from '../families/family.ts';
import { familyOf } from '../families/registry.ts';
import { towerOf } from '../families/towers.ts';
import type { ModelSpec, VideoSpec } from '../families/spec.ts';
import { readChatTemplate } from './chat-template.ts';
import type { Checkpoint, TowerCheckpoint } from './checkpoint.ts';
import { encoderFingerprint, projectorFingerprint } from './fingerprint.ts';
import { readModelFolder, type ModelFolder } from './folder.ts';
import { generationDefaults } from '../families/parts/generation.ts';
import type { JsonDocument } from '../files/published-json.ts';
import { isOriginal } from '../families/parts/original-fields.ts';
import { openTower } from './open-tower.ts';
import { originalLayout } from './original-layout.ts';
import {
  parseImageProcessor,
  parseVideoProcessor,
  type ImageProcessor,
} from '../families/parts/processor.ts';
import { placeholderText } from './placeholder.ts';
import type { TokenizerFiles } from './text-files.ts';
import { checkHasWeights } from './tensor-index.ts';
import type { TokenizerSource } from './tokenizer-source.ts';
import { isObject } from '../files/document.ts';
import { readWeights } from './read-weights.ts';
import { parameterCount } from './weights.ts';

function framePreprocess(
  folder: ModelFolder,
  family: Family,
  architecture: Architecture,
  images: ImageProcessor,
): Pick<VideoSpec, 'preprocess' | 'frames'> {
  // Where there is no file for videos, that of pictures speaks for frames, too.
  const processor = parseVideoProcessor(folder.videoPreprocessor, folder.processor, images.backend) ?? images;
  const preprocess = family.preprocessFrame?.(processor, architecture);
  const frames = processor.fields.num_frames ?? undefined;
  return {
    ...(preprocess === undefined ? {} : { preprocess }),
    ...(frames === undefined ? {} : { frames }),
  };
}

function modelSpec(
  folder: ModelFolder,
  family: Family,
  architecture: Architecture,
  tokenizer: TokenizerFiles,
  backend: ImageBackend,
): ModelSpec {
  const processor = parseImageProcessor(folder.preprocessor, folder.processor, backend);
  const { videoTokenId, frameSquare, ...rest } = architecture;
  const { config, processor: processorConfig } = folder;
  const placeholder = (kind: 'image' | 'video', id: number) =>
    placeholderText(kind, id, { config, tokenizer, processor: processorConfig });
  return {
    ...rest,
    name: folder.name,
    preprocess: family.preprocess(processor, architecture),
    imageToken: placeholder('image', architecture.imageTokenId),
    ...(videoTokenId === undefined
      ? {}
      : {
          video: {
            tokenId: videoTokenId,
            token: placeholder('video', videoTokenId),
            ...(frameSquare === undefined ? {} : { square: frameSquare }),
            ...framePreprocess(folder, family, architecture, processor),
          },
        }),
  };
}

function tokenizerSource(files: TokenizerFiles, config: JsonDocument): TokenizerSource {
  const { json, config: tokenizerConfig, specialTokensMap, addedTokens, placeholder } = files;
  const modelType = isObject(config.value) ? config.value['model_type'] : undefined;
  return {
    json,
    config: tokenizerConfig,
    modelType: typeof modelType === 'string' ? modelType : undefined,
    specialTokensMap,
    addedTokens,
    placeholder,
  };
}

/** As `openCheckpoint`, and an encoder alone, too. */
export async function openEncoder(
  directory: string,
  imageBackend: ImageBackend = 'torchvision',
): Promise<Checkpoint | TowerCheckpoint> {
  const folder = await readModelFolder(directory);
  const tower = towerOf(folder.config);
  return tower === undefined
    ? openCheckpoint(directory, familyOf, imageBackend)
    : openTower(folder, tower, imageBackend);
}

/**
 * Reads configs, tokenizer files and the headers of the weight files.
 * Throws `bad-input` (no such folder), `bad-checkpoint` (damaged or incomplete) or `unsupported`, each with one sentence
 * that names file and field.
 */
export async function openCheckpoint(
  directory: string,
  findFamily: (config: JsonDocument) => Family = familyOf,
  imageBackend: ImageBackend = 'torchvision',
): Promise<Checkpoint> {
  const found = await readModelFolder(directory);
  if (!isOriginal(found.config)) findFamily(found.config);
  await checkHasWeights(found.directory);
  const folder = isOriginal(found.config) ? await originalLayout(found) : found;
  const family = findFamily(folder.config);
  const architecture = family.architecture(folder.config);
  const tokenizer = await folder.tokenizer();
  const proposed = modelSpec(folder, family, architecture, tokenizer, imageBackend);
  const { spec, weights, expected, notes } = await readWeights(folder, proposed, family);
  const generation = generationDefaults(folder.config, folder.generation, family.usualDecoder);
  return {
    kind: 'model',
    directory: folder.directory,
    family,
    spec,
    weights,
    generation,
    tokenizer: tokenizerSource(tokenizer, folder.config),
    chatTemplate: await readChatTemplate(folder.directory, folder.processor, tokenizer.configDocument),
    commonForm: folder.commonForm,
    encoderFingerprint: await encoderFingerprint(spec.vision, weights),
    projectorFingerprint: await projectorFingerprint(spec, weights),
    parameters: parameterCount(expected),
    notes: [...notes, ...generation.notes],
  };
}
