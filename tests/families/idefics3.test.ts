import { describe, expect, it } from 'vitest';
import { cellsPerView } from '../../src-engine/connectors/cells.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { idefics3 } from '../../src-engine/families/idefics3.ts';
import { parseImageProcessor } from '../../src-engine/families/parts/processor.ts';
import { tiledView } from '../../src-engine/families/parts/tiled-view.ts';
import { viewsOf } from '../../src-engine/inference/memory-parts.ts';
import { goldenModel, refusal } from '../support/scratch.ts';

const architecture = (value: object) =>
  idefics3.architecture({ file: 'config.json', value: { model_type: 'smolvlm', ...value } });

/** What the published configs say of their shapes; all else is left to defaults. */
const published = {
  'SmolVLM2-500M-Video-Instruct': {
    image_token_id: 49_190,
    scale_factor: 4,
    text_config: {
      model_type: 'llama',
      head_dim: 64,
      hidden_size: 960,
      intermediate_size: 2560,
      max_position_embeddings: 8192,
      num_attention_heads: 15,
      num_hidden_layers: 32,
      num_key_value_heads: 5,
      rms_norm_eps: 1e-5,
      rope_theta: 100_000,
      vocab_size: 49_280,
    },
    vision_config: {
      model_type: 'smolvlm_vision',
      hidden_size: 768,
      image_size: 512,
      num_attention_heads: 12,
      patch_size: 16,
    },
  },
  'Idefics3-8B-Llama3': {
    image_token_id: 128_257,
    text_config: {
      model_type: 'llama',
      intermediate_size: 14_336,
      num_key_value_heads: 8,
      vocab_size: 128_259,
    },
    vision_config: {
      hidden_size: 1152,
      image_size: 364,
      intermediate_size: 4304,
      num_attention_heads: 16,
      num_hidden_layers: 27,
      patch_size: 14,
    },
  },
} as const;

function views(value: object, imageSize: number) {
  const document = { file: 'preprocessor_config.json', value };
  return tiledView(parseImageProcessor(document, undefined, 'torchvision'), imageSize);
}

describe('idefics3', () => {
  it('opens the golden models: last norm, one linear layer without bias, squares joined', async () => {
    const tiled = await openCheckpoint(goldenModel('idefics3'));
    expect(tiled.spec).toMatchObject({
      family: 'idefics3',
      vision: { patches: 36, postNorm: true, classToken: false, executedLayers: 5 },
      projector: { layers: 1, bias: false, square: 2 },
      text: { heads: 6, kvHeads: 2, headDim: 20, tiedHead: false },
      preprocess: { tiles: { longestEdge: 144, split: true }, filter: 'lanczos', imageSize: 48 },
      imageToken: '<image>',
    });
    expect(tiled.notes).toEqual([]);
    expect(tiled.weights.get('projector.linear1.weight').shape).toEqual([96, 4 * 72]);
    expect(tiled.weights.has('projector.linear1.bias')).toBe(false);
    const whole = await openCheckpoint(goldenModel('smolvlm'));
    expect(whole.spec).toMatchObject({
      vision: { patches: 81, gridSide: 9 },
      projector: { square: 3 },
      text: { tiedHead: true },
      preprocess: { tiles: { split: false } },
    });
  });

  it('has the shapes of published models, whatever vision_config calls itself', () => {
    const small = architecture(published['SmolVLM2-500M-Video-Instruct']);
    expect(small.vision).toMatchObject({ layers: 12, executedLayers: 12, mlpWidth: 3072, patches: 1024 });
    expect(cellsPerView(small)).toEqual({ cellsPerView: 64 });
    expect(small.text).toMatchObject({ headDim: 64, kvHeads: 5, maxPositions: 8192, tiedHead: false });
    const large = architecture(published['Idefics3-8B-Llama3']);
    expect(large.vision).toMatchObject({ layers: 27, mlpWidth: 4304, patches: 676 });
    expect(cellsPerView(large)).toEqual({ cellsPerView: 169 });
    expect(large.imageTokenId).toBe(128_257);
  });

  it('refuses squares that do not fill the grid', () => {
    const value = { ...published['Idefics3-8B-Llama3'], scale_factor: 4 };
    const { code, message } = refusal(() => architecture(value));
    expect(code).toBe('bad-checkpoint');
    expect(message).toMatch(/^config\.json: scale_factor is 4, which does not divide the 26 patches/u);
  });

  it('writes row and column before every tile, an empty line, and the overview', () => {
    expect(idefics3.imageText?.(undefined, '@', new Map())).toBe(
      '<fake_token_around_image><global-img>@<fake_token_around_image>',
    );
    expect(idefics3.imageText?.({ rows: 2, columns: 1 }, '@', new Map())).toBe(
      '<fake_token_around_image><row_1_col_1>@\n<fake_token_around_image><row_2_col_1>@\n\n' +
        '<fake_token_around_image><global-img>@<fake_token_around_image>',
    );
  });
});

describe('tiledView', () => {
  const kind = { image_processor_type: 'SmolVLMImageProcessor', max_image_size: { longest_edge: 512 } };

  it('reads size and tile, with the defaults of its class', () => {
    expect(views({ ...kind, size: { longest_edge: 2048 } }, 512)).toMatchObject({
      tiles: { longestEdge: 2048, split: true },
      filter: 'lanczos',
      mean: [0.5, 0.5, 0.5],
    });
    expect(
      views({ image_processor_type: 'Idefics3ImageProcessor', do_image_splitting: false }, 364).tiles,
    ).toEqual({ longestEdge: 1456, split: false });
  });

  it.each([
    [
      { ...kind, max_image_size: { longest_edge: 384 } },
      /max_image_size \{longest_edge: 384\} is not the 512 px/u,
    ],
    [{ ...kind, size: { height: 512, width: 512 } }, /size is not \{longest_edge\}/u],
    [{ ...kind, size: { longest_edge: 8192 } }, /more than 12 tiles of 512 px/u],
    [{ ...kind, do_resize: false }, /do_resize false is not supported/u],
    [{ ...kind, image_processor_type: 'CLIPImageProcessor' }, /'CLIPImageProcessor' is not supported here/u],
  ])('refuses %o', (value, reason) => {
    const { code, message } = refusal(() => views(value, 512));
    expect(code).toBe('unsupported');
    expect(message).toMatch(reason);
  });

  it('tells how many views a picture comes to', () => {
    const { vision } = architecture(published['SmolVLM2-500M-Video-Instruct']);
    const preprocess = views({ ...kind, size: { longest_edge: 2048 } }, 512);
    expect(viewsOf({ vision, preprocess }, 'usual')).toBe(1 + 4 * 3);
    expect(viewsOf({ vision, preprocess }, 'largest')).toBe(1 + 4 * 4);
    const whole = { ...preprocess, tiles: { longestEdge: 2048, split: false } };
    expect(viewsOf({ vision, preprocess: whole }, 'largest')).toBe(1);
  });
});
