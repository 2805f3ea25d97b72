/** What every `Engine` keeps about its long reports: evaluations and checks of precisions. */
import { describe, expect, it } from 'vitest';
import type { Engine, Progress } from '../../src-engine/engine.ts';
import type { ContractSubject } from './engine-contract.ts';
import { rejection } from './outcomes.ts';

/** @param engine the engine of the running test, nothing loaded */
export function describeReports(subject: ContractSubject, engine: () => Engine): void {
  const loaded = async () => {
    await engine().load(subject.model);
    return engine();
  };

  describe('evaluate', () => {
    const request = { data: subject.data, modes: ['full', 'tome:13', 'tome:13:no-vtu'], maxNewTokens: 4 };

    it('gives a row for every mode, in the order asked for, set against all tokens', async () => {
      const { tokensPerView, name: model } = await engine().load(subject.model);
      const result = await engine().evaluate(request);
      expect(result.model).toBe(model);
      expect(result.rows.map(({ mode }) => mode)).toEqual(request.modes);
      const [full, merged] = result.rows;
      expect(full!.tokens.mean).toBe(tokensPerView);
      expect(merged!.tokens).toEqual({ mean: 13, std: 0 });
      expect(full!.difference!.value).toBe(0);
      for (const { n, accuracy, ci } of result.rows) {
        expect(n).toBe(result.questions);
        expect(ci[0]).toBeLessThanOrEqual(accuracy);
        expect(ci[1]).toBeGreaterThanOrEqual(accuracy);
      }
    });

    it('returns single answers only on request, one per mode', async () => {
      await loaded();
      expect((await engine().evaluate(request)).details).toBeUndefined();
      const { details, questions } = await engine().evaluate({ ...request, details: true, resume: true });
      expect(details).toHaveLength(questions);
      for (const { given } of details!) expect(given).toHaveLength(request.modes.length);
    });

    it('judges what is kept without asking', async () => {
      await loaded();
      await engine().evaluate(request);
      const kept = await engine().evaluate({ ...request, kept: true, details: true });
      expect(kept.pending).toBe(0);
      expect(kept.rows.map(({ mode }) => mode)).toEqual(request.modes);
    });

    it('says how far it is', async () => {
      await loaded();
      const seen: Progress[] = [];
      await engine().evaluate(request, { onProgress: (progress) => seen.push(progress) });
      expect(seen.length).toBeGreaterThan(1);
      const last = seen.pop();
      for (const { done, total } of seen) expect(done).toBeLessThan(total);
      expect(last?.done).toBe(last?.total);
    });

    it('refuses modes that there are not, data that is not there, and to start without a model', async () => {
      expect((await rejection(engine().evaluate(request))).code).toBe('not-loaded');
      await loaded();
      const modes = await rejection(engine().evaluate({ ...request, modes: ['fast'] }));
      expect(modes.code).toBe('bad-input');
      expect(modes.message).toMatch(/"fast"; choose among full, dymu:high.*\.$/);
      const data = await rejection(engine().evaluate({ ...request, data: subject.missingData }));
      expect(data.code).toBe('bad-input');
      expect(data.message).toContain('missing');
    });

    it('stops on request and is free for the next one', async () => {
      await loaded();
      const controller = new AbortController();
      const stopped = engine().evaluate(request, {
        signal: controller.signal,
        onProgress: () => {
          controller.abort();
        },
      });
      expect((await rejection(stopped)).code).toBe('aborted');
      expect(
        (await engine().encode({ image: subject.image, reduction: subject.reduction })).tokens,
      ).toBeGreaterThan(0);
    });
  });

  describe('checkPrecision', () => {
    const request = {
      questions: [{ image: subject.image, question: subject.question }],
      maxNewTokens: 3,
    };

    it('measures lower precisions against fp32, which comes first', async () => {
      const seen: Progress[] = [];
      await loaded();
      const report = await engine().checkPrecision(request, {
        onProgress: (progress) => seen.push(progress),
      });
      expect(report.questions).toBe(1);
      expect(report.positions).toBeGreaterThan(0);
      const [fp32, ...others] = report.results;
      expect(fp32).toMatchObject({ precision: 'fp32', agreement: 1, divergence: { mean: 0, max: 0 } });
      expect(others.map(({ precision }) => precision)).toEqual(['int8', 'int4']);
      for (const { bytes, agreement, divergence } of others) {
        expect(bytes).toBeLessThan(fp32!.bytes);
        expect(agreement).toBeLessThanOrEqual(1);
        expect(divergence.mean).toBeGreaterThan(0);
      }
      for (const { reason } of report.refusals) expect(reason).toMatch(/\.$/);
      expect(seen.length).toBeGreaterThan(0);
    });

    it('needs a loaded model', async () => {
      expect((await rejection(engine().checkPrecision(request))).code).toBe('not-loaded');
    });
  });

  describe('bench', () => {
    const request = {
      subject: { kind: 'shape', shape: 'embedded' },
      budgets: [0.5, 0.25],
      rounds: 1,
      stages: ['encode'],
    } as const;

    it('measures every budget beside the plain graph, whether a model is loaded or not', async () => {
      const report = await engine().bench(request);
      expect(report.shape).toBe('embedded');
      expect(report.rounds).toBe(1);
      const { tokensPerView, views, plain, budgets } = report;
      expect(plain.tokens).toBe(views * tokensPerView);
      expect(budgets.map(({ tokens }) => tokens)).toEqual(
        request.budgets.map((share) => views * Math.round(share * tokensPerView)),
      );
      for (const { encode } of budgets) expect(encode.idealSpeedup).toBeGreaterThan(1);
    });

    it('says how far it is, and stops on request', async () => {
      const controller = new AbortController();
      const seen: Progress[] = [];
      const stopped = engine().bench(request, {
        signal: controller.signal,
        onProgress: (progress) => {
          seen.push(progress);
          controller.abort();
        },
      });
      expect((await rejection(stopped)).code).toBe('aborted');
      expect(seen.length).toBeGreaterThan(0);
      expect((await engine().bench(request)).rounds).toBe(1);
    });

    it('refuses budgets that are none', async () => {
      const failure = await rejection(engine().bench({ ...request, budgets: [1.5] }));
      expect(failure.code).toBe('bad-input');
    });
  });
}
