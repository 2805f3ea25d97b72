/** Which positions every position of a prompt sees, where that is neither all before it nor the whole prompt: windows, and images that see themselves whole. Pure. */
import type { TextSpec } from '../families/spec.ts';
import type { PrefillInput } from './language-model.ts';

type SightSpec = Pick<TextSpec, 'prefixAttention' | 'sliding'>;

/** By position: the first and the last one that is seen, int32 [N]. The first is of sliding layers alone. */
export interface Sight {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Behind every position that there is. */
const theEnd = 2 ** 31 - 1;

/** Whether a position's row is an image's. */
export function isOfImage({ order, u, tokenIds }: PrefillInput, position: number): boolean {
  return (order[u[position] ?? 0] ?? 0) >= tokenIds.length;
}

/**
 * A window ends at a position itself, or with its image. It is counted in places of the unmerged prompt, so that what is left out between two rows
 * brings no other row into it. A prompt that sees itself whole does so in sliding layers, too, as transformers' PaliGemma has it.
 */
export function promptSight(spec: SightSpec, prompt: PrefillInput): Sight {
  const length = prompt.u.length;
  if (spec.prefixAttention === 'prompt')
    return { from: new Int32Array(length), to: new Int32Array(length).fill(theEnd) };
  const placeOf = (position: number): number => prompt.places?.positions[position] ?? position;
  const places = Int32Array.from({ length }, (_, position) => placeOf(position));
  const from = places.map((place) => firstSeen(spec, place));
  if (spec.prefixAttention !== 'images') return { from, to: places };
  const to = places.slice();
  for (let position = length - 2; position >= 0; position -= 1) {
    const together = isOfImage(prompt, position) && isOfImage(prompt, position + 1);
    if (together) to[position] = to[position + 1] ?? theEnd;
  }
  return { from, to };
}

/** The first position that a token at `place`, behind a prompt, sees in sliding layers; below 0 where it sees all. */
export function firstSeen({ sliding }: SightSpec, place: number): number {
  return sliding === undefined ? 0 : place - sliding.window + 1;
}
