/** Whether moving the slider holds on to memory: what a process has gained after two hundred encodings of one picture, each at another budget. */
import { bundledModel } from '../../../src-engine/bundled/assets.ts';
import { engineOf } from '../engine-of.ts';
import { samplePicture } from '../pictures.ts';
import type { Task } from '../task.ts';

/** The runtime's memory has its size by then. */
const firstMoves = 20;
const moves = 200;
/** Prime to the number of moves, so that neighbours differ much and no budget comes twice. */
const stride = 73;

/** Between 5 and 100 % of the tokens. */
const shareAt = (move: number): number => 0.05 + (0.95 * ((move * stride) % moves)) / moves;

export const sliderMemory: Task = {
  title: 'Resident memory gained over 200 moves of the slider, embedded model',
  unit: 'bytes',
  fresh: true,
  prepare: () => Promise.resolve(),
  async open(build) {
    const engine = await engineOf(build, { directory: bundledModel() });
    const move = (index: number) => engine.encode(samplePicture, { kind: 'share', share: shareAt(index) });
    return new Map([
      [
        'adaptive merging',
        async () => {
          for (let index = 0; index < firstMoves; index += 1) await move(index);
          const before = process.memoryUsage.rss();
          for (let index = 0; index < moves; index += 1) await move(index);
          return process.memoryUsage.rss() - before;
        },
      ],
    ]);
  },
};
