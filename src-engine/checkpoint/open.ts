/** Opens a Hugging Face checkpoint folder: everything checked, nothing loaded. The only way to a Checkpoint. */
import { familyOf } from '../families/registry.ts';
import type { ModelSpec } from '../families/spec.ts';
import { readChatTemplate } from './chat-template.ts';
import type { Checkpoint } from './checkpoint.ts';
import { encoderFingerprint } from './fingerprint.ts';
import { readModelFolder } from './folder.ts';
import { generationDefaults } from './generation.ts';
import { parseImageProcessor } from './processor.ts';
import { readTensorIndex } from './tensor-index.ts';
import { imageTokenText, readTokenizer } from './text-files.ts';
import { checkWeights, findWeights, parameterCount } from './weights.ts';

/**
 * Reads configs, tokenizer files and the headers of the weight files.
 * Throws `bad-input` (no such folder), `bad-checkpoint` (damaged or incomplete) or `unsupported`, each with one sentence
 * that names file and field.
 */
export async function openCheckpoint(directory: string): Promise<Checkpoint> {
  const folder = await readModelFolder(directory);
  const family = familyOf(folder.config);
  const architecture = family.architecture(folder.config);
  const preprocess = family.preprocess(
    parseImageProcessor(folder.preprocessor, folder.processor),
    architecture,
  );
  const tokenizer = await readTokenizer(folder.directory);
  const imageToken = imageTokenText(architecture.imageTokenId, tokenizer, folder.processor);
  const spec: ModelSpec = { ...architecture, name: folder.name, preprocess, imageToken };
  const weights = findWeights(spec, await readTensorIndex(folder.directory));
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
