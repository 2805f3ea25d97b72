import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { AnswerResult, ImageRef } from '../../src-engine/engine.ts';
import { answer } from '../../src-engine/inference/answer.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import { loadSmall } from '../support/loaded.ts';
import { noise } from '../support/noise.ts';

const side = 40;

it('frames named one by one are answered about as the animation that they are of', async () => {
  const pixels = Buffer.from(noise(3 * side * side * 3).map((value) => 128 + 100 * Math.sin(9 * value)));
  const raw = { width: side, height: 3 * side, channels: 3, pageHeight: side } as const;
  const bytes = await sharp(pixels, { raw })
    .gif({ delay: [50, 50, 50] })
    .toBuffer();
  const clip = { kind: 'bytes', bytes, name: 'clip.gif' } as const;
  const model = await loadSmall('onevision');
  const ask = async (frames: readonly ImageRef[]): Promise<AnswerResult> => {
    const request = {
      visual: { kind: 'video', frames },
      ...{ question: 'What happens?', virtualUnmerging: true, maxNewTokens: 6 },
      reduction: { method: 'tome', budget: { kind: 'tokens', tokens: 10 } },
    } as const;
    for await (const event of answer(model, request, createPace(undefined)))
      if (event.kind === 'done') return event.result;
    throw new Error('There is no answer.');
  };
  const whole = await ask([clip]);
  const each = await ask([0, 1, 2].map((frame) => ({ ...clip, frame })));
  expect(each.tokens).toEqual(whole.tokens);
  expect(each.shares).toEqual(whole.shares);
  expect(each.shares).toHaveLength(3);
  const other = await ask([0, 2].map((frame) => ({ ...clip, frame })));
  expect(other.shares).toHaveLength(2);
  await model.release();
});
