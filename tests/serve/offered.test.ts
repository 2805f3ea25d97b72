/** What lies in an offered folder names other files in every way that there is, and a browser asks for it over the whole protocol, with a real engine. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FromEngine } from '../../serve/engine-messages.ts';
import { createPorts } from '../../serve/engine-process.ts';
import { offeredOnly } from '../../serve/reach.ts';
import { bundledAssets } from '../../src-engine/bundled/assets.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { Engine, Job, JobRequest, JobResult, LocalEngine } from '../../src-engine/engine.ts';
import { reportQuestions } from '../../src-engine/evaluation/read-set.ts';
import { connectEngine } from '../../src-engine/remote/client.ts';
import { flowPort, type FlowPort } from '../../src-engine/wire/flow.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'dymu-offered-')));
const model = { directory: join(bundledAssets(), 'pocket') };
const picture = (number: string) => join(bundledAssets(), 'bench', `${number}.webp`);
const outside = (name: string) => `'${name}' lies in no folder that this server offers; copy it into one`;

let engine: LocalEngine;
let page: Engine;
let offered: string;
let elsewhere: string;

beforeAll(async () => {
  const folders = [bundledAssets(), join(scratch, 'offered')];
  mkdirSync(folders[1] ?? '');
  engine = await createEngine({
    ...{ dataDirectory: join(scratch, 'data'), cacheDirectory: join(scratch, 'cache'), device: 'cpu' },
    mayRead: offeredOnly(folders),
  });
  const ports = createPorts(
    engine,
    (message: FromEngine) => {
      if (message.kind === 'frame') far.receive(message.bytes);
    },
    { folders, made: join(scratch, 'cache', 'evaluation', 'pictures') },
  );
  ports({ kind: 'open', port: 1, browser: 'b', read: [...folders, join(scratch, 'sent')], list: folders });
  const far: FlowPort = flowPort({
    send: (bytes) => ports({ kind: 'frame', port: 1, bytes }),
    close: () => undefined,
  });
  page = connectEngine(far.port);
  await page.load(model);
});
afterAll(async () => {
  await engine.close();
  rmSync(scratch, { recursive: true });
});

let round = 0;
beforeEach(() => {
  offered = join(scratch, 'offered', String((round += 1)));
  elsewhere = join(scratch, 'elsewhere', String(round));
  for (const folder of [offered, elsewhere]) mkdirSync(folder, { recursive: true });
  copyFileSync(picture('000'), join(offered, 'mine.webp'));
  copyFileSync(picture('001'), join(elsewhere, 'theirs.webp'));
});

const put = (name: string, ...lines: readonly (string | object)[]): string => {
  const file = join(offered, name);
  writeFileSync(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return file;
};
const question = (image: string) => ({ image, question: 'What do you see?', answers: ['A doughnut.'] });

async function ended(id: number): Promise<Job> {
  for (;;) {
    const job = (await page.jobs()).find((each) => each.id === id);
    if (job?.state === 'failed' || job?.state === 'done') return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function done(request: JobRequest): Promise<JobResult | null> {
  const { id } = await page.startJob(request);
  expect((await ended(id)).failure).toBeUndefined();
  return page.jobResult(id);
}

describe('questions in an offered folder', () => {
  const data = () => {
    symlinkSync(join(elsewhere, 'theirs.webp'), join(offered, 'link.webp'));
    symlinkSync(elsewhere, join(offered, 'way'));
    return put(
      'q.jsonl',
      ...[question('mine.webp'), question(`../../elsewhere/${round}/theirs.webp`), question('link.webp')],
      ...[
        question(join(elsewhere, 'theirs.webp')),
        question('way/theirs.webp'),
        question('way/nothing.webp'),
      ],
      question('missing.webp'),
    );
  };
  const left = (line: number, image: string, name: string) => ({
    ...{ line, image },
    reason: expect.stringContaining(outside(name)) as unknown,
  });
  const told = () => [
    left(2, `../../elsewhere/${round}/theirs.webp`, 'theirs.webp'),
    left(3, 'link.webp', 'link.webp'),
    left(4, join(elsewhere, 'theirs.webp'), 'theirs.webp'),
    left(5, 'way/theirs.webp', 'theirs.webp'),
    left(6, 'way/nothing.webp', 'nothing.webp'), // not whether it is there
    { line: 7, image: 'missing.webp', reason: "The image 'missing.webp' is not there." },
  ];

  it('are looked through without a look at pictures elsewhere', async () => {
    const report = await page.questions({ data: data() });
    expect(report).toMatchObject({ questions: 1, missing: { images: 1, named: ['missing.webp'] } });
    expect(report.refused).toEqual(told());
  });

  it('are asked about pictures there alone, and what was left out is told', async () => {
    const { questions, refused, details } = await page.evaluate({
      data: data(),
      modes: ['dymu:0.5'],
      details: true,
    });
    expect(questions).toBe(1);
    expect(refused).toEqual(told());
    expect(details?.map(({ path }) => path)).toEqual([join(offered, 'mine.webp')]);
  });

  it('are asked likewise by a job', async () => {
    const evaluate = { data: data(), modes: ['dymu:0.5'] };
    expect(await done({ kind: 'evaluate', model, evaluate })).toMatchObject({
      evaluate: { questions: 1, refused: told() },
    });
  });

  it('say so where nothing else is left', async () => {
    const data = put('q.jsonl', question(join(elsewhere, 'theirs.webp')));
    await expect(page.questions({ data })).rejects.toThrow(
      `No image that '${data}' names can be used (line 1: ${outside('theirs.webp')}`,
    );
  });

  it('are not read where they are themselves a link that leads out', async () => {
    writeFileSync(join(elsewhere, 'questions.jsonl'), JSON.stringify(question('theirs.webp')));
    symlinkSync(join(elsewhere, 'questions.jsonl'), join(offered, 'questions.jsonl'));
    await expect(page.questions({ data: offered })).rejects.toThrow(outside('questions.jsonl'));
    await expect(page.questions({ data: join(offered, 'questions.jsonl') })).rejects.toThrow(/may not read/);
  });
});

describe('a known question set in an offered folder', () => {
  const entry = { question_id: 1, text: 'Is there a doughnut in the image?', label: 'yes' };

  it('finds no pictures by links that lead out, of files and of folders', async () => {
    symlinkSync(join(elsewhere, 'theirs.webp'), join(offered, 'link.webp'));
    symlinkSync(elsewhere, join(offered, 'val2014'));
    put(
      'coco_pope_random.json',
      { ...entry, image: 'mine.webp' },
      { ...entry, question_id: 2, image: 'link.webp' },
      { ...entry, question_id: 3, image: 'theirs.webp' },
    );
    const report = await page.questions({ data: offered });
    expect(report).toMatchObject({
      set: 'pope',
      questions: 1,
      missing: { named: ['link.webp', 'theirs.webp'] },
    });
  });

  it('has no files of questions by links that lead out, nor from beside the folder that is offered', async () => {
    writeFileSync(
      join(elsewhere, 'coco_pope_popular.json'),
      JSON.stringify({ ...entry, image: 'mine.webp' }),
    );
    symlinkSync(join(elsewhere, 'coco_pope_popular.json'), join(offered, 'coco_pope_popular.json'));
    const file = put('coco_pope_random.json', { ...entry, image: 'mine.webp' });
    expect(await page.questions({ data: offered })).toMatchObject({ splits: ['random'], files: [file] });
  });

  it('given by its file is not looked for in the folder above the one that is offered', async () => {
    const id = { question_id: 1, image_id: 1 };
    const head = { data_subtype: 'val2014', info: {}, license: {} };
    const answers = [{ answer: 'doughnut', answer_confidence: 'yes', answer_id: 1 }];
    const annotation = { ...id, question_type: 'what', answer_type: 'other', answers };
    const file = join(scratch, 'offered', 'v2_questions.json');
    const above = join(scratch, 'v2_annotations.json');
    writeFileSync(file, JSON.stringify({ ...head, questions: [{ ...id, question: 'What do you see?' }] }));
    writeFileSync(above, JSON.stringify({ ...head, annotations: [annotation] }));
    copyFileSync(picture('002'), join(scratch, 'offered', '1.jpg'));
    const data = { data: file, set: 'vqav2' } as const;
    expect(await reportQuestions(data)).toMatchObject({ files: [file, above], questions: 1 });
    await expect(page.questions(data)).rejects.toThrow('does not hold VQAv2');
  });
});

describe('a collection of an offered folder', () => {
  async function shown(source: string) {
    const { images, unreadable } = await page.collection({ source });
    return { images: images.map(({ path }) => path), unreadable: unreadable.map(({ path }) => path) };
  }

  it('leaves out what is a link to elsewhere, and says so', async () => {
    symlinkSync(join(elsewhere, 'theirs.webp'), join(offered, 'link.webp'));
    symlinkSync(elsewhere, join(offered, 'way'));
    expect(await shown(offered)).toEqual({ images: ['mine.webp'], unreadable: ['link.webp'] });
    expect(
      await done({
        kind: 'collect',
        model,
        collect: { source: offered, points: 1 },
      }),
    ).toMatchObject({ collect: { images: 1, unreadable: 1 } });
  });

  it('leaves it out too where the link came later', async () => {
    expect((await shown(offered)).images).toEqual(['mine.webp']);
    symlinkSync(join(elsewhere, 'theirs.webp'), join(offered, 'link.webp'));
    const { images, unreadable } = await page.collection({ source: offered, rescan: true });
    expect(images.map(({ path }) => path)).toEqual(['mine.webp']);
    expect(unreadable).toEqual([
      { path: 'link.webp', reason: expect.stringContaining(outside('link.webp')) as unknown },
    ]);
  });

  it('that a list names counts what lies in offered folders alone', async () => {
    const source = put(
      'list.txt',
      'mine.webp',
      `../../elsewhere/${round}/theirs.webp`,
      join(elsewhere, 'no.webp'),
    );
    const names = {
      images: ['mine.webp'],
      unreadable: [`../../elsewhere/${round}/theirs.webp`, join(elsewhere, 'no.webp')],
    };
    expect(await shown(source)).toEqual(names);
    expect(await done({ kind: 'collect', model, collect: { source, points: 1 } })).toMatchObject({
      collect: { images: 1, unreadable: 2 },
    });
  });
});

describe('a path in a request itself', () => {
  it('is judged by where its links lead, whatever asks for it', async () => {
    symlinkSync(join(elsewhere, 'theirs.webp'), join(offered, 'link.webp'));
    const path = join(offered, 'link.webp');
    const image = { kind: 'file', path } as const;
    const requests = [
      () => page.open(image),
      () => page.preview(image, 100),
      () => page.encode({ image, reduction: { method: 'none' } }),
      () => page.load({ ...model, calibration: path }),
      () => page.questions({ data: path }),
      () => page.startJob({ kind: 'calibrate', model, calibrate: { images: [path], out: 'x' } }),
      () => page.checkPrecision({ questions: [{ image, question: 'What do you see?' }] }),
    ];
    for (const request of requests) await expect(request()).rejects.toThrow(/^The window may not read/);
  });
});

it('a job that another server has left is asked again what it may read', async () => {
  const data = join(elsewhere, 'q.jsonl');
  writeFileSync(data, JSON.stringify(question('theirs.webp')));
  const { id } = await engine.startJob({ kind: 'evaluate', model, evaluate: { data, modes: ['dymu:0.5'] } });
  expect((await ended(id)).failure).toContain(outside('q.jsonl'));
});

it('a job of pictures that it names itself goes on only where this server may read them', async () => {
  const dataDirectory = join(scratch, 'jobs', String(round));
  const folders = { dataDirectory, cacheDirectory: join(scratch, 'cache'), device: 'cpu' };
  const question = 'What do you see?';
  const low = { method: 'dymu', budget: { kind: 'preset', preset: 'low' } } as const;
  const sweepOf = (path: string): JobRequest => ({
    ...{ kind: 'sweep', model },
    sweep: {
      ...{ image: { kind: 'file', path }, question, budgets: [{ words: 'low', request: low }] },
      ...{ methods: ['dymu'], maxNewTokens: 2 },
    },
  });
  const [mine, theirs] = [join(offered, 'mine.webp'), join(elsewhere, 'theirs.webp')];
  const calibrate = { images: [mine], heldBack: [theirs], out: join(dataDirectory, 'c.json') };

  const earlier = await createEngine(folders); // no model: nothing begins
  const inside = await earlier.startJob(sweepOf(mine));
  const sweep = await earlier.startJob(sweepOf(theirs));
  const calibration = await earlier.startJob({ kind: 'calibrate', model, calibrate });
  await earlier.close();

  const later = await createEngine({ ...folders, mayGoOn: offeredOnly([join(scratch, 'offered')]) });
  const jobs = new Map<number, Job>();
  const allEnded = async () => {
    do {
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const job of await later.jobs()) jobs.set(job.id, job);
    } while ([...jobs.values()].some(({ state }) => state === 'queued' || state === 'running'));
  };
  try {
    await later.jobs();
    await later.load(model);
    await allEnded();
    expect(jobs.get(inside.id)?.state).toBe('done');
    for (const { id } of [sweep, calibration])
      expect(jobs.get(id)).toMatchObject({
        state: 'failed',
        failure: expect.stringContaining(outside('theirs.webp')) as unknown,
      });
    await later.changeJob({ id: sweep.id, change: 'resume' }); // whoever resumes it has not been asked what it names
    await allEnded();
    expect(jobs.get(sweep.id)?.failure).toContain(outside('theirs.webp'));
    await later.startJob(sweepOf(theirs)); // of this server's: its port has judged it
    await allEnded();
    expect([...jobs.values()].map(({ state }) => state)).toEqual(['done', 'failed', 'failed', 'done']);
  } finally {
    await later.close();
  }
});

it('what a result names may be named in turn only where it is offered', async () => {
  const sent = join(scratch, 'sent-by-another');
  mkdirSync(sent, { recursive: true });
  copyFileSync(picture('003'), join(sent, 'a.webp'));
  const image = { kind: 'file', path: join(sent, 'a.webp') } as const;
  const request = { method: 'dymu', budget: { kind: 'preset', preset: 'low' } } as const;
  const budgets = [{ words: 'low', request }];
  await engine.startJob({
    ...{ kind: 'sweep', model },
    sweep: { image, question: 'What do you see?', budgets, methods: ['dymu'] },
  });
  expect((await page.jobs()).some(({ about }) => about === image.path)).toBe(true);
  await expect(page.preview(image, 100)).rejects.toThrow(/may not read/);
});
