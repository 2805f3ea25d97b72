import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerEvent, AnswerRequest, AnswerResult } from '../../src-engine/engine.ts';
import { answer } from '../../src-engine/inference/answer.ts';
import type { AnswerExtras } from '../../src-engine/inference/answer.ts';
import type { LoadedModel } from '../../src-engine/inference/loaded-model.ts';
import { lookAt } from '../../src-engine/inference/look.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import type { Pace } from '../../src-engine/inference/pace.ts';
import { buildPrompt } from '../../src-engine/language/prompt.ts';
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

const buildPlan = ({ checkpoint, tokenizer }: LoadedModel, question: string) =>
  buildPrompt({ checkpoint, tokenizer, question, imageLengths: [checkpoint.spec.vision.patches] });

/** Positions that the picture has in the decoder's cache. */
const positionsOf = (
  { visualTokens, fullVisualTokens }: AnswerResult,
  { reduction: { method } = reduction, virtualUnmerging = true }: Partial<AnswerRequest>,
) => (method === 'visionzip' || !virtualUnmerging ? visualTokens : fullVisualTokens);

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
        likeness: (rows) => model.tower.likeness(rows),
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

  it('takes over encoding and rows of the picture for another question, if asked, and says so', async () => {
    const first = await ask({ reuse: true });
    expect(resultOf(first).reused).toBeUndefined();
    const cold = resultOf(await ask({ question: 'Which colour has it?' }));
    expect(cold.reused).toBeUndefined();
    const events = await ask({ question: 'Which colour has it?', reuse: true });
    const warm = resultOf(events);
    expect(warm.tokens).toEqual(cold.tokens);
    const { segments } = buildPlan(model, 'a');
    const before = segments.findIndex(({ kind }) => kind === 'image');
    const image = segments
      .slice(0, before + 1)
      .reduce((sum, part) => sum + (part.kind === 'text' ? part.ids.length : part.length), 0);
    expect(warm.reused?.encoding).toBe(true);
    expect(warm.reused?.sparedMs).toBeGreaterThan(0);
    expect(warm.reused?.rows).toBeGreaterThanOrEqual(image);
    expect(warm.reused?.rows).toBeLessThan(warm.promptTokens);
    expect(warm.timings).toMatchObject({ encodeMs: 0, projectMs: 0 });
    expect(warm.timings.preprocessMs).toBeGreaterThan(0); // a file is read again: it may be another one by now
    expect(events[0]).toEqual(first[0]);
    expect(warm.visualTokens).toBe(cold.visualTokens);
  });

  it('takes over nothing of another picture, another reading or other merging', async () => {
    await ask({ reuse: true });
    const turned = { ...image, reading: { orientation: 3 } } as const;
    for (const changes of [
      { visual: { kind: 'images', images: [turned] } },
      { reduction: { method: 'tome', budget: { kind: 'tokens', tokens: 19 } } },
    ] as const) {
      const asked = { ...changes, question: 'Where?' };
      const warm = resultOf(await ask({ ...asked, reuse: true }));
      expect(warm.reused).toBeUndefined();
      expect(warm.tokens).toEqual(resultOf(await ask(asked)).tokens);
    }
    const flat = resultOf(await ask({ virtualUnmerging: false, reuse: true, reduction: { method: 'none' } }));
    expect(flat.reused).toBeUndefined();
  });

  it('keeps the rows of two ways to ask, in turn', async () => {
    const full = { reduction: { method: 'none' }, reuse: true } as const;
    const both = async (question: string) => [
      resultOf(await ask({ ...full, question })),
      resultOf(await ask({ question, reuse: true })),
    ];
    await both('What?');
    for (const question of ['Which?', 'Whose?']) {
      for (const { reused } of await both(question)) {
        expect(reused?.encoding).toBe(true);
        expect(reused?.rows).toBeGreaterThan(model.checkpoint.spec.vision.patches);
      }
    }
  });

  it.each([
    ['all tokens', { reduction: { method: 'none' } }],
    ['merged tokens', {}],
    ['merged tokens in a row', { virtualUnmerging: false }],
    ['selected tokens', { reduction: { method: 'visionzip', budget: { kind: 'tokens', tokens: 20 } } }],
  ] as const)('follows up with %s as an engine that starts from nothing', async (_, changes) => {
    const first = resultOf(await ask({ ...changes, reuse: true }));
    const turn = { question: request.question, answer: first.text };
    const followUp = { ...changes, question: 'And which colour?', earlier: [turn] };
    const cold = resultOf(await ask(followUp));
    const warm = resultOf(await ask({ ...followUp, reuse: true }));
    expect(warm.tokens).toEqual(cold.tokens);
    expect(cold.promptTokens).toBeGreaterThan(first.promptTokens);
    expect(warm.reused?.encoding).toBe(true);
    const prompt = first.promptTokens - (first.fullVisualTokens - positionsOf(first, changes));
    // All of the first prompt at least; the answer as far as its words become the same tokens again.
    expect(warm.reused?.rows).toBeGreaterThanOrEqual(prompt);
    expect(warm.reused?.rows).toBeLessThan(cold.promptTokens);
    const third = {
      ...changes,
      question: 'Why?',
      earlier: [turn, { question: followUp.question, answer: warm.text }],
    };
    const cold3 = resultOf(await ask(third));
    const warm3 = resultOf(await ask({ ...third, reuse: true }));
    expect(warm3.tokens).toEqual(cold3.tokens);
    expect(warm3.reused?.rows).toBeGreaterThan(warm.reused?.rows ?? Infinity);
  });

  it('answers from a look that was taken before, and says who disturbed it', async () => {
    const look = await lookAt(model, image, reduction, createPace(undefined));
    const fromLook = resultOf(await ask({}, { look, disturbedBy: () => ['an overlay'] }));
    expect(fromLook.tokens).toEqual(resultOf(await ask()).tokens);
    expect(fromLook.disturbedBy).toEqual(['an overlay']);
    expect(fromLook.timings.encodeMs).toBe(look.encoded[0]?.[0]?.encoding.timings.encodeMs);
  });
});
