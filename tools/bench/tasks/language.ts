/** The language model alone: prefill with all tokens and with few, and one further token, for a 0.5B Qwen2 of random weights. */
import { checkpoint } from '../checkpoints.ts';
import { engineOf } from '../engine-of.ts';
import type { BenchAnswer, Kept } from '../engine-of.ts';
import { samplePicture } from '../pictures.ts';
import type { Task } from '../task.ts';

export function language(precision: 'fp32' | 'int8' | 'int4'): Task {
  return {
    title: `0.5B Qwen2 of random weights in ${precision}, two views of 729 tokens and a short question`,
    unit: 'ms',
    prepare: () => checkpoint('qwen'),
    async open(build) {
      const engine = await engineOf(build, { directory: await checkpoint('qwen'), precision });
      let question = 0;
      const answer = (kept: Kept, newTokens: number): Promise<BenchAnswer> => {
        question += 1; // no two alike
        return engine.answer(samplePicture, `${String(question)} What is it?`, kept, newTokens);
      };
      const few: Kept = { kind: 'exact', tokens: Math.round(0.15 * engine.tokensPerView) };
      return new Map([
        ['prefill, all tokens', async () => (await answer({ kind: 'all' }, 1)).timings.prefillMs],
        ['prefill, 15 %', async () => (await answer(few, 1)).timings.prefillMs],
        ['a further token', async () => 1000 / (await answer(few, 17)).timings.tokensPerSecond],
      ]);
    },
  };
}
