/** LLaVA-NeXT-Video (`model_type: llava_next_video`): LLaVA-NeXT for pictures; squares of a frame are averaged before they are projected. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { parseDocument, type JsonDocument } from '../files/published-json.ts';
import { quote } from '../files/words.ts';
import type { Architecture, Family } from './family.ts';
import { llavaNext, nextAnyRes } from './llava-next.ts';
import { count, sizes, words } from './parts/config-fields.ts';
import { clipLarge, llavaLike } from './parts/llava-like.ts';
import { croppedFrame } from './parts/single-view.ts';
import type { VisionSpec } from './spec.ts';

const defaults = {
  tower: clipLarge,
  textModelType: 'llama',
  featureLayer: -2,
  strategy: 'default',
  imageToken: 32_001,
} as const;

const framesSchema = z.object({
  video_token_index: count(sizes.vocabulary, 0).optional(),
  video_token_id: count(sizes.vocabulary, 0).optional(),
  spatial_pool_mode: words().default('average'),
  spatial_pool_stride: count(sizes.imageSide).default(2),
});

const defaultVideoToken = 32_000;

/** Its processor writes a quarter of a frame's patches, whatever the config says, and transformers refuses any other number of rows. */
const pooledSide = 2;

function checkPooling(
  file: string,
  { spatial_pool_mode: mode, spatial_pool_stride: stride }: z.output<typeof framesSchema>,
  { gridSide }: Pick<VisionSpec, 'gridSide'>,
): void {
  const refused = (fact: string) =>
    new EngineError('unsupported', `${file}: ${fact}`, {
      remedy: 'use a LLaVA-NeXT-Video model that averages squares of 2 x 2 patches, as those of llava-hf do',
    });
  if (mode !== 'average')
    throw refused(`spatial_pool_mode ${quote(mode)} is not supported, only 'average' is`);
  if (stride !== pooledSide)
    throw refused(
      `spatial_pool_stride ${String(stride)} does not give the rows that its processor writes places for`,
    );
  if (gridSide % pooledSide !== 0)
    throw refused(
      `a grid of ${String(gridSide)} x ${String(gridSide)} patches has no whole squares of 2 x 2`,
    );
}

export const llavaNextVideo: Family = {
  ...llavaNext,
  name: 'llava-next-video',
  modelTypes: ['llava_next_video'],
  architecture(config: JsonDocument): Architecture {
    const architecture = llavaLike('llava-next-video', config, defaults);
    const fields = parseDocument(framesSchema, config);
    checkPooling(config.file, fields, architecture.vision);
    return {
      ...architecture,
      ...nextAnyRes(config, architecture.vision),
      videoTokenId: fields.video_token_index ?? fields.video_token_id ?? defaultVideoToken,
      frameSquare: pooledSide,
    };
  },
  preprocessFrame: (processor, { vision }) => croppedFrame(processor, vision.imageSize),
};
