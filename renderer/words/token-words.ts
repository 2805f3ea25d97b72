/** One token in words: its patches, and at which layer each part joined. */
import type { EncodedView } from '../../src-engine/engine.ts';
import type { Grid } from '../../src-engine/merging/coordinates.ts';
import { dropped, droppedPatches } from '../../src-engine/merging/owner-map.ts';
import { lineageOf, type JoinEvent } from '../../src-engine/merging/lineage.ts';
import { plural } from '../../src-engine/report/units.ts';
import { gridOf, ownerAt } from '../overlay/overlay-model.ts';

export interface TokenStory {
  readonly token: number;
  readonly patches: readonly number[]; // ascending
  readonly joins: readonly LayerJoin[]; // by layer
}

export interface LayerJoin {
  readonly layer: number; // 1..L, as people count
  readonly patches: number;
}

/** Stories of all tokens after `layer` layers. */
export function tokenStories(view: EncodedView, layer: number): readonly TokenStory[] {
  const patches = view.grid[0] * view.grid[1];
  const owner = ownerAt(view, layer);
  const events =
    layer > 0 ? lineageOf(view.owner.subarray(0, layer * patches), patches).events : ([] as const);
  const members = new Map<number, number[]>();
  owner.forEach((token, patch) => {
    if (token === dropped) return;
    const list = members.get(token);
    if (list === undefined) members.set(token, [patch]);
    else list.push(patch);
  });
  return [...members.entries()]
    .sort(([a], [b]) => a - b)
    .map(([token, list]) => ({ token, patches: list, joins: joinsOf(events[token] ?? []) }));
}

/** One line per layer: several parts may join at the same one. */
function joinsOf(events: readonly JoinEvent[]): readonly LayerJoin[] {
  const byLayer = new Map<number, number>();
  for (const { layer, patches } of events) {
    byLayer.set(layer + 1, (byLayer.get(layer + 1) ?? 0) + patches.length);
  }
  return [...byLayer.entries()].sort(([a], [b]) => a - b).map(([layer, patches]) => ({ layer, patches }));
}

/** "row 3, column 5", counted from one. */
export function placeOf(patch: number, { columns }: Grid): string {
  return `row ${Math.floor(patch / columns) + 1}, column ${(patch % columns) + 1}`;
}

export function joinWords({ layer, patches }: LayerJoin): string {
  return `${plural(patches, 'patch', 'patches')} joined at layer ${layer}`;
}

/** What a screen reader hears while the arrow keys walk. */
export function patchWords(view: EncodedView, layer: number, patch: number): string {
  const owner = ownerAt(view, layer);
  const token = owner[patch] ?? dropped;
  if (token === dropped) return `${placeOf(patch, gridOf(view))}: dropped, no token holds it`;
  const kind = kindWords(view, layer, token);
  const size = owner.reduce((sum, other) => sum + (other === token ? 1 : 0), 0);
  return `${placeOf(patch, gridOf(view))}: token ${token + 1}, ${plural(size, 'patch', 'patches')}${kind === '' ? '' : `, ${kind}`}`;
}

/** What kind of token a selection made of it, after the layer at which tokens were selected; empty where they merge. */
export function kindWords(view: EncodedView, layer: number, token: number): string {
  if (view.selected === undefined || layer < view.countsPerLayer.length) return '';
  return view.selected.contextual[token] === 1 ? 'gathered for context' : 'kept for its attention';
}

/** "12 patches are dropped", or null where every patch has a token. */
export function droppedWords(view: EncodedView, layer: number): string | null {
  const count = droppedPatches(ownerAt(view, layer));
  return count === 0
    ? null
    : `${plural(count, 'patch is', 'patches are')} dropped: no token holds ${count === 1 ? 'it' : 'them'}.`;
}
