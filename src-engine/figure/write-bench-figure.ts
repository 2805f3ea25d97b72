/** The figure of a measurement as a file. */
import { extname } from 'node:path';
import sharp from 'sharp';
import { benchCaption, benchFigure, benchTitle } from '../drawing/bench-figure.ts';
import type { BenchReport } from '../engine.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { benchDocument } from '../report/bench-document.ts';
import { addPngText } from './png-text.ts';

/** Writes it as SVG, or as PNG where the name ends so. Throws `bad-input` where it cannot be written. */
export async function writeBenchFigure(path: string, report: BenchReport): Promise<void> {
  const svg = benchFigure(report);
  if (extname(path).toLowerCase() !== '.png') return writeAtomically(path, svg);
  const png = await sharp(Buffer.from(svg), { density: 144 })
    .flatten({ background: '#fff' })
    .png()
    .toBuffer();
  const text = {
    Software: 'DyMU Explorer',
    Title: benchTitle(report),
    Description: benchCaption(report),
    'dymu-parameters': JSON.stringify(benchDocument(report)),
  };
  return writeAtomically(path, addPngText(png, text));
}
