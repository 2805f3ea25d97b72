/** Regions as a short string for caches and comparisons: a mask has as many numbers as a picture has edges, and keys are compared at every move of the pointer. */
import type { Regions } from './list.ts';

const known = new WeakMap<Regions, string>();
/** Texts up to this length are their own keys. */
const longestText = 400;

/** Equal for equal regions. */
export function regionsKey(regions: Regions): string {
  const before = known.get(regions);
  if (before !== undefined) return before;
  const text = JSON.stringify(regions);
  const key = text.length <= longestText ? text : `${text.length}:${digest(text, 1)}${digest(text, 2)}`;
  known.set(regions, key);
  return key;
}

/** 32 bits of a text, by FNV-1a from different beginnings. */
function digest(text: string, seed: number): string {
  let value = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}
