import { describe, expect, it } from 'vitest';
import { boundNote, wholeCellsSize } from '../../src-engine/vision/whole-cells.ts';
import { refusal } from '../support/scratch.ts';

const qwen = { side: 32, patchSize: 16, leastPixels: 65_536, mostPixels: 4_194_304, modelPixels: 16_777_216 };

describe('wholeCellsSize', () => {
  // smart_resize of transformers 5.24 with factor 32 and these bounds.
  it.each([
    [640, 480, 640, 480],
    [1920, 1080, 1920, 1088],
    [100, 100, 256, 256],
    [4032, 3024, 2336, 1760],
    [5000, 37, 4992, 32],
    [48, 80, 224, 352],
    [720, 1264, 704, 1280],
  ])('takes %d x %d to %d x %d', (width, height, toWidth, toHeight) => {
    expect(wholeCellsSize({ width, height }, qwen)).toEqual({ width: toWidth, height: toHeight });
  });

  it('refuses a picture that is more than 200 times as long as wide', () => {
    expect(refusal(() => wholeCellsSize({ width: 10, height: 2001 }, qwen))).toEqual({
      code: 'bad-input',
      message:
        'The picture is 10 x 2001 pixels, and this model takes none that is more than 200 times as long as it is wide; crop it.',
    });
  });
});

describe('boundNote', () => {
  it('speaks only where the model would have taken more pixels', () => {
    const photo = { width: 4032, height: 3024 };
    expect(boundNote(photo, wholeCellsSize(photo, qwen), qwen)).toEqual([
      "The picture is encoded at 2336 x 1760 pixels: the model's own processor would take 4032 x 3008, more patches than are encoded here.",
    ]);
    const small = { width: 640, height: 480 };
    expect(boundNote(small, wholeCellsSize(small, qwen), qwen)).toEqual([]);
  });
});
