/** What a checkpoint asks of generation that is not done here, and would have changed its answers. */
import { isObject } from '../../files/document.ts';
import { show } from '../../files/words.ts';

const above = (least: number) => (value: unknown) => typeof value === 'number' && value > least;
const given = (value: unknown): boolean => value !== null && value !== undefined;

/** By field: whether its value changes answers. What only changes speed (caches, drafts, compilation) is not here. */
const unapplied: Readonly<Record<string, (value: unknown) => boolean>> = {
  num_beams: above(1),
  num_return_sequences: above(1),
  penalty_alpha: above(0), // contrastive search
  dola_layers: given,
  guidance_scale: (value) => given(value) && value !== 1,
  watermarking_config: given,
  constraints: given,
  force_words_ids: given,
  token_healing: (value) => value === true,
  max_time: given,
};

/** "num_beams 4", in the order of the table; none for a file that asks for nothing of it. */
export function unappliedSettings(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return Object.entries(unapplied).flatMap(([name, matters]) =>
    matters(value[name]) ? [`${name} ${show(value[name])}`] : [],
  );
}
