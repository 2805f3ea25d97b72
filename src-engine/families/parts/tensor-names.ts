/** The spellings of tensor names that transformers and LLaVA's own code have used, reduced to one. Knows no shapes. */
import { EngineError } from '../../errors.ts';
import type { StoredTensor } from '../../files/safetensors.ts';
import { quote } from '../../files/words.ts';

/**
 * before 4.52      vision_tower.vision_model.*   language_model.model.*   language_model.lm_head.*
 * 5, as written    vision_tower.*                language_model.model.*   language_model.lm_head.*
 * 4.52 and others  model.vision_tower.*          model.language_model.*   lm_head.*    (with or without vision_model)
 * LLaVA's own      model.vision_tower.vision_tower.*   model.layers.*      lm_head.*    model.mm_projector.0|2.*
 */
const reductions: readonly (readonly [RegExp, string])[] = [
  [/^model\.(?=(?:vision_tower|language_model|multi_modal_projector)\.|image_newline$)/u, ''],
  [/^vision_tower\.vision_tower\./u, 'vision_tower.'],
  [/^vision_tower\.vision_model\./u, 'vision_tower.'],
  [/^model\.mm_projector\.0\./u, 'multi_modal_projector.linear_1.'],
  [/^model\.mm_projector\.2\./u, 'multi_modal_projector.linear_2.'],
  [/^model\.(?=(?:layers|embed_tokens|norm)\.)/u, 'language_model.'],
  [/^language_model\.lm_head\./u, 'lm_head.'],
  [/^language_model\.model\./u, 'language_model.'],
];

/** `model.vision_tower.vision_model.embeddings.x` -> `vision_tower.embeddings.x`. */
export function reducedName(stored: string): string {
  return reductions.reduce((name, [pattern, replacement]) => name.replace(pattern, replacement), stored);
}

/**
 * The wanted tensors by reduced name.
 *
 * @param reduce a family's `storedName`
 * @throws EngineError `bad-checkpoint` when two stored names are the same tensor
 */
export function byReducedName(
  index: ReadonlyMap<string, StoredTensor>,
  wanted: ReadonlySet<string>,
  reduce: (stored: string) => string,
): ReadonlyMap<string, StoredTensor> {
  const found = new Map<string, { stored: string; tensor: StoredTensor }>();
  for (const [stored, tensor] of index) {
    const name = reduce(stored);
    if (!wanted.has(name)) continue;
    const other = found.get(name);
    if (other !== undefined) {
      const fact = `The weights hold ${quote(other.stored)} and ${quote(stored)}, two names of one tensor`;
      throw new EngineError('bad-checkpoint', fact, { remedy: 'save the model again so that one remains' });
    }
    found.set(name, { stored, tensor });
  }
  return new Map([...found].map(([name, { tensor }]) => [name, tensor]));
}
