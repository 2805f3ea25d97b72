/** Sweeps as jobs of the real engine on a small golden checkpoint. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { Job, LocalEngine, SweepBudget, SweepRequest } from '../../src-engine/engine.ts';
import { noisePng } from '../support/noise-png.ts';
import { emptyFolder, goldenModel } from '../support/scratch.ts';

const model = { directory: goldenModel('llava15-clip') };
const at = (threshold: number): SweepBudget => ({
  words: `${threshold}`,
  request: {
    method: 'dymu',
    budget: { kind: 'thresholds', thresholds: new Array<number>(5).fill(threshold) },
  },
});

async function engineIn(folder: string): Promise<LocalEngine> {
  const engine = await createEngine({
    device: 'cpu',
    threads: 1,
    cacheDirectory: folder,
    dataDirectory: folder,
  });
  onTestFinished(() => engine.close());
  return engine;
}

async function pictureIn(folder: string, seed = 1): Promise<string> {
  const path = join(folder, 'a.png');
  await writeFile(path, noisePng(seed, 48, 40));
  return path;
}

const asking = (path: string, budgets: readonly SweepBudget[] = [at(0.8), at(0.5)]): SweepRequest => ({
  image: { kind: 'file', path },
  question: 'What is it?',
  budgets,
  methods: ['tome', 'dymu'],
  maxNewTokens: 4,
});

async function ended(engine: LocalEngine, id: number): Promise<Job> {
  for (;;) {
    const found = (await engine.jobs()).find((job) => job.id === id);
    if (found?.endedMs !== undefined) return found;
    await wait(20);
  }
}

async function swept(engine: LocalEngine, sweep: SweepRequest) {
  const { id } = await engine.startJob({ kind: 'sweep', model, sweep });
  const job = await ended(engine, id);
  return { id, job, rows: (await engine.sweepRows(id)) ?? [] };
}

describe('a sweep', { timeout: 600_000 }, () => {
  it('answers as the engine answers when it is asked directly, and only once', async () => {
    const folder = await emptyFolder();
    const path = await pictureIn(folder);
    const engine = await engineIn(folder);
    await engine.load(model);
    const first = await swept(engine, asking(path));
    expect(first.job).toMatchObject({
      state: 'done',
      about: path,
      title: 'Asking "What is it?" at 2 budgets',
    });
    const direct: string[] = [];
    for (const reduction of [{ method: 'none' } as const, at(0.8).request, at(0.5).request]) {
      const request = {
        visual: { kind: 'images', images: [{ kind: 'file', path }] },
        question: 'What is it?',
        reduction,
        virtualUnmerging: true,
        maxNewTokens: 4,
      } as const;
      for await (const event of engine.answer(request))
        if (event.kind === 'done') direct.push(event.result.text);
    }
    const own = first.rows.filter(({ method }) => method !== 'tome');
    expect(own.map(({ text }) => text)).toEqual(direct);

    // A further budget costs its own answers, under whatever name the picture lies, also for another engine.
    const other = join(folder, 'copy.png');
    await writeFile(other, await readFile(path));
    const later = await engineIn(folder);
    await later.load(model);
    const second = await swept(later, asking(other, [at(0.8), at(0.7), at(0.5)]));
    const known = second.rows.map(({ kept, budget, method }) => `${method} ${budget} ${kept}`);
    expect(known.filter((row) => !row.startsWith('tome 0.7'))).toEqual([
      'none 100% true',
      'tome 0.8 true',
      'dymu 0.8 true',
      'dymu 0.7 false',
      'tome 0.5 true',
      'dymu 0.5 true',
    ]);
    const same = second.rows.filter(({ budget }) => budget !== '0.7');
    expect(same.map(({ text, timings }) => [text, timings])).toEqual(
      first.rows.map(({ text, timings }) => [text, timings]),
    );
  });

  it('does not take the answers to another question, picture or length for its own', async () => {
    const folder = await emptyFolder();
    const path = await pictureIn(folder);
    const engine = await engineIn(folder);
    const one = (picture: string): SweepRequest => ({ ...asking(picture, [at(0.5)]), methods: ['dymu'] });
    await engine.load(model);
    await swept(engine, one(path));
    const kept = async (request: SweepRequest) => (await swept(engine, request)).rows.some((row) => row.kept);
    expect(await kept({ ...one(path), question: 'What else?' })).toBe(false);
    expect(await kept({ ...one(path), maxNewTokens: 3 })).toBe(false);
    const { rows } = await swept(engine, { ...one(path), virtualUnmerging: false });
    expect(rows.some((row) => row.kept)).toBe(false);
    await pictureIn(folder, 2);
    expect(await kept(one(path))).toBe(false);
  });

  it('of a pasted picture goes on in another process, and leaves no picture behind for ever', async () => {
    const folder = await emptyFolder();
    const pasted = (seed: number) =>
      ({ kind: 'bytes', bytes: noisePng(seed, 48, 40), name: 'pasted.png' }) as const;
    const first = await engineIn(folder);
    const { id } = await first.open(pasted(1));
    const sweep = { ...asking(''), image: { kind: 'open', id } } as const;
    const job = await first.startJob({ kind: 'sweep', model, sweep });
    expect(job.state).toBe('queued');
    await first.close();
    const second = await engineIn(folder);
    await second.load(model);
    await second.jobs();
    expect(await ended(second, job.id)).toMatchObject({ state: 'done' });
    expect(await second.sweepRows(job.id)).toHaveLength(5);
    const files = () => readdir(join(folder, 'pasted'));
    expect(await files()).toHaveLength(1);
    const before = await files();
    await second.changeJob({ id: job.id, change: 'forget' });
    await swept(second, { ...asking(''), image: pasted(2) });
    expect(await files()).toHaveLength(1);
    expect(await files()).not.toEqual(before);
  });

  it('leaves no rows behind when it is taken off the list', async () => {
    const folder = await emptyFolder();
    const engine = await engineIn(folder);
    await engine.load(model);
    const { id } = await swept(engine, asking(await pictureIn(folder)));
    await engine.changeJob({ id, change: 'forget' });
    expect(await engine.sweepRows(id)).toBeNull();
  });

  it.each([
    [
      'that is not there',
      async (path: string) => Promise.resolve(`${path}.none`),
      /does not exist; check the path\.$/,
    ],
    [
      'that is none',
      async (path: string) => {
        await writeFile(path, 'no picture');
        return path;
      },
      /a\.png/,
    ],
  ])('BAD INPUT - of a picture %s ends with one sentence', async (_, make, sentence) => {
    const folder = await emptyFolder();
    const engine = await engineIn(folder);
    await engine.load(model);
    const { job } = await swept(engine, asking(await make(await pictureIn(folder))));
    expect(job.state).toBe('failed');
    expect(job.failure).toMatch(sentence);
    expect(job.failure?.split('\n')).toHaveLength(1);
  });
});
