import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerEvent, AnswerRequest, AnswerResult } from '../../src-engine/engine.ts';
import { answer } from '../../src-engine/inference/answer.ts';
import type { AnswerExtras } from '../../src-engine/inference/answer.ts';
import type { LoadedModel } from '../../src-engine/inference/loaded-model.ts';
import { lookAt } from '../../src-engine/inference/look.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import type { Pace } from '../../src-engine/inference/pace.ts';
import { loadSmall } from '../support/loaded.ts';
import { goldenModel, rejection } from '../support/scratch.ts';

const image = { kind: 'file', path: join(goldenModel('llava15-siglip'), '../image.png') } as const;
const reduction = { method: 'tome', budget: { kind: 'tokens', tokens: 20 } } as const;
const request: AnswerRequest = {
  visual: { kind: 'images', images: [image] },
  question: 'What is it?',
  reduction,
  virtualUnmerging: true,
  maxNewTokens: 4,
};

describe('answer', () => {
  let model: LoadedModel;
  beforeAll(async () => {
    model = await loadSmall('llava15-siglip');
  });
  afterAll(() => model.release());

  async function ask(
    changes: Partial<AnswerRequest> = {},
    extras?: AnswerExtras,
    pace: Pace = createPace(undefined),
  ) {
    const events: AnswerEvent[] = [];
    for await (const event of answer(model, { ...request, ...changes }, pace, extras)) events.push(event);
    return events;
  }
  function resultOf(events: readonly AnswerEvent[]): AnswerResult {
    const last = events.at(-1);
    if (last?.kind !== 'done') throw new Error(`The last event is ${last?.kind ?? 'none'}.`);
    return last.result;
  }

  it('encodes, reads the prompt, streams pieces that join to the text, and reports', async () => {
    const events = await ask();
    const pieces = events.filter((event) => event.kind === 'piece');
    expect(events.map(({ kind }) => kind)).toEqual([
      'encoded',
      'prefilled',
      ...pieces.map(() => 'piece'),
      'done',
    ]);
    const result = resultOf(events);
    expect(pieces.map(({ text }) => text).join('')).toBe(result.text);
    expect(result.tokens.length).toBeLessThanOrEqual(4);
    expect(result).toMatchObject({ device: 'cpu', precision: 'fp32', disturbedBy: [] });
  });

  it('counts what the image costs with and without merging', async () => {
    const merged = resultOf(await ask());
    const full = resultOf(await ask({ reduction: { method: 'none' } }));
    const { patches } = model.checkpoint.spec.vision;
    expect([merged.visualTokens, merged.fullVisualTokens]).toEqual([20, patches]);
    expect([full.visualTokens, full.fullVisualTokens]).toEqual([patches, patches]);
    expect(merged.promptTokens).toBe(full.promptTokens);
    expect(merged.theory.prefill).toBeLessThan(full.theory.prefill);
  });

  it('reads as many positions as there are tokens without virtual unmerging', async () => {
    const first = await ask({ virtualUnmerging: false });
    const [encoded] = first;
    expect(encoded).toMatchObject({ kind: 'encoded', encodings: [{ tokens: 20 }] });
    expect(resultOf(first).visualTokens).toBe(20);
  });

  it('takes the time to the first token as the sum of its stages', async () => {
    const { timings } = resultOf(await ask());
    const { preprocessMs, encodeMs, projectMs, prefillMs } = timings;
    expect(timings.firstTokenMs).toBe(preprocessMs + encodeMs + projectMs + prefillMs);
  });

  it('gives the same answer twice', async () => {
    expect(resultOf(await ask()).tokens).toEqual(resultOf(await ask()).tokens);
  });

  it('says of which of several images a remark is', async () => {
    const turned = { ...image, reading: { orientation: 6 } } as const;
    const { notes } = resultOf(await ask({ visual: { kind: 'images', images: [image, turned] } }));
    expect(notes).toContain('Image 2: The picture is turned right.');
  });

  it('stops at the longest answer that was asked for, and says so', async () => {
    const long = resultOf(
      await ask({ maxNewTokens: 3, sampling: { kind: 'sample', temperature: 5, topP: 1, seed: 1 } }),
    );
    expect(long.tokens).toHaveLength(3);
    expect(long.stopped).toBe('length');
  });

  it('refuses before anything is encoded', async () => {
    let opened = 0;
    const watched: LoadedModel = {
      ...model,
      tower: {
        open: (plan) => {
          opened += 1;
          return model.tower.open(plan);
        },
        connect: (output) => model.tower.connect(output),
        release: () => model.tower.release(),
      },
    };
    const first = (question: string) =>
      answer(watched, { ...request, question }, createPace(undefined)).next();
    expect((await rejection(first('   '))).code).toBe('bad-input');
    expect((await rejection(first('a '.repeat(20_000)))).code).toBe('too-long');
    expect(opened).toBe(0);
  });

  it('breathes before every native run but the first token’s, and stops there when told to', async () => {
    let paused = 0;
    const counting: Pace = { signal: undefined, next: () => Promise.resolve(void (paused += 1)) };
    const { tokens } = resultOf(await ask({}, undefined, counting));
    expect(paused).toBeGreaterThanOrEqual(2 + tokens.length - 1); // the view, the prompt, every further token
    const controller = new AbortController();
    const stopped = answer(model, request, createPace(controller.signal));
    expect((await stopped.next()).value).toMatchObject({ kind: 'encoded' });
    controller.abort();
    expect((await rejection(stopped.next())).code).toBe('aborted');
  });

  it('can be left early and asked again', async () => {
    const expected = resultOf(await ask());
    for await (const event of answer(model, request, createPace(undefined))) {
      if (event.kind === 'prefilled') break;
    }
    expect(resultOf(await ask()).tokens).toEqual(expected.tokens);
  });

  it('answers from a look that was taken before, and says who disturbed it', async () => {
    const look = await lookAt(model, image, reduction, createPace(undefined));
    const fromLook = resultOf(await ask({}, { look, disturbedBy: () => ['an overlay'] }));
    expect(fromLook.tokens).toEqual(resultOf(await ask()).tokens);
    expect(fromLook.disturbedBy).toEqual(['an overlay']);
    expect(fromLook.timings.encodeMs).toBe(look.encoded[0]?.[0]?.encoding.timings.encodeMs);
  });
});
