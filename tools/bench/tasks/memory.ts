/** The most main memory that a process holds which does one thing and ends. */
import { checkpoint } from '../checkpoints.ts';
import { engineOf } from '../engine-of.ts';
import { photograph, samplePicture } from '../pictures.ts';
import type { Task } from '../task.ts';

const peak = (): number => process.resourceUsage().maxRSS * 1024;

/** Reading one picture of 50 million pixels for a tower of little width. */
export const pictureMemory: Task = {
  title: 'Peak memory of reading a picture of 50 megapixels',
  unit: 'bytes',
  fresh: true,
  prepare: () => Promise.all([checkpoint('narrowClip'), photograph(50, 'jpg'), photograph(50, 'png')]),
  async open(build) {
    const engine = await engineOf(build, { directory: await checkpoint('narrowClip') });
    const read = async (format: 'jpg' | 'png'): Promise<number> => {
      await engine.encode(await photograph(50, format), { kind: 'all' });
      return peak();
    };
    return new Map([
      ['nothing read', () => Promise.resolve(peak())],
      ['JPEG', () => read('jpg')],
      ['PNG', () => read('png')],
    ]);
  },
};

/** One answer of a 0.5B Qwen2, 0.49 billion weights, with all tokens. */
export const languageMemory: Task = {
  title: 'Peak memory of an answer of a 0.5B Qwen2',
  unit: 'bytes',
  fresh: true,
  prepare: () => checkpoint('qwen'),
  async open(build) {
    const directory = await checkpoint('qwen');
    const ask = async (precision: string): Promise<number> => {
      const engine = await engineOf(build, { directory, precision });
      await engine.answer(samplePicture, 'What is it?', { kind: 'all' }, 4);
      return peak();
    };
    return new Map(['fp32', 'int8'].map((precision) => [precision, () => ask(precision)] as const));
  },
};
