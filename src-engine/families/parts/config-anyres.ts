/** The fields of config.json that only AnyRes models have. */
import { z } from 'zod';
import { count, pinpoints, sizes, words } from './config-fields.ts';

export const anyResSchema = z.object({
  image_grid_pinpoints: pinpoints().nullish(),
  vision_aspect_ratio: words().default('anyres_max_9'),
  /** Null: the model has none, and takes no video. */
  video_token_index: count(sizes.vocabulary, 0).nullish(),
  video_token_id: count(sizes.vocabulary, 0).optional(),
});
