/** Sweeps as jobs of the real engine on a small golden checkpoint. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEngine, type Surroundings } from '../../src-engine/create-engine.ts';
import type { Job, LocalEngine, SweepBudget, SweepRequest } from '../../src-engine/engine.ts';
import { bundledModel } from '../../src-engine/bundled/assets.ts';
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

async function engineIn(folder: string, surroundings: Surroundings = {}): Promise<LocalEngine> {
  const options = { device: 'cpu', threads: 1, cacheDirectory: folder, dataDirectory: folder };
  const engine = await createEngine(options, surroundings);
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
  it('by a method that the model cannot do is refused before anything is answered', async () => {
    const folder = await emptyFolder();
    const path = await pictureIn(folder);
    const engine = await engineIn(folder);
    await engine.load(model);
    const half = {
      words: '50%',
      request: { method: 'dymu', budget: { kind: 'share', share: 0.5 } },
    } as const;
    for (const methods of [['dymu', 'rows'], ['rows']] as const) {
      const { job, rows } = await swept(engine, { ...asking(path, [half]), methods });
      expect(job.state).toBe('failed');
      expect(rows).toEqual([]);
    }
    const { job } = await swept(engine, { ...asking(path), methods: ['dymu', 'rows'] });
    expect(job.failure).toContain('rows have none of the encoder’s');
  });

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

  it('asks about a video as the engine is asked about it directly', async () => {
    const folder = await emptyFolder();
    const engine = await engineIn(folder);
    const onevision = { directory: goldenModel('onevision') };
    await engine.load(onevision);
    const frames = [0, 1, 2, 3].map(
      (at) =>
        ({ kind: 'file', path: join(onevision.directory, `../../onevision-video/frame${at}.png`) }) as const,
    );
    const [image, ...laterFrames] = frames;
    const { id } = await engine.startJob({
      kind: 'sweep',
      model: onevision,
      sweep: { ...asking('', [at(0.8)]), image: image!, laterFrames },
    });
    await ended(engine, id);
    const rows = (await engine.sweepRows(id)) ?? [];
    expect(rows.map(({ method }) => method)).toEqual(['none', 'tome', 'dymu']);
    for (const [row, reduction] of [
      [rows[0], { method: 'none' } as const],
      [rows[2], at(0.8).request],
    ] as const) {
      const request = {
        visual: { kind: 'video', frames },
        question: 'What is it?',
        reduction,
        virtualUnmerging: true,
        maxNewTokens: 4,
      } as const;
      for await (const event of engine.answer(request)) {
        if (event.kind !== 'done') continue;
        expect(row).toMatchObject({ text: event.result.text, tokens: event.result.visualTokens });
      }
    }
  });

  it('says of every budget beyond the calibration that it is, also where they come to the same; what cannot be asked is refused first', async () => {
    const folder = await emptyFolder();
    const path = await pictureIn(folder);
    const engine = await engineIn(folder);
    const embedded = { directory: bundledModel() };
    await engine.load(embedded);
    const share = (words: string, share: number): SweepBudget => ({
      words,
      request: { method: 'dymu', budget: { kind: 'share', share } },
    });
    const run = async (budgets: readonly SweepBudget[]) => {
      const sweep = { ...asking(path, budgets), methods: ['dymu'] as const, maxNewTokens: 1 };
      const { id } = await engine.startJob({ kind: 'sweep', model: embedded, sweep });
      return { job: await ended(engine, id), rows: (await engine.sweepRows(id)) ?? [] };
    };
    const low = [share('1%', 0.01), share('2%', 0.02)];
    for (const kept of [false, true]) {
      const { rows } = await run(kept ? low.toReversed() : low);
      const said = rows
        .slice(1)
        .map(({ notes }) => /^The budget of (\S+) tokens is beyond/.exec(notes[0] ?? '')?.[1]);
      expect(said).toEqual(kept ? ['5.1', '2.6'] : ['2.6', '5.1']);
      expect(rows.map((row) => row.kept)).toEqual([kept, kept, kept]);
    }
    const tokens = { method: 'dymu', budget: { kind: 'tokens', tokens: 9999 } } as const;
    const { job, rows } = await run([share('50%', 0.5), { words: '9999', request: tokens }]);
    expect([job.state, rows.length]).toEqual(['failed', 0]);
  });

  it('marks rows during which the computer slept, and none before', async () => {
    const folder = await emptyFolder();
    let slept = (): void => undefined;
    const engine = await engineIn(folder, { hearSleeps: (told) => (slept = told) });
    await engine.load(model);
    const sweep = asking(await pictureIn(folder));
    const { id } = await engine.startJob({ kind: 'sweep', model, sweep });
    while (((await engine.sweepRows(id)) ?? []).length < 2) await wait(1);
    const sleeping = setInterval(slept, 1); // somewhere in every row from here on
    await ended(engine, id);
    clearInterval(sleeping);
    const rows = (await engine.sweepRows(id)) ?? [];
    expect(rows.map(({ disturbedBy }) => disturbedBy).filter((_, index) => index < 2 || index > 3)).toEqual([
      [],
      [],
      ['the computer slept'],
    ]);
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
