/** Plausible owner maps without a model: tokens merge into near neighbours of similar shade, deterministically. Not soft matching. */

export interface FakeMerge {
  readonly countsPerLayer: number[];
  readonly thresholds: number[];
  readonly owner: Int32Array; // [layers, patches]
  readonly size: Float32Array; // [tokens]
  readonly scores: Float32Array; // [layers, patches]
}

interface Token {
  patches: number[];
  row: number;
  column: number;
  shade: number;
}

/** How a layer chooses: rows over a threshold, or a given number of rows. */
export type FakePlan =
  | { readonly kind: 'counts'; readonly merges: readonly number[] }
  | { readonly kind: 'thresholds'; readonly thresholds: readonly number[] };

/** 32-bit FNV-1a: the seed that stands for a picture. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The shade of a patch, 0..1: a few smooth blobs, placed by the seed. */
export function shadeAt(seed: number, row: number, column: number, side: number): number {
  const wave = 1 + (seed % 5);
  const x = column / side;
  const y = row / side;
  const value = Math.sin(wave * Math.PI * x + (seed % 97)) + Math.cos(wave * Math.PI * y + (seed % 89));
  return (value + 2) / 4;
}

export function fakeMerge(seed: number, side: number, layers: number, plan: FakePlan): FakeMerge {
  const patches = side * side;
  const owner = new Int32Array(layers * patches);
  const scores = new Float32Array(layers * patches).fill(Number.NaN);
  const countsPerLayer: number[] = [];
  const thresholds: number[] = [];
  let tokens: Token[] = Array.from({ length: patches }, (_, patch) => {
    const row = Math.floor(patch / side);
    const column = patch % side;
    return { patches: [patch], row, column, shade: shadeAt(seed, row, column, side) };
  });
  for (let layer = 0; layer < layers; layer++) {
    const candidates = tokens.filter((_, i) => i % 2 === 0).map((token) => match(token, tokens, side));
    for (const edge of candidates) {
      for (const patch of edge.from.patches) scores[layer * patches + patch] = edge.score;
    }
    const ranked = [...candidates].sort((a, b) => b.score - a.score);
    const cap = Math.floor(tokens.length / 2);
    const threshold = plan.kind === 'thresholds' ? (plan.thresholds[layer] ?? 1) : undefined;
    const wanted =
      threshold === undefined
        ? plan.kind === 'counts'
          ? (plan.merges[layer] ?? 0)
          : 0
        : threshold >= 1
          ? 0
          : ranked.filter((edge) => edge.score > threshold).length;
    const merging = ranked.slice(0, Math.min(wanted, cap));
    thresholds.push(threshold ?? (merging.length === 0 ? 1 : (ranked[merging.length]?.score ?? 0)));
    if (merging.length > 0) tokens = mergeEdges(tokens, merging);
    countsPerLayer.push(tokens.length);
    tokens.forEach((token, index) => {
      for (const patch of token.patches) owner[layer * patches + patch] = index;
    });
  }
  const size = Float32Array.from(tokens, (token) => token.patches.length);
  return { countsPerLayer, thresholds, owner, size, scores };
}

interface Edge {
  readonly from: Token;
  readonly to: Token;
  readonly score: number;
}

function match(from: Token, tokens: readonly Token[], side: number): Edge {
  let best: Edge = { from, to: from, score: -1 };
  const jitter = (Math.imul(from.patches[0] ?? 0, 0x9e3779b1) >>> 0) / 2 ** 42; // no two scores alike
  for (let i = 1; i < tokens.length; i += 2) {
    const to = tokens[i];
    if (to === undefined) break;
    const distance = Math.hypot(from.row - to.row, from.column - to.column) / side;
    const score = Math.fround(1 - 0.4 * distance - 0.6 * Math.abs(from.shade - to.shade) - jitter);
    if (score > best.score) best = { from, to, score };
  }
  return best;
}

/** Kept even tokens first, then the odd ones in their order, as the encoder leaves them. */
function mergeEdges(tokens: readonly Token[], edges: readonly Edge[]): Token[] {
  const merged = new Map(edges.map((edge) => [edge.from, edge.to]));
  const odd = new Map(tokens.filter((_, i) => i % 2 === 1).map((token) => [token, { ...token }]));
  for (const [from, to] of merged) {
    const target = odd.get(to);
    if (target === undefined) continue;
    const total = target.patches.length + from.patches.length;
    const mean = (a: number, b: number) => (a * target.patches.length + b * from.patches.length) / total;
    odd.set(to, {
      patches: [...target.patches, ...from.patches],
      row: mean(target.row, from.row),
      column: mean(target.column, from.column),
      shade: mean(target.shade, from.shade),
    });
  }
  return [...tokens.filter((token, i) => i % 2 === 0 && !merged.has(token)), ...odd.values()];
}
