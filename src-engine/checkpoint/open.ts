/** Opens a checkpoint folder, Hugging Face's layout or LLaVA's own: everything checked, nothing loaded. The only way to a Checkpoint. */
import type { Family } from '../families/family.ts';
import { familyOf } from '../families/registry.ts';
import type { ModelSpec } from '../families/spec.ts';
import { readChatTemplate } from './chat-template.ts';
import type { Checkpoint } from './checkpoint.ts';
import { encoderFingerprint } from './fingerprint.ts';
import { readModelFolder } from './folder.ts';
import { generationDefaults } from './generation.ts';
import type { JsonDocument } from './json-file.ts';
import { isOriginal } from './original-fields.ts';
import { originalLayout } from './original-layout.ts';
import { parseImageProcessor } from './processor.ts';
import { placeholderText } from './text-files.ts';
import { checkWeights, findWeights, parameterCount } from './weights.ts';

/**
 * Reads configs, tokenizer files and the headers of the weight files.
 * Throws `bad-input` (no such folder), `bad-checkpoint` (damaged or incomplete) or `unsupported`, each with one sentence
 * that names file and field.
 */
export async function openCheckpoint(
  directory: string,
  findFamily: (config: JsonDocument) => Family = familyOf,
): Promise<Checkpoint> {
  const found = await readModelFolder(directory);
  const folder = isOriginal(found.config) ? await originalLayout(found) : found;
  const family = findFamily(folder.config);
  const { videoTokenId, ...architecture } = family.architecture(folder.config);
  const processor = parseImageProcessor(folder.preprocessor, folder.processor);
  const tokenizer = await folder.tokenizer();
  const placeholder = (kind: 'image' | 'video', id: number) =>
    placeholderText(kind, id, tokenizer, folder.processor);
  const spec: ModelSpec = {
    ...architecture,
    name: folder.name,
    preprocess: family.preprocess(processor, architecture),
    imageToken: placeholder('image', architecture.imageTokenId),
    ...(videoTokenId === undefined
      ? {}
      : { video: { tokenId: videoTokenId, token: placeholder('video', videoTokenId) } }),
  };
  const weights = findWeights(spec, await folder.tensors());
  checkWeights(spec, weights);
  return {
    directory: folder.directory,
    spec,
    weights,
    generation: generationDefaults(folder.config, folder.generation),
    tokenizer: { json: tokenizer.json, config: tokenizer.config },
    chatTemplate: await readChatTemplate(folder.directory, folder.processor, tokenizer.configDocument),
    encoderFingerprint: await encoderFingerprint(spec.vision, weights),
    parameters: parameterCount(spec),
  };
}
