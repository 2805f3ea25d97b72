import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import { storedBackend } from '../support/golden.ts';

const golden = (file: string) => path.join(import.meta.dirname, '../fixtures/golden', file);

/** From transformers 5.24.0 (`generate`, greedy, fp32) on two pictures, in their order. */
const otherPictures = ['idefics3', 'llava-next'] as const;
const expected = [
  ['onevision', 119, [399, 287, 92, 201, 322, 399, 67, 380], ['onevision', 'llava-next']],
  ['llava-next', 263, [92, 1, 397, 87, 264, 157, 85, 210], ['onevision', 'llava-next']],
  ['idefics3', 190, [47, 243, 244, 241, 54, 380, 55, 224], otherPictures],
  ['gemma3', 56, [337, 194, 194, 194, 194, 194, 375, 372], otherPictures],
  ['smolvlm', 52, [149, 119, 239, 230, 193, 72, 25, 264], otherPictures],
] as const;

describe.each(expected)('%s with two images in one prompt', (name, promptTokens, tokens, pictures) => {
  it('has the length and the greedy tokens of transformers without merging', async () => {
    const engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    await engine.load({ directory: golden(`${name}/model`) });
    const events = engine.answer({
      visual: {
        kind: 'images',
        images: pictures.map((picture) => ({ kind: 'file', path: golden(`${picture}/image.png`) })),
      },
      question: 'What differs?',
      reduction: { method: 'none' },
      virtualUnmerging: true,
      maxNewTokens: 8,
    });
    for await (const event of events) {
      if (event.kind === 'done') expect(event.result).toMatchObject({ promptTokens, tokens });
    }
    await engine.close();
    expect.assertions(1);
  });
});
