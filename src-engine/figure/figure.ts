/** What a figure shows and says: picture, views with their owner maps, caption, parameters. Draws nothing. */
import type { Encoding, ReductionRequest } from '../engine.ts';
import type { Grid, ViewRegion } from '../merging/coordinates.ts';
import type { OverlayName } from '../overlay/modes.ts';
import { lastOwner } from '../merging/owner-map.ts';
import { evidenceAt, type Evidence } from '../overlay/evidence.ts';
import { methodOf } from '../reduction/methods.ts';

export interface FigurePicture {
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg';
  /** Pixels of the source image, whatever the size of `bytes`: regions refer to these. */
  readonly width: number;
  readonly height: number;
}

export interface FigureView {
  readonly grid: Grid;
  readonly region: ViewRegion;
  readonly owner: Int32Array; // [N0], after the last layer
  readonly tokens: number;
  readonly means: Uint8ClampedArray | null; // [n, 3] sRGB; null where the overlay needs none
  readonly evidence: Evidence | null; // of the last layer; null without scores
}

export interface Figure {
  readonly picture: FigurePicture;
  readonly views: readonly FigureView[]; // base view first, then crops
  readonly overlay: OverlayName;
  readonly caption: { readonly title: string; readonly details: string };
  /** Everything needed to make the figure again; embedded as JSON. */
  readonly parameters: object;
}

/** The figure of one encoded image, after its last layer. */
export function figureOf(
  encoding: Encoding,
  reduction: ReductionRequest,
  picture: FigurePicture,
  overlay: OverlayName = 'outlines',
): Figure {
  const {
    model,
    family,
    tokens,
    fullTokens,
    target,
    device,
    precision,
    picture: read,
    tower = 'fp32',
  } = encoding;
  const layers = encoding.views[0]?.countsPerLayer.length ?? 0;
  const share = Math.round((100 * tokens) / fullTokens);
  const views = viewsWords(encoding.views);
  return {
    picture,
    views: encoding.views.map((view) => {
      const [rows, columns] = view.grid;
      return {
        grid: { rows, columns },
        region: view.region,
        owner: lastOwner(view.owner, rows * columns),
        tokens: view.tokens,
        means: null,
        evidence: evidenceAt(view, rows * columns, view.countsPerLayer.length),
      };
    }),
    overlay,
    caption: {
      title: model,
      details: `${tokens} of ${fullTokens} ${methodOf(reduction).counts} (${share} %)${views} · ${methodOf(reduction).words(reduction, target)} · ${layers} layers${tower === 'fp32' ? '' : ` in ${tower}`} · ${readWords(read)}`,
    },
    parameters: {
      program: 'DyMU Explorer',
      model,
      family,
      reduction,
      overlay,
      target,
      tokens,
      fullTokens,
      views: encoding.views.map(({ name, grid, region, tokens: kept, countsPerLayer, thresholds }) => ({
        ...(name === undefined ? {} : { name }),
        grid,
        region,
        tokens: kept,
        countsPerLayer,
        thresholds,
      })),
      device,
      precision,
      tower,
      read: read ?? null, // null: pixel values were given
    },
  };
}

/** Which views there are: those of a picture that is cut have names. */
function viewsWords(views: Encoding['views']): string {
  if (views.length < 2) return '';
  const names = views.map(({ name }) => name ?? '');
  const at = (word: string): number =>
    Math.max(0, ...names.map((name) => Number(new RegExp(`${word} (\\d+)`, 'u').exec(name)?.[1] ?? 0)));
  const [rows, columns] = [at('row'), at('column')];
  return rows === 0
    ? ` in ${views.length} views`
    : ` in ${views.length} views (overview, crops in ${rows} x ${columns})`;
}

function readWords(read: Encoding['picture']): string {
  if (read === undefined) return 'pixel values given';
  return `image backend ${read.backend}, route ${read.route}`;
}
