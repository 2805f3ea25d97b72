/** Whether the output head is the embedding: config.json proposes, the stored tensors decide, as in transformers from 5.8 on. */
import type { Family } from '../families/family.ts';
import type { ModelSpec } from '../families/spec.ts';
import { byReducedName } from '../families/parts/tensor-names.ts';
import { sameTensor } from '../files/same-tensor.ts';
import { quote } from '../files/words.ts';
import type { Tensors } from './tensor-index.ts';

export interface SettledHead {
  readonly spec: ModelSpec;
  /** With the embedding's name for the head's tensor, where only the head is stored. */
  readonly tensors: Tensors;
  readonly notes: readonly string[];
}

type Names = Pick<Family, 'tensors' | 'storedName'>;

/** How both are called once a writer's prefixes are gone. */
function reducedNames(spec: ModelSpec, family: Names): { embedding: string; head: string } | undefined {
  const apart = family.tensors({ ...spec, text: { ...spec.text, tiedHead: false } });
  const stored = (wanted: string) => apart.find(({ name }) => name === wanted)?.stored;
  const [embedding, head] = [stored('text.embedding'), stored('text.head')];
  return embedding === undefined || head === undefined ? undefined : { embedding, head };
}

/** The stored names that reduce to one name. */
function spellings(tensors: Tensors, reduced: string, family: Names): string | undefined {
  for (const name of tensors.keys()) if (family.storedName(name) === reduced) return name;
  return undefined;
}

/**
 * Where config.json ties the head: one stored tensor serves as both, two equal ones stay tied, and a head that differs from the embedding is
 * used, with a note. That is `tie_weights` of transformers 5.24, and what merging a LoRA with `modules_to_save` needs.
 * Throws `bad-checkpoint` for files that cannot be read.
 */
export async function settleHead(spec: ModelSpec, tensors: Tensors, family: Names): Promise<SettledHead> {
  const names = spec.text.tiedHead ? reducedNames(spec, family) : undefined;
  if (names === undefined) return { spec, tensors, notes: [] };
  const found = byReducedName(tensors, new Set([names.embedding, names.head]), (name) =>
    family.storedName(name),
  );
  const [embedding, head] = [found.get(names.embedding), found.get(names.head)];
  if (head === undefined) return { spec, tensors, notes: [] };
  if (embedding === undefined) {
    return { spec, tensors: new Map([...tensors, [names.embedding, head]]), notes: [] };
  }
  if (await sameTensor(embedding, head)) return { spec, tensors, notes: [] };
  const stored = spellings(tensors, names.head, family) ?? names.head;
  const note = `config.json says that the output head is the embedding (tie_word_embeddings), but the weights hold a head that differs, ${quote(stored)}; the stored head is used, as transformers 5.8 and later use it.`;
  return { spec: { ...spec, text: { ...spec.text, tiedHead: false } }, tensors, notes: [note] };
}
