/** How near each token came to merging at the layer on screen: its best score against the layer's threshold. */
import { outlines as linesBetween } from '../../merging/groups.ts';
import { droppedFill } from '../drawing.ts';
import type { Evidence } from '../evidence.ts';
import type { OverlayMode } from '../mode.ts';

const mergedColour = '#2166ac';
/** From nearly to far: by how much the score falls short. Ordered by lightness, apart from blue for every colour deficiency. */
const short = [
  { within: 0.02, colour: '#b33c00' },
  { within: 0.05, colour: '#ee7a1b' },
  { within: 0.1, colour: '#fdbe6f' },
  { within: 0.2, colour: '#fee8c8' },
] as const;
const farColour = '#ffffff';

export const similarity = {
  id: 'similarity',
  label: 'Similarity',
  name: 'Similarity',
  what: 'Best score of each token against the layer’s threshold: what nearly merged',
  key: '4',
  opacity: 0.75,
  needs: 'scores',
  covers: true,
  draw: ({ owner, grid, evidence }) => {
    const lines = [{ segments: linesBetween(owner, grid), colour: '#fff', width: 1, opacity: 0.35 }];
    if (evidence === null) return { fills: [droppedFill], lines };
    const colours = coloursOf(evidence);
    return {
      fills: [
        droppedFill,
        { owner: evidence.before, colourOf: (token) => colours.get(token) ?? null, opacity: 1 },
      ],
      lines,
    };
  },
  legend: () => ({
    title: 'Best score against the threshold',
    steps: [
      { colour: mergedColour, text: 'merged' },
      ...short.map(({ within, colour }) => ({ colour, text: `−${within}` })),
      { colour: farColour, text: 'less' },
    ],
  }),
} as const satisfies OverlayMode;

/** By token before the layer; partners, which are no candidates, have none. */
function coloursOf({ before, scores, merged, threshold }: Evidence): Map<number, string> {
  const colours = new Map<number, string>();
  before.forEach((token, patch) => {
    const score = scores[patch] ?? NaN;
    if (token < 0 || Number.isNaN(score)) return;
    colours.set(token, merged[patch] === 1 ? mergedColour : shortColour(score, threshold));
  });
  return colours;
}

/** @param threshold null where nothing merged, so that nothing came near */
export function shortColour(score: number, threshold: number | null): string {
  const missing = threshold === null ? Infinity : threshold - score;
  return short.find(({ within }) => missing <= within)?.colour ?? farColour;
}
