import { expect, it } from 'vitest';
import { joinedFrames, spanWords } from '../../src-engine/vision/joined-frames.ts';
import { refusal } from '../support/scratch.ts';

const frame = (value: number, width = 4) => {
  const source = { width, height: 2 };
  const region = { x: 0, y: 0, ...source };
  const grid = { rows: 1, columns: 2 };
  const notes = [`note ${value % 2}`];
  return {
    prepared: { views: [{ pixels: Float32Array.of(value, value), region, grid }], source, notes },
    imageDecodeMs: 1,
    prepareMs: 2,
    notes,
  };
};

it('puts the pixels of frames that are one view behind one another, and repeats the last where they are odd', () => {
  const joined = joinedFrames(
    [1, 2, 3].map((value) => frame(value)),
    2,
  );
  expect(joined.map(({ prepared }) => prepared.views.map(({ pixels }) => Array.from(pixels)))).toEqual([
    [[1, 1, 2, 2]],
    [[3, 3, 3, 3]],
  ]);
  expect(joined.map(({ frames, imageDecodeMs, prepareMs }) => [frames, imageDecodeMs, prepareMs])).toEqual([
    [2, 2, 4],
    [1, 1, 2],
  ]);
  expect(joined.map(({ notes }) => notes)).toEqual([['note 1', 'note 0'], ['note 1']]);
});

it('refuses frames of several sizes with the first that differs', () => {
  const { code, message } = refusal(() => joinedFrames([frame(1), frame(2), frame(3, 5)], 2));
  expect([code, message]).toEqual([
    'bad-input',
    'Frame 3 of the video is 5 x 2 px and the first one 4 x 2 px, but this model takes frames of one size; give frames that all are.',
  ]);
});

it('says which frames views stand for', () => {
  expect(spanWords([1], 2)).toBe(
    "The encoder's patches span 2 frames, and the only one stands for all of them.",
  );
  expect(spanWords([2], 2)).toBe("The encoder's patches span 2 frames: 2 frames are one view.");
  expect(spanWords([2, 2], 2)).toBe(
    "The encoder's patches span 2 frames: 4 frames are 2 views, each of frames that follow one another.",
  );
  expect(spanWords([2, 2, 1], 2)).toBe(
    "The encoder's patches span 2 frames: 5 frames are 3 views, each of frames that follow one another; in the last one frame 5 stands for one that is missing, too.",
  );
});
