/** Writes a figure to a file of the kind that its name asks for. */
import { extname } from 'node:path';
import { writeAtomically } from '../files/atomic-write.ts';
import { EngineError } from '../errors.ts';
import type { Figure } from './figure.ts';
import { overlayPng } from './overlay-png.ts';
import { overlaySvg } from './overlay-svg.ts';

/** Throws EngineError `bad-input` for a name that ends in neither .png nor .svg, and where it cannot be written. */
export async function writeOverlay(path: string, figure: Figure): Promise<void> {
  switch (extname(path).toLowerCase()) {
    case '.png':
      return writeAtomically(path, await overlayPng(figure));
    case '.svg':
      return writeAtomically(path, overlaySvg(figure).svg);
    default:
      throw new EngineError(
        'bad-input',
        `A figure is written as .png or .svg, but "${path}" ends in neither`,
        { remedy: 'rename it' },
      );
  }
}
