/** What a model's small files alone say: family, shapes, which tensors there must be. Its weights may be somewhere else still. */
import { familyOf } from '../families/registry.ts';
import type { Architecture, Family } from '../families/family.ts';
import { isOriginal } from '../families/parts/original-fields.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import { parseImageProcessor } from '../families/parts/processor.ts';
import type { PreprocessSpec } from '../families/spec.ts';
import { EngineError } from '../errors.ts';
import { readModelFolder } from './folder.ts';
import { parameterCount } from './weights.ts';

export interface ModelShapes {
  readonly family: Family;
  readonly spec: Architecture & { readonly preprocess: PreprocessSpec };
  readonly tensors: readonly ExpectedTensor[];
  readonly parameters: number;
}

/**
 * Of a folder with config.json and the files beside it. The head is what config.json says: whether a stored one differs, only weights tell.
 * Throws `bad-checkpoint` or `unsupported`, as opening the whole model would.
 */
export async function modelShapes(directory: string): Promise<ModelShapes> {
  const folder = await readModelFolder(directory);
  if (isOriginal(folder.config)) {
    throw new EngineError('unsupported', 'The shapes of this layout stand in its tower’s folder too', {
      remedy: 'download it to know more',
    });
  }
  const family = familyOf(folder.config);
  const architecture = family.architecture(folder.config);
  const processor = parseImageProcessor(folder.preprocessor, folder.processor, 'torchvision');
  const spec = { ...architecture, preprocess: family.preprocess(processor, architecture) };
  const tensors = family.tensors(spec);
  return { family, spec, tensors, parameters: parameterCount(tensors) };
}
