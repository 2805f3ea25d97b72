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
  /** What the merges went by, where scores were asked for, lowest first. */
  readonly scores?: readonly number[];
  /** The layer's threshold, where it has one and scores were asked for. */
  readonly threshold?: number;
}

/** One part of a group at the layer at which it joined: both ends, and what it went by. */
export interface JoinedPart {
  readonly layer: number; // 1..L
  readonly patches: readonly number[]; // ascending; the first one stands for the part
  readonly anchor: number; // the group's lowest patch
  readonly score?: number;
  readonly threshold?: number;
}

/** Stories of all tokens after `layer` layers. */
export function tokenStories(view: EncodedView, layer: number): readonly TokenStory[] {
  const owner = ownerAt(view, layer);
  const events = eventsUpTo(view, layer);
  const members = new Map<number, number[]>();
  owner.forEach((token, patch) => {
    if (token === dropped) return;
    const list = members.get(token);
    if (list === undefined) members.set(token, [patch]);
    else list.push(patch);
  });
  return [...members.entries()]
    .sort(([a], [b]) => a - b)
    .map(([token, list]) => ({ token, patches: list, joins: joinsOf(events[token] ?? [], view) }));
}

/** How one story's token came together, part by part. */
export function joinedParts(view: EncodedView, layer: number, story: TokenStory): readonly JoinedPart[] {
  const [anchor = 0] = story.patches;
  return (eventsUpTo(view, layer)[story.token] ?? []).map(({ layer: index, patches, score }) => ({
    layer: index + 1,
    patches: [...patches],
    anchor,
    ...(score === undefined ? {} : { score, ...thresholdAt(view, index) }),
  }));
}

function eventsUpTo(view: EncodedView, layer: number): readonly (readonly JoinEvent[])[] {
  if (layer <= 0) return [];
  const patches = view.grid[0] * view.grid[1];
  return lineageOf(view.owner.subarray(0, layer * patches), patches, view.scores).events;
}

function thresholdAt({ thresholds }: EncodedView, index: number): { readonly threshold?: number } {
  const threshold = thresholds[index];
  return threshold === undefined ? {} : { threshold };
}

/** One line per layer: several parts may join at the same one. */
function joinsOf(events: readonly JoinEvent[], view: EncodedView): readonly LayerJoin[] {
  const layers = [...new Set(events.map(({ layer }) => layer))].sort((a, b) => a - b);
  return layers
    .map((index) => ({ index, parts: events.filter(({ layer }) => layer === index) }))
    .map(({ index, parts }) => {
      const scores = parts.flatMap(({ score }) => score ?? []).sort((a, b) => a - b);
      return {
        layer: index + 1,
        patches: parts.reduce((sum, { patches }) => sum + patches.length, 0),
        ...(scores.length === 0 ? {} : { scores, ...thresholdAt(view, index) }),
      };
    });
}

/** "row 3, column 5", counted from one. */
export function placeOf(patch: number, { columns }: Grid): string {
  return `row ${Math.floor(patch / columns) + 1}, column ${(patch % columns) + 1}`;
}

export function joinWords({ layer, patches, scores, threshold }: LayerJoin): string {
  const joined = `${plural(patches, 'patch', 'patches')} joined at layer ${layer}`;
  return scores === undefined ? joined : `${joined} · ${scoreWords(scores, threshold)}`;
}

/** "score 0.973 over 0.941"; several scores as lowest and highest, and no threshold where a count decided. */
export function scoreWords(scores: readonly number[], threshold: number | undefined): string {
  const [lowest = NaN, highest = NaN] = [scores[0], scores.at(-1)].map((score) => score?.toFixed(3));
  const range = lowest === highest ? `score ${lowest}` : `scores ${lowest} to ${highest}`;
  return threshold === undefined ? range : `${range} over ${threshold.toFixed(3)}`;
}

/** "layer 3: row 1, column 2 and 4 more to row 5, column 6 · score 0.973 over 0.941". */
export function partWords({ layer, patches, anchor, score, threshold }: JoinedPart, grid: Grid): string {
  const more = patches.length > 1 ? ` and ${patches.length - 1} more` : '';
  const ends = `layer ${layer}: ${placeOf(patches[0] ?? 0, grid)}${more} to ${placeOf(anchor, grid)}`;
  return score === undefined ? ends : `${ends} · ${scoreWords([score], threshold)}`;
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
