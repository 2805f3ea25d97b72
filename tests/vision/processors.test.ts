/** Every supported image processor in both backends, by hashes of what transformers makes of pictures of many shapes (tools/golden/prepared.py). */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ImageBackend } from '../../src-engine/engine.ts';
import { anyResView, frameView } from '../../src-engine/families/parts/anyres-view.ts';
import { parseImageProcessor, parseVideoProcessor } from '../../src-engine/families/parts/processor.ts';
import { croppedFrame, singleView } from '../../src-engine/families/parts/single-view.ts';
import { wholeCellsView } from '../../src-engine/families/parts/whole-cells-view.ts';
import { ratioTilesView, tiledView } from '../../src-engine/families/parts/tiled-view.ts';
import { viewsSpec } from '../../src-engine/inference/visual-input.ts';
import { prepareDecoded } from '../../src-engine/vision/prepare.ts';
import type { ViewsSpec } from '../../src-engine/vision/prepare.ts';
import expected from '../fixtures/vision/prepared.json' with { type: 'json' };
import { decoded, pattern, sizesOf } from './fixtures.ts';

type Case = (typeof expected.cases)[number];

/** Pixels of the tower of every case. */
const side = 42;
/** Of the tower that takes grids of any shape. */
const shaped = {
  patchSize: 8,
  imageSize: 40,
  freeGrid: { frames: 2, rotaryTheta: 10_000, learnedPositions: true },
};

function specOf({ processor, several }: Case, backend: ImageBackend): ViewsSpec {
  const document = { file: 'preprocessor_config.json', value: processor };
  if ('video_processor_type' in processor) {
    const frame = processor.video_processor_type.startsWith('LlavaNext') ? croppedFrame : frameView;
    return frame(parseVideoProcessor(document, undefined, backend)!, side);
  }
  const parsed = parseImageProcessor(document, undefined, backend);
  if ('max_image_size' in processor) return tiledView(parsed, side);
  if ('merge_size' in processor) return wholeCellsView(parsed, shaped, 2);
  if ('crop_to_patches' in processor) return ratioTilesView(parsed, side);
  const pinpoints = parsed.fields.image_grid_pinpoints;
  if (!Array.isArray(pinpoints)) return singleView(parsed, side);
  const view = anyResView(parsed, side, pinpoints);
  return viewsSpec(
    { preprocess: view, anyres: { pinpoints, singleImageOnly: several } },
    several ? 'several' : 'alone',
  );
}

function hashes(spec: ViewsSpec, size: readonly number[]): string[] {
  const picture = pattern(...sizesOf(size));
  const { views } = prepareDecoded(decoded(picture), spec);
  return views.map(({ pixels }) =>
    createHash('sha256').update(new Uint8Array(pixels.buffer)).digest('hex').slice(0, 32),
  );
}

const named = expected.cases.map((entry) => [JSON.stringify(entry.processor), entry] as const);

describe.each(['torchvision', 'pil'] as const)(
  'views equal those of transformers, bit for bit: %s',
  (backend) => {
    it.each(named)('%s', (_, entry) => {
      const spec = specOf(entry, backend);
      for (const { size, ...views } of entry.pictures) {
        const wanted = backend in views ? views[backend as 'torchvision'] : undefined;
        if (wanted !== undefined) expect(hashes(spec, size), size.join(' x ')).toEqual(wanted);
      }
    });
  },
);
