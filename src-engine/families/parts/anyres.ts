/** `image_grid_pinpoints` -> AnyResSpec, for the families that cut images into views. */
import { anyResView } from './anyres-view.ts';
import type { ImageProcessor } from './processor.ts';
import { EngineError } from '../../errors.ts';
import type { Architecture } from '../family.ts';
import type { AnyResSpec, PreprocessSpec } from '../spec.ts';

type Pinpoints = AnyResSpec['pinpoints'];

/** Throws `unsupported` where a resolution is no whole number of views. */
export function checkedPinpoints(file: string, pinpoints: Pinpoints, side: number): Pinpoints {
  for (const [height, width] of pinpoints) {
    if (height % side === 0 && width % side === 0) continue;
    const fact = `${file}: image_grid_pinpoints has [${height}, ${width}], which is not a whole number of views of ${side} px`;
    throw new EngineError('unsupported', fact, { remedy: 'use a model whose list fits its vision tower' });
  }
  return pinpoints;
}

export function preprocessAnyRes(
  processor: ImageProcessor,
  { vision, anyres }: Architecture,
): PreprocessSpec {
  return anyResView(processor, vision.imageSize, anyres?.pinpoints ?? []);
}
