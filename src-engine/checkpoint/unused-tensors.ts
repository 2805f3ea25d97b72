/** What the weights hold beside the tensors that run, in sentences: a model that was changed answers otherwise than its author meant. */
import type { Family } from '../families/family.ts';
import type { EncoderSpec } from '../families/spec.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import { isHarmless } from '../families/parts/harmless-tensors.ts';
import { quote } from '../files/words.ts';
import type { Tensors } from './tensor-index.ts';

const parts: readonly (readonly [RegExp, string])[] = [
  [/^(?:language_model|lm_head)\./u, 'of the language model'],
  [/^vision_tower\./u, 'of the vision encoder'],
  [/^(?:multi_modal_projector\.|image_newline$)/u, 'of the projector'],
];

type Parts = Pick<EncoderSpec, 'vision' | 'text'>;

function partOf(reduced: string): string {
  return (
    parts.find(([pattern]) => pattern.test(reduced))?.[1] ?? 'under names that no part of this model has'
  );
}

/** A clause for what is known by its name; the first that fits. */
const explanations: readonly (readonly [(reduced: string, spec: Parts) => boolean, string])[] = [
  [
    (reduced) => /\.?lora_|\.base_layer\.|^base_model\./u.test(reduced),
    'a LoRA that was not merged, so its training has no effect; merge it and save the model again',
  ],
  [
    (reduced, { text, vision }) =>
      (text !== undefined && layerOf(reduced, 'language_model.layers') >= text.layers) ||
      layerOf(reduced, 'vision_tower.encoder.layers') >= vision.layers,
    'more layers than config.json says',
  ],
  [
    (reduced) => /\.[qk]_(?:layer)?norm\./u.test(reduced),
    'norms of queries and keys, which the model of config.json does not have',
  ],
  [(reduced) => reduced.endsWith('.bias'), 'biases that config.json does not name'],
];

/** -1 for what is in no such layer. */
function layerOf(reduced: string, layers: string): number {
  if (!reduced.startsWith(`${layers}.`)) return -1;
  return Number(/^\d+/u.exec(reduced.slice(layers.length + 1))?.[0] ?? -1);
}

function explanation(reduced: string, spec: Parts): string {
  return explanations.find(([applies]) => applies(reduced, spec))?.[1] ?? '';
}

function sentence(part: string, why: string, names: readonly string[]): string {
  const first = quote(names[0] ?? '');
  const reason = why === '' ? '' : `: ${why}`;
  return names.length === 1
    ? `1 tensor ${part} is not used, ${first}${reason}.`
    : `${names.length} tensors ${part} are not used, the first is ${first}${reason}.`;
}

/** One sentence for each part of the model and each explanation, in the order of the files; none for known harmless tensors. */
export function unusedTensorNotes(
  expected: readonly ExpectedTensor[],
  tensors: Tensors,
  spec: Parts,
  { storedName }: Pick<Family, 'storedName'>,
): readonly string[] {
  const used = new Set(expected.map(({ stored }) => stored));
  const groups = new Map<string, { part: string; why: string; names: string[] }>();
  for (const name of tensors.keys()) {
    const reduced = storedName(name);
    if (used.has(reduced) || isHarmless(spec, reduced)) continue;
    const [part, why] = [partOf(reduced), explanation(reduced, spec)];
    const group = groups.get(`${part}:${why}`) ?? { part, why, names: [] };
    group.names.push(name);
    groups.set(`${part}:${why}`, group);
  }
  return [...groups.values()].map(({ part, why, names }) => sentence(part, why, names));
}
