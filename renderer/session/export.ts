/** Figures of the picture on the stage as files and for the clipboard: the same figure that the command line writes. */
import { figureOf, type Figure } from '../../src-engine/figure/figure.ts';
import { overlaySvg } from '../../src-engine/figure/overlay-svg.ts';
import { figureTexts } from '../../src-engine/figure/figure-texts.ts';
import { addPngText } from '../../src-engine/figure/png-text.ts';
import { meanColours } from '../../src-engine/merging/mean-colours.ts';
import { overlayMode } from '../../src-engine/overlay/modes.ts';
import { coloursOf } from '../overlay/pixels.ts';
import { readAs } from '../state/reading.ts';
import {
  selectBehind,
  selectImage,
  selectModelInfo,
  selectReading,
  selectReduction,
  selectShown,
} from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { selectSweep } from '../state/sweep/selectors.ts';
import { answerRows, answersCsv, answersMarkdown } from '../words/answer-files.ts';
import { exportName } from '../words/export-words.ts';
import { sweepFile } from '../words/sweep-words.ts';
import { tokensCsv, tokensJson } from '../words/token-files.ts';
import type { Deps } from './deps.ts';
import { sentenceOf } from './engine-link.ts';
import { shellWords } from './shell-words.ts';

export const exportKinds = [
  'figure-png',
  'figure-svg',
  'figure-copy',
  'tokens-csv',
  'tokens-json',
  'answers-md',
  'answers-csv',
  'sweep-md',
  'sweep-csv',
] as const;
export type ExportKind = (typeof exportKinds)[number];

export type Exporter = (kind: ExportKind) => Promise<void>;

const pictureSide = 1536; // px, as the command line's figures have it
const pixelsPerUnit = 2;

/** Why there is no figure and no table of tokens now; null where there is one. */
export function whyNoTokens(state: AppState): string | null {
  if (selectImage(state) === null) return 'No image is open.';
  const shown = selectShown(state);
  if (shown === null) return 'The picture has no tokens yet.';
  if (shown.kind === 'recorded')
    return 'The tokens on screen are a recording; this computer has not made its own yet.';
  return selectBehind(state) ? 'The tokens are being computed; try again in a moment.' : null;
}

export function createExporter({ store, bridge, link }: Deps): Exporter {
  async function figure(): Promise<Figure | null> {
    const state = store.getState();
    const [image, shown, reduction] = [selectImage(state), selectShown(state), selectReduction(state)];
    const engine = link.connected;
    if (image === null || shown?.kind !== 'live' || reduction === null || engine === null) return null;
    const { png, width, height } = await engine.preview(
      readAs(image.source, selectReading(state)),
      pictureSide,
    );
    const { overlay } = state.choices;
    const picture = { bytes: png, type: 'image/png', width, height } as const;
    const made = figureOf(shown.encoding, reduction, picture, overlay);
    if (!overlayMode(overlay).covers) return made;
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(png)]));
    const views = made.views.map((view) => {
      const colours = coloursOf({ bitmap, width, height }, view.region, view.grid);
      return { ...view, means: colours === null ? null : meanColours(colours, view.owner, view.tokens) };
    });
    bitmap.close();
    return { ...made, views };
  }

  async function saved(saving: Promise<string | null>): Promise<void> {
    const path = await saving;
    if (path !== null) store.getState().notify('info', `Saved as ${path}.`);
  }

  async function run(kind: ExportKind): Promise<void> {
    const state = store.getState();
    const name = selectImage(state)?.name;
    switch (kind) {
      case 'answers-md':
        return saved(bridge.saveText(exportName(name, 'answers', 'md'), answersMarkdown(answerRows(state))));
      case 'answers-csv':
        return saved(bridge.saveText(exportName(name, 'answers', 'csv'), answersCsv(answerRows(state))));
      case 'sweep-md':
      case 'sweep-csv': {
        const sweep = selectSweep(state);
        if (sweep === null) return;
        const format = kind === 'sweep-md' ? 'md' : 'csv';
        const names = { model: selectModelInfo(state)?.name ?? '', image: name ?? '' };
        return saved(bridge.saveText(exportName(name, 'sweep', format), sweepFile(format, sweep, names)));
      }
      case 'tokens-csv':
      case 'tokens-json': {
        const [shown, reduction] = [selectShown(state), selectReduction(state)];
        if (shown?.kind !== 'live' || reduction === null || name === undefined) return;
        return kind === 'tokens-csv'
          ? saved(bridge.saveText(exportName(name, 'tokens', 'csv'), tokensCsv(name, shown.encoding)))
          : saved(
              bridge.saveText(
                exportName(name, 'tokens', 'json'),
                tokensJson(name, shown.encoding, reduction),
              ),
            );
      }
      case 'figure-png':
      case 'figure-svg':
      case 'figure-copy': {
        const made = await figure();
        if (made === null) return;
        if (kind === 'figure-svg')
          return saved(bridge.saveText(exportName(name, 'figure', 'svg'), overlaySvg(made).svg));
        const png = await pngOf(made);
        if (kind === 'figure-png') return saved(bridge.saveBytes(exportName(name, 'figure', 'png'), png));
        const item = new ClipboardItem({
          'image/png': new Blob([new Uint8Array(png)], { type: 'image/png' }),
        });
        await navigator.clipboard.write([item]);
        state.notify('info', 'The figure is on the clipboard.');
      }
    }
  }

  return async (kind) => {
    try {
      await run(kind);
    } catch (error) {
      const { detail } = sentenceOf(error);
      store.getState().notify('error', shellWords(error), { detail });
    }
  };
}

/** Drawn by the browser, which is where the figure's SVG is at home too. */
async function pngOf(figure: Figure): Promise<Uint8Array> {
  const { svg, width, height } = overlaySvg(figure);
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width * pixelsPerUnit, height * pixelsPerUnit);
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(width * pixelsPerUnit, height * pixelsPerUnit);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    return addPngText(new Uint8Array(await blob.arrayBuffer()), figureTexts(figure));
  } finally {
    URL.revokeObjectURL(url);
  }
}
