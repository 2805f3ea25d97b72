/** What every `Engine` keeps, whether it computes in this process or at the other end of a port. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  AnswerEvent,
  AnswerRequest,
  Engine,
  ImageSource,
  ReductionRequest,
  ModelSource,
  Progress,
} from '../../src-engine/engine.ts';
import type { ErrorCode } from '../../src-engine/errors.ts';
import { collect, rejection, resultOf, textOf } from './outcomes.ts';
import { describeJobs } from './jobs-contract.ts';
import { describeReports } from './reports-contract.ts';

export interface ContractSubject {
  readonly create: () => Promise<Engine>;
  readonly model: ModelSource;
  readonly brokenModel: ModelSource;
  readonly image: ImageSource;
  readonly missingImage: ImageSource;
  readonly question: string;
  /** Questions with known answers about several images. */
  readonly data: string;
  readonly missingData: string;
  /** Holds several images. */
  readonly folder: string;
  readonly missingFolder: string;
  /** A merging of the DyMU kind that leaves fewer tokens than there are patches. */
  readonly reduction: ReductionRequest<'dymu'>;
}

export function describeEngineContract(name: string, subject: ContractSubject): void {
  describe(name, () => {
    let engine: Engine;

    beforeEach(async () => {
      engine = await subject.create();
    });

    afterEach(async () => {
      await engine.close();
    });

    const loaded = async () => {
      await engine.load(subject.model);
      return engine;
    };
    const encodeRequest = { image: subject.image, reduction: subject.reduction };
    const answerRequest: AnswerRequest = {
      visual: { kind: 'images', images: [subject.image] },
      question: subject.question,
      reduction: subject.reduction,
      virtualUnmerging: true,
      maxNewTokens: 6,
    };

    describe('load', () => {
      it('describes the model', async () => {
        const info = await engine.load(subject.model);
        const [rows, columns] = info.grid;
        expect(info.tokensPerView).toBe(rows * columns);
        expect(info.layers).toBeGreaterThan(0);
        expect(info.name).not.toBe('');
      });

      it("takes transformers' default image backend, or the one asked for", async () => {
        expect((await engine.load(subject.model)).imageBackend).toBe('torchvision');
        expect((await engine.load({ ...subject.model, imageBackend: 'pil' })).imageBackend).toBe('pil');
      });

      it('says how far it is', async () => {
        const seen: Progress[] = [];
        await engine.load(subject.model, { onProgress: (progress) => seen.push(progress) });
        expect(seen.length).toBeGreaterThan(0);
        for (const { stage, done, total } of seen) {
          expect(stage).not.toBe('');
          expect(done).toBeLessThanOrEqual(total);
        }
      });

      it('refuses a damaged folder with a sentence and keeps the model loaded before', async () => {
        await loaded();
        const error = await rejection(engine.load(subject.brokenModel));
        expect(error.code).toBe('bad-checkpoint' satisfies ErrorCode);
        expect(error.message).toMatch(/\.$/);
        expect((await engine.encode(encodeRequest)).tokens).toBeGreaterThan(0);
      });

      it('must come before the first request', async () => {
        expect((await rejection(engine.encode(encodeRequest))).code).toBe('not-loaded');
        expect((await rejection(collect(engine.answer(answerRequest)))).code).toBe('not-loaded');
      });
    });

    describe('encode', () => {
      it('gives every patch one owner, and sizes that sum to the patches', async () => {
        const { views } = await (await loaded()).encode(encodeRequest);
        const [view] = views;
        const patches = view!.grid[0] * view!.grid[1];
        const layers = view!.countsPerLayer.length;
        expect(view!.owner).toBeInstanceOf(Int32Array);
        expect(view!.owner.length).toBe(layers * patches);
        expect(view!.size).toBeInstanceOf(Float32Array);
        expect(view!.countsPerLayer.at(-1)).toBe(view!.tokens);
        const final = view!.owner.subarray((layers - 1) * patches);
        const sizes = new Array<number>(view!.tokens).fill(0);
        for (const owner of final) sizes[owner]!++;
        expect(sizes).toEqual([...view!.size]);
      });

      it('merges under a DyMU budget and keeps everything without', async () => {
        await loaded();
        const merged = await engine.encode(encodeRequest);
        const full = await engine.encode({ ...encodeRequest, reduction: { method: 'none' } });
        expect(merged.tokens).toBeLessThan(merged.fullTokens);
        expect(full.tokens).toBe(full.fullTokens);
        expect(full.fullTokens).toBe(merged.fullTokens);
      });

      it('leaves exactly the tokens that were asked for', async () => {
        await loaded();
        const exact = await engine.encode({
          ...encodeRequest,
          reduction: { method: 'tome', budget: { kind: 'tokens', tokens: 13 } },
        });
        expect(exact.tokens).toBe(13);
      });

      it('gives the same owners every time', async () => {
        await loaded();
        const first = await engine.encode(encodeRequest);
        const second = await engine.encode(encodeRequest);
        expect(second.views[0]!.owner).toEqual(first.views[0]!.owner);
      });

      it('gives the same where it goes on from an earlier encoding of the picture', async () => {
        await loaded();
        for (const tokens of [13, 12, 12, 14]) {
          const request = {
            ...{ image: subject.image, scores: true },
            reduction: { method: 'tome', budget: { kind: 'tokens', tokens } },
          } as const;
          const whole = await engine.encode(request);
          const { views } = await engine.encode({ ...request, reuse: true });
          expect(views).toEqual(whole.views);
          expect(whole.timings.resumed).toBeUndefined();
        }
      });

      it('gives scores only on request', async () => {
        await loaded();
        const [plain] = (await engine.encode(encodeRequest)).views;
        const [scored] = (await engine.encode({ ...encodeRequest, scores: true })).views;
        expect(plain!.scores).toBeUndefined();
        expect(scored!.scores).toBeInstanceOf(Float32Array);
        expect(scored!.scores!.length).toBe(scored!.owner.length);
      });

      it('names the image that is not there', async () => {
        await loaded();
        const error = await rejection(engine.encode({ ...encodeRequest, image: subject.missingImage }));
        expect(error.code).toBe('bad-input');
        expect(error.message).toContain('missing');
      });
    });

    describe('answer', () => {
      it('streams encodings, the prefill, pieces and the result, in this order', async () => {
        const events = await collect((await loaded()).answer(answerRequest));
        const kinds = events.map((event) => event.kind);
        expect(kinds.slice(0, 2)).toEqual(['encoded', 'prefilled']);
        expect(kinds.at(-1)).toBe('done');
        expect(new Set(kinds.slice(2, -1))).toEqual(new Set(['piece']));
        expect(textOf(events)).toBe(resultOf(events).text);
      });

      it('counts visual tokens as the encoder left them', async () => {
        const events = await collect((await loaded()).answer(answerRequest));
        const encoding = await engine.encode(encodeRequest);
        const result = resultOf(events);
        expect(result.visualTokens).toBe(encoding.tokens);
        expect(result.fullVisualTokens).toBe(encoding.fullTokens);
        expect(result.promptTokens).toBeGreaterThan(encoding.fullTokens);
      });

      it('stops at the length asked for', async () => {
        const events = await collect((await loaded()).answer({ ...answerRequest, maxNewTokens: 1 }));
        expect(resultOf(events).stopped).toBe('length');
      });

      it('answers two questions at a time as it answers them one by one', async () => {
        await loaded();
        const full: AnswerRequest = { ...answerRequest, reduction: { method: 'none' } };
        const alone = [await collect(engine.answer(full)), await collect(engine.answer(answerRequest))].map(
          (events) => resultOf(events).tokens,
        );
        const together = await Promise.all([
          collect(engine.answer(full)),
          collect(engine.answer(answerRequest)),
        ]);
        expect(together.map((events) => resultOf(events).tokens)).toEqual(alone);
        for (const events of together) expect(textOf(events)).toBe(resultOf(events).text);
      });

      it('is free for the next request when a stream is left early', async () => {
        await loaded();
        for await (const event of engine.answer(answerRequest)) {
          if (event.kind === 'piece') break;
        }
        expect((await engine.encode(encodeRequest)).tokens).toBeGreaterThan(0);
        expect(resultOf(await collect(engine.answer(answerRequest))).text).not.toBe('');
      });
    });

    describeReports(subject, () => engine);
    describeJobs(subject, () => engine);

    describe('abort', () => {
      it('rejects at once when the signal has fired already', async () => {
        await loaded();
        const signal = AbortSignal.abort();
        expect((await rejection(engine.encode(encodeRequest, { signal }))).code).toBe('aborted');
        expect((await rejection(collect(engine.answer(answerRequest, { signal })))).code).toBe('aborted');
      });

      it('stops an answer between two pieces', async () => {
        await loaded();
        const controller = new AbortController();
        const seen: AnswerEvent[] = [];
        const run = async () => {
          for await (const event of engine.answer(answerRequest, { signal: controller.signal })) {
            seen.push(event);
            if (event.kind === 'piece') controller.abort();
          }
        };
        expect((await rejection(run())).code).toBe('aborted');
        expect(seen.filter((event) => event.kind === 'piece')).toHaveLength(1);
        expect((await engine.encode(encodeRequest)).tokens).toBeGreaterThan(0);
      });

      it('never starts a call that was aborted while it waited', async () => {
        await loaded();
        const controller = new AbortController();
        const first = engine.encode(encodeRequest);
        const second = engine.encode(encodeRequest, { signal: controller.signal });
        const third = engine.encode(encodeRequest);
        controller.abort();
        expect((await rejection(second)).code).toBe('aborted');
        expect((await first).tokens).toBe((await third).tokens);
      });
    });

    describe('close', () => {
      it('turns every later call away, and may be called twice', async () => {
        await loaded();
        await engine.close();
        await engine.close();
        const later: Record<string, Promise<unknown>> = {
          load: engine.load(subject.model),
          encode: engine.encode(encodeRequest),
          answer: collect(engine.answer(answerRequest)),
          calibrate: engine.calibrate({ images: [], out: 'calibration.json' }),
          evaluate: engine.evaluate({ data: subject.data, modes: ['full'] }),
          questions: engine.questions({ data: subject.data }),
          open: engine.open(subject.image),
          forget: engine.forget('1'),
          preview: engine.preview(subject.image, 64),
          inspect: engine.inspect(subject.model.directory),
          devices: engine.devices(),
          checkPrecision: engine.checkPrecision({ questions: [] }),
          bench: engine.bench({ subject: { kind: 'shape', shape: 'embedded' } }),
          startJob: engine.startJob({
            kind: 'collect',
            model: subject.model,
            collect: { source: subject.folder },
          }),
          jobs: engine.jobs(),
          changeJob: engine.changeJob({ id: 1, change: 'pause' }),
          jobResult: engine.jobResult(1),
          sweepRows: engine.sweepRows(1),
          collectByWorkers: engine.collectByWorkers({
            address: 'redis://127.0.0.1:1',
            collect: { source: subject.folder },
          }),
          collection: engine.collection({ source: subject.folder }),
        };
        for (const [name, call] of Object.entries(later)) {
          expect([name, (await rejection(call)).code]).toEqual([name, 'engine-died']);
        }
      });
    });

    describe('open', () => {
      it('gives a picture that everything can be asked about, until it is forgotten', async () => {
        await loaded();
        const { id, name, width, height, decodeMs } = await engine.open(subject.image);
        expect(name).not.toBe('');
        expect(decodeMs).toBeGreaterThan(0);
        const image = { kind: 'open', id } as const;
        const visual = { kind: 'images', images: [image] } as const;
        expect(await engine.preview(image, 64)).toMatchObject({ width, height });
        const encoding = await engine.encode({ ...encodeRequest, image });
        const given = await engine.encode(encodeRequest);
        expect(encoding.views[0]!.owner).toEqual(given.views[0]!.owner);
        const { timings } = resultOf(await collect(engine.answer({ ...answerRequest, visual })));
        expect(timings.imageDecodeMs).toBe(decodeMs);
        expect(timings.preprocessMs).toBeCloseTo(timings.imageDecodeMs + timings.prepareMs);
        await engine.forget(id);
        await engine.forget(id);
        for (const call of [engine.preview(image, 64), engine.encode({ ...encodeRequest, image })]) {
          expect((await rejection(call)).code).toBe('bad-input');
        }
      });

      it('refuses later frames where a picture is a view by itself', async () => {
        const request = { ...encodeRequest, laterFrames: [subject.image] };
        expect((await rejection((await loaded()).encode(request))).code).toBe('bad-input');
      });

      it('names the image that is not there', async () => {
        const error = await rejection(engine.open(subject.missingImage));
        expect(error.code).toBe('bad-input');
        expect(error.message).toContain('missing');
      });
    });

    describe('two lanes', () => {
      const background = { urgency: 'background' } as const;

      it('serve a user before what waits in the background', async () => {
        await loaded();
        const order: string[] = [];
        const log = async (name: string, call: Promise<unknown>) => {
          await call;
          order.push(name);
        };
        await Promise.all([
          log('first', engine.encode(encodeRequest)),
          log('background', engine.encode(encodeRequest, background)),
          log('user', engine.encode(encodeRequest)),
        ]);
        expect(order).toEqual(['first', 'user', 'background']);
      });

      it('serve a user in the middle of an answer in the background, which stays the same', async () => {
        await loaded();
        const alone = resultOf(await collect(engine.answer(answerRequest)));
        const stream = engine.answer(answerRequest, background)[Symbol.asyncIterator]();
        const events: AnswerEvent[] = [];
        for (let step = await stream.next(); step.done !== true; step = await stream.next()) {
          events.push(step.value);
          expect((await engine.encode(encodeRequest)).tokens).toBeGreaterThan(0);
        }
        const result = resultOf(events);
        expect(result.tokens).toEqual(alone.tokens);
        expect(alone.disturbedBy).toEqual([]);
        expect(result.disturbedBy).toEqual(['an encoding ran']);
      });
    });
  });
}
