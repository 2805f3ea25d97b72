/** The whole figure as SVG: picture, groups, caption, and the run's parameters as metadata. */
import { tintPalette } from '../merging/group-colours.ts';
import { overlayMode } from '../overlay/modes.ts';
import { textOutline, wrapText } from '../drawing/caption.ts';
import type { Figure, FigureView } from './figure.ts';
import { legendRow } from './legend.ts';
import { viewOverlay } from './view-overlay.ts';
import { escapeXml } from '../drawing/xml.ts';

const longSide = 960; // units of the picture's longer side, whatever its pixels: lines and text keep their proportion to it
const narrowest = 480; // of the whole figure, so that the caption of a tall picture stays readable
const margin = 16;
const title = { size: 20, colour: '#1b1b1f' };
const details = { size: 15, colour: '#55555e' };
const leading = 1.4;

/** Size of the figure in its own units, which are CSS pixels. */
export interface FigureSvg {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * The base view stands in a panel of its own; crops share a second one, each where it lies in the picture. What no view
 * of a panel covers is veiled: the encoder does not see it.
 */
export function overlaySvg(figure: Figure): FigureSvg {
  const { picture, views, caption, parameters } = figure;
  const mode = overlayMode(figure.overlay);
  const legend = views[0] === undefined ? null : mode.legend(views[0].grid);
  const scale = longSide / Math.max(picture.width, picture.height);
  const panelWidth = picture.width * scale;
  const panelHeight = picture.height * scale;
  const [base, ...crops] = views;
  const panels = [base ? [base] : [], crops].filter((panel, index) => index === 0 || panel.length > 0);
  const width = Math.ceil(Math.max(narrowest, panels.length * (panelWidth + margin) + margin));
  const textLines = [
    ...wrapText(caption.title, title.size, width - 2 * margin).map((text) => ({ text, ...title })),
    ...wrapText(caption.details, details.size, width - 2 * margin).map((text) => ({ text, ...details })),
  ];

  let baseline = margin + panelHeight + margin / 2;
  const texts = textLines.map(({ text, size, colour }) => {
    baseline += size * leading;
    return textOutline(text, margin, Math.round(baseline), size, colour);
  });
  if (legend !== null) {
    baseline += details.size * leading;
    texts.push(legendRow(legend, margin, Math.round(baseline), details.size));
  }
  const height = Math.ceil(baseline + margin);
  const start = (width - panels.length * panelWidth - (panels.length - 1) * margin) / 2;
  const drawn = panels.map((panel, index) => {
    const tinted = Math.max(1, Math.floor(tintPalette.length / panel.length)); // a panel of many crops stays calm
    const x = start + index * (panelWidth + margin);
    return `<svg x="${x}" y="${margin}" width="${panelWidth}" height="${panelHeight}"><use href="#picture"/>${veil(panel, scale, panelWidth, panelHeight)}${panel.map((view) => viewOverlay(view, mode, scale, tinted)).join('')}</svg>`;
  });

  const svg = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(caption.title)}</title>`,
    `<desc>${escapeXml(caption.details)}</desc>`,
    `<metadata>${escapeXml(JSON.stringify(parameters))}</metadata>`,
    `<defs><image id="picture" width="${panelWidth}" height="${panelHeight}" preserveAspectRatio="none" href="${dataUrl(picture)}"/></defs>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...drawn,
    ...texts,
    '</svg>',
    '',
  ].join('\n');
  return { svg, width, height };
}

/** Darkens what lies outside the views of a panel; nothing where they cover all of it. */
function veil(views: readonly FigureView[], scale: number, width: number, height: number): string {
  const whole = `M0 0H${width}V${height}H0Z`;
  const windows = views.map(({ region }) => {
    const [x, y] = [region.x * scale, region.y * scale];
    return `M${x} ${y}V${y + region.height * scale}H${x + region.width * scale}V${y}Z`;
  });
  // Non-zero winding: windows run against the frame, so each cuts a hole, also where views share a side.
  return `<path fill="#000" fill-opacity="0.5" d="${whole}${windows.join('')}"/>`;
}

/** As many arguments as a call takes everywhere. */
const pieceLength = 8192;

/** Without Node: the window draws figures too. */
function dataUrl({ bytes, type }: Figure['picture']): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + pieceLength)));
  return `data:${type};base64,${btoa(pieces.join(''))}`;
}
