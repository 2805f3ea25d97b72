/** Pictures that were encoded for the last answers: the same pixels under the same plan need no second encoding. Content decides, no name. */
import type { Plan } from '../reduction/plan.ts';
import type { TimedImage } from '../vision/picture-store.ts';
import { equalNumbers } from './equal-numbers.ts';
import { mostPrompts } from './kept-prompts.ts';
import type { Look } from './look.ts';
import type { ReadVisual } from './read-visuals.ts';

export interface KeptLooks {
  find(plan: Plan, visuals: readonly ReadVisual[]): Look | undefined;
  keep(plan: Plan, look: Look): void;
}

interface Kept {
  readonly plan: string;
  readonly look: Look;
}

/** About twenty views of a model of the largest kind, with their pixels and features. */
const mostBytes = 256 * 1024 * 1024;

export function keepLooks(maxBytes = mostBytes): KeptLooks {
  let kept: readonly Kept[] = []; // the oldest first
  return {
    find(plan, visuals) {
      const key = JSON.stringify(plan);
      return kept.find((one) => one.plan === key && sameVisuals(one.look.visuals, visuals))?.look;
    },
    keep(plan, look) {
      if (kept.some((one) => one.look === look)) {
        kept = [...kept.filter((one) => one.look !== look), ...kept.filter((one) => one.look === look)];
        return;
      }
      kept = [...kept, { plan: JSON.stringify(plan), look }].slice(-mostPrompts);
      while (kept.reduce((sum, one) => sum + bytesOf(one.look), 0) > maxBytes) kept = kept.slice(1);
    },
  };
}

function sameVisuals(a: readonly ReadVisual[], b: readonly ReadVisual[]): boolean {
  return pairwise(a, b, (one, other) => pairwise(one.images, other.images, sameImage));
}

/** How a picture was read and the sentences about it are part of its encoding. */
function sameImage(a: TimedImage, b: TimedImage): boolean {
  if (a === b) return true;
  const facts = ({ prepared, reading, notes }: TimedImage): string =>
    JSON.stringify([prepared.source, prepared.views.map(({ region }) => region), reading, notes]);
  return (
    facts(a) === facts(b) &&
    pairwise(a.prepared.views, b.prepared.views, (one, other) => equalNumbers(one.pixels, other.pixels))
  );
}

function pairwise<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return other !== undefined && same(one, other);
    })
  );
}

function bytesOf({ visuals, encoded }: Look): number {
  const images = visuals.flatMap(({ images: all }) => all);
  const pixels = images.flatMap(({ prepared }) => prepared.views.map((view) => view.pixels));
  const outputs = encoded
    .flat()
    .flatMap(({ views, connected }) => [
      ...views.flatMap(({ features, owner }) => [features, owner]),
      ...connected.map(({ projected }) => projected),
    ]);
  return [...pixels, ...outputs].reduce((sum, { byteLength }) => sum + byteLength, 0);
}
