/** How each group came together: which part joined at which layer, and with what score. Read off the owner maps; merges nothing. */
import { groupAnchors } from './groups.ts';
import { dropped, lastOwner, tokenCount } from './owner-map.ts';

/** One token's patches joining the group at one layer. */
export interface JoinEvent {
  readonly layer: number; // from 0
  readonly patches: Int32Array; // ascending
  /** The score that the merge went by; undefined without scores. */
  readonly score: number | undefined;
}

export interface Lineage {
  /** The layer at which a patch came to share a token with the anchor of its final group; -1 for the anchor itself and for a dropped patch. */
  readonly joined: Int32Array; // [N0]
  /** Per token of the last layer, by layer, then by lowest patch; empty where the token stands for one patch. */
  readonly events: readonly (readonly JoinEvent[])[]; // [n]
}

/**
 * The anchor of a group is its lowest patch (`groupAnchors`). For an earlier layer pass the first rows of `owners` only.
 *
 * @param owners owner map after every layer, [layers, N0]
 * @param scores best score of each patch's token, NaN where it was no candidate, [layers, N0]
 */
export function lineageOf(owners: Int32Array, patches: number, scores?: Float32Array): Lineage {
  const layers = owners.length / patches;
  const last = lastOwner(owners, patches);
  const tokens = tokenCount(last);
  const anchors = groupAnchors(last, tokens);
  const anchorOf = (patch: number) => anchors[last[patch] ?? 0] ?? 0;
  const ownerAt = (layer: number, patch: number) => (layer < 0 ? patch : owners[layer * patches + patch]);
  const joined = Int32Array.from({ length: patches }, (_, patch) => {
    if (last[patch] === dropped) return -1;
    const anchor = anchorOf(patch);
    let layer = -1;
    while (layer < layers && ownerAt(layer, patch) !== ownerAt(layer, anchor)) layer++;
    return layer;
  });

  const parts = new Map<string, { token: number; layer: number; patches: number[] }>();
  joined.forEach((layer, patch) => {
    if (layer < 0) return;
    const key = `${layer}:${ownerAt(layer - 1, patch) ?? patch}`;
    const part = parts.get(key) ?? { token: last[patch] ?? 0, layer, patches: [] };
    part.patches.push(patch);
    parts.set(key, part);
  });

  const events = Array.from({ length: tokens }, (): JoinEvent[] => []);
  for (const { token, layer, patches: members } of [...parts.values()].sort((a, b) => a.layer - b.layer)) {
    const scoreOf = (patch: number) => scores?.[layer * patches + patch] ?? NaN;
    // The part went by its own score unless it stood in B: then the anchor's token was the one that moved.
    const score = [scoreOf(members[0] ?? 0), scoreOf(anchors[token] ?? 0)].find(
      (value) => !Number.isNaN(value),
    );
    events[token]?.push({ layer, patches: Int32Array.from(members), score });
  }
  return { joined, events };
}
