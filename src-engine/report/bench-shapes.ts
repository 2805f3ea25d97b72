/** The shapes that can be measured without a download, as people choose among them. Their numbers are in bench/shapes.ts. */
import type { BenchStage, ShapeName } from '../engine.ts';

export interface BenchShape {
  readonly name: ShapeName;
  readonly words: string;
  readonly stages: readonly BenchStage[];
}

export const benchShapes: readonly BenchShape[] = [
  { name: 'embedded', words: 'The embedded model', stages: ['encode', 'language'] },
  { name: 'clip-l-336', words: 'CLIP ViT-L/14-336, the encoder of LLaVA-1.5', stages: ['encode'] },
  {
    name: 'siglip-so400m-384',
    words: 'SigLIP So400m/14-384, the encoder of LLaVA-OneVision',
    stages: ['encode'],
  },
  { name: 'llava-ov-0.5b', words: 'LLaVA-OneVision 0.5B', stages: ['encode', 'language'] },
  { name: 'llava-1.5-7b', words: 'LLaVA-1.5 7B', stages: ['encode', 'language'] },
  { name: 'llava-next-7b', words: 'LLaVA-NeXT 7B', stages: ['encode', 'language'] },
];
