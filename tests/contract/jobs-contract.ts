/** What every `Engine` keeps about jobs and collections. */
import { describe, expect, it } from 'vitest';
import type { Engine, Job, JobRequest } from '../../src-engine/engine.ts';
import { eventually } from '../support/eventually.ts';
import type { ContractSubject } from './engine-contract.ts';
import { rejection } from './outcomes.ts';

/** @param engine the engine of the running test, nothing loaded */
export function describeJobs(
  { model, folder, missingFolder, reduction, image }: ContractSubject,
  engine: () => Engine,
): void {
  const collect: JobRequest = {
    kind: 'collect',
    model,
    collect: { source: folder, points: 0, reductions: [reduction], checks: 0 },
  };
  const asked = { source: folder, reductions: [reduction] };

  /** The job, once it has ended. */
  async function ended(id: number): Promise<Job> {
    let found: Job | undefined;
    await eventually(async () => {
      found = (await engine().jobs()).find((job) => job.id === id);
      expect(found?.endedMs).toBeDefined();
    });
    return found!;
  }

  describe('jobs', () => {
    it('wait for their model, run, and say what they have found', async () => {
      const started = await engine().startJob(collect);
      expect(started).toMatchObject({ kind: 'collect', about: folder, state: 'queued', model });
      expect(started.waitsFor).toMatch(/^waits until .+ is loaded$/);
      expect(await engine().jobResult(started.id)).toBeNull();
      await engine().load(model);
      const { state, done, total, perSecond, secondsLeft } = await ended(started.id);
      expect({ state, perSecond, secondsLeft }).toEqual({
        state: 'done',
        perSecond: null,
        secondsLeft: null,
      });
      expect(done).toBe(total);
      const result = await engine().jobResult(started.id);
      expect(result).toMatchObject({ kind: 'collect', collect: { source: folder } });
    });

    it('are not asked for twice', async () => {
      const first = await engine().startJob(collect);
      expect((await engine().startJob(collect)).id).toBe(first.id);
      expect(await engine().jobs()).toHaveLength(1);
    });

    it('can be paused, resumed, cancelled, put first and forgotten', async () => {
      const change = async (id: number, what: 'pause' | 'resume' | 'cancel' | 'forget' | 'first') =>
        (await engine().changeJob({ id, change: what }))?.state;
      const { id } = await engine().startJob(collect);
      const later = await engine().startJob({
        ...collect,
        collect: { ...collect.collect, reductions: [] },
      });
      expect(await change(id, 'pause')).toBe('paused');
      expect(await change(later.id, 'first')).toBe('queued');
      expect((await engine().jobs()).map((job) => job.id)).toEqual([later.id, id]);
      expect(await change(id, 'resume')).toBe('queued');
      expect(await change(id, 'cancel')).toBe('cancelled');
      const refused = await rejection(engine().changeJob({ id, change: 'pause' }));
      expect(refused.code).toBe('bad-input');
      await change(id, 'forget');
      expect((await engine().jobs()).map((job) => job.id)).toEqual([later.id]);
      expect(await engine().changeJob({ id, change: 'resume' })).toBeNull();
    });
  });

  describe('a sweep', () => {
    const sweep = {
      image,
      question: 'What is it?',
      budgets: [{ words: 'given', request: reduction }],
      methods: ['dymu', 'pool'],
      maxNewTokens: 3,
    } as const;

    it('answers row by row, with all tokens first, and keeps the rows', async () => {
      await engine().load(model);
      const opened = await engine().open(image);
      const asked = { ...sweep, image: { kind: 'open', id: opened.id } as const };
      const started = await engine().startJob({ kind: 'sweep', model, sweep: asked });
      expect(started).toMatchObject({ kind: 'sweep', sweep: { question: 'What is it?' } });
      const { done, total } = await ended(started.id);
      expect([done, total]).toEqual([3, 3]);
      const rows = await engine().sweepRows(started.id);
      expect(rows?.map(({ position, method, budget }) => [position, method, budget])).toEqual([
        [0, 'none', '100%'],
        [1, 'dymu', 'given'],
        [2, 'pool', 'given'],
      ]);
      expect(rows?.[0]?.sameAsFull).toBe(true);
      for (const { tokens, kept } of rows ?? []) expect([tokens > 0, kept]).toEqual([true, false]);
      const result = await engine().jobResult(started.id);
      expect(result).toMatchObject({ kind: 'sweep', sweep: { question: 'What is it?', rows } });
    });

    it('has no rows where there is no such job, or it is none', async () => {
      expect(await engine().sweepRows(77)).toBeNull();
      const { id } = await engine().startJob(collect);
      expect(await engine().sweepRows(id)).toBeNull();
    });

    it('of a picture that is not open any more is refused', async () => {
      const gone = { ...sweep, image: { kind: 'open', id: 'gone' } as const };
      const refused = await rejection(engine().startJob({ kind: 'sweep', model, sweep: gone }));
      expect(refused.code).toBe('bad-input');
      expect(refused.message).toContain('not open any more');
    });
  });

  describe('a collection for workers', () => {
    const send = (address: string, signal?: AbortSignal) =>
      engine().collectByWorkers(
        { address, collect: collect.collect },
        signal === undefined ? {} : { signal },
      );

    it('goes to no address that is none', async () => {
      await engine().load(model);
      const refused = await rejection(send('nowhere'));
      expect(refused.code).toBe('bad-input');
      expect(refused.message).toMatch(/^The address of the queue is none; /);
    });

    it('is not sent where nobody waits any more', async () => {
      await engine().load(model);
      expect((await rejection(send('redis://127.0.0.1:1', AbortSignal.abort()))).code).toBe('aborted');
    });
  });

  describe('collection', () => {
    it('lists the images of a folder, and their counts once they are counted', async () => {
      await engine().load(model);
      const before = await engine().collection(asked);
      expect(before).toMatchObject({ source: folder, whole: true, gone: [] });
      for (const { asked: counts } of before.images) expect(counts).toEqual([null]);

      await ended((await engine().startJob(collect)).id);
      const after = await engine().collection({ ...asked, after: before.revision });
      expect(after.images.length).toBeGreaterThan(1);
      expect(after.more).toBe(false);
      for (const { views, fullTokens, width, height, asked: counts } of after.images) {
        expect(views).toBeGreaterThan(0);
        expect(counts[0]).toBeGreaterThan(0);
        expect(counts[0]).toBeLessThanOrEqual(fullTokens!);
        expect(width * height).toBeGreaterThan(0);
      }
      expect(after.images.some(({ asked: [count], fullTokens }) => count! < fullTokens!)).toBe(true);
      const idle = await engine().collection({ ...asked, after: after.revision });
      expect(idle).toMatchObject({ whole: false, images: [], gone: [], revision: after.revision });
    });

    it('names a folder that is not there', async () => {
      await engine().load(model);
      const error = await rejection(engine().collection({ source: missingFolder }));
      expect(error.code).toBe('bad-input');
      expect(error.message).toContain('missing');
    });
  });
}
