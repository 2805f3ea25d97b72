/** A small golden checkpoint evaluated through the engine: what one question asked alone answers, the evaluation must have asked too. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerRequest, Engine, EvaluateRequest } from '../../src-engine/engine.ts';
import { evaluationOf } from '../../src-engine/evaluation/evaluation-of.ts';

const fixture = resolve(import.meta.dirname, '../fixtures/golden/llava15-clip');
const modes = ['full', 'tome:20', 'tome:20:no-vtu'];

let folder: string;
let data: string;
let engine: Engine;
let request: EvaluateRequest;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dymu-evaluate-'));
  mkdirSync(join(folder, 'pictures'));
  cpSync(join(fixture, 'image.png'), join(folder, 'pictures', 'a.png'));
  cpSync(join(fixture, 'find', 'batch0_0.png'), join(folder, 'pictures', 'b.png'));
  const ask = (image: string, question: string, kind: string): string =>
    JSON.stringify({ image: `pictures/${image}.png`, question, answers: ['yes'], kind });
  const lines = [ask('a', 'What is it?', 'what'), ask('b', 'What is it?', 'what'), ask('a', 'Is it?', 'is')];
  data = join(folder, 'questions.jsonl');
  writeFileSync(data, lines.join('\n'));
  engine = await createEngine({ device: 'cpu', threads: 1, cacheDirectory: join(folder, 'cache') });
  await engine.load({ directory: join(fixture, 'model') });
  request = { data, modes, maxNewTokens: 6, details: true };
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function answerAlone(answer: Omit<AnswerRequest, 'visual' | 'maxNewTokens'>, image: string) {
  const images = [{ kind: 'file', path: join(folder, image) }] as const;
  for await (const event of engine.answer({
    ...answer,
    visual: { kind: 'images', images },
    maxNewTokens: 6,
  })) {
    if (event.kind === 'done') return { text: event.result.text, tokens: event.result.visualTokens };
  }
  throw new Error('no result');
}

describe('Engine.evaluate', () => {
  it('asks what each question asked alone would be asked, though pictures are encoded once', async () => {
    const { details, rows } = await engine.evaluate(request);
    expect(rows.map(({ mode, n }) => [mode, n])).toEqual(modes.map((mode) => [mode, 3]));
    for (const { image, question, given } of details!) {
      const alone = [
        { reduction: { method: 'none' }, virtualUnmerging: true },
        { reduction: { method: 'tome', budget: { kind: 'tokens', tokens: 20 } }, virtualUnmerging: true },
        { reduction: { method: 'tome', budget: { kind: 'tokens', tokens: 20 } }, virtualUnmerging: false },
      ] as const;
      for (const [column, mode] of alone.entries()) {
        const { text, tokens } = await answerAlone({ question, ...mode }, image);
        expect(given[column]).toEqual({ text, tokens, score: 0 });
      }
    }
  });

  it('reports tokens as the encoder left them', async () => {
    const { rows } = await engine.evaluate(request);
    const { tokensPerView } = await engine.load({ directory: join(fixture, 'model') });
    expect(rows.map(({ tokens }) => tokens)).toEqual([
      { mean: tokensPerView, std: 0 },
      { mean: 20, std: 0 },
      { mean: 20, std: 0 },
    ]);
  });

  it('notes few pictures and answers cut short', async () => {
    const { notes, rows, images, questions } = await engine.evaluate(request);
    expect([images, questions]).toEqual([2, 3]);
    const cut = Math.max(...rows.map((row) => row.cut));
    expect(cut).toBeGreaterThan(0); // the checkpoint's weights are random: it never comes to an end
    expect(notes).toEqual([
      'Intervals from 2 images are too narrow to be trusted.',
      `Up to ${cut} answers of a mode were cut at 6 tokens and judged as they were.`,
    ]);
  });

  it('goes on after an abort, and ends where one run ends', async () => {
    const whole = await engine.evaluate(request);
    const controller = new AbortController();
    const stopped = engine.evaluate(request, {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 4) controller.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    const kept = readdirSync(join(folder, 'cache', 'evaluation'));
    expect(kept).toHaveLength(1);
    expect(await engine.evaluate({ ...request, resume: true })).toEqual(whole);
  });

  it('comes in shards, answered side by side, to what one run comes to', async () => {
    const { recorded: all, ...whole } = await engine.evaluate({ ...request, record: true });
    const shards = [2, 1].map(async (index) =>
      engine.evaluate({ ...request, record: true, shard: { index, count: 2 } }),
    );
    const parts = await Promise.all(shards);
    expect(parts.map(({ shard, questions }) => [shard?.index, questions])).toEqual([
      [2, 1],
      [1, 2],
    ]);
    const records = parts.flatMap(({ recorded }) => recorded ?? []);
    expect(evaluationOf(records, { details: true })).toEqual(whole);
    expect(evaluationOf([all!], { details: true })).toEqual(whole);
    await expect(
      engine.evaluate({ ...request, modes: ['tome:20', 'pool=tome:20'], shard: { index: 1, count: 2 } }),
    ).rejects.toThrow(/^Modes at equal tokens take their counts from all images, and a shard has only some;/);
  });

  it("reads a table of MMBench's, pictures inside it, asks in rounds, and gives other methods the tokens of one", async () => {
    const image = readFileSync(join(folder, 'pictures', 'a.png')).toString('base64');
    const rows = [
      ['index', 'question', 'hint', 'A', 'B', 'answer', 'image', 'l2-category'],
      ['1', 'Which?', 'Look.', 'krill', 'whale', 'A', image, 'logic'],
      ['1000001', 'Which?', 'Look.', 'whale', 'krill', 'B', '1', 'logic'],
    ];
    const table = join(folder, 'mmbench_dev.tsv');
    writeFileSync(table, rows.map((row) => row.join('\t')).join('\n'));
    const result = await engine.evaluate({
      data: table,
      modes: ['full', 'tome:20', 'pool=tome:20'],
      instruction: 'usual',
      maxNewTokens: 3,
      details: true,
    });
    expect([result.set, result.scorer, result.images, result.questions, result.kinds]).toEqual([
      'mmbench',
      'choice:mmbench',
      1,
      2,
      { logic: 2 },
    ]);
    expect(result.rows.map(({ mode, tokens }) => [mode, tokens.mean])).toEqual([
      ['full', result.rows[0]!.tokens.mean],
      ['tome:20', 20],
      ['pool:20', 20],
    ]);
    expect(result.rows[2]!.equalTo).toMatchObject({ mode: 'tome:20', tokens: 20 });
    const [first, second] = result.details!;
    expect(first!.question).toBe(`Look.\nWhich?\nA. krill\nB. whale\n${result.instruction}`);
    expect(readFileSync(first!.path).toString('base64')).toBe(image);
    expect(second!.path).toBe(first!.path);
  });

  it('serves other calls between two answers', async () => {
    const order: string[] = [];
    const image = { kind: 'file', path: join(folder, 'pictures', 'a.png') } as const;
    let encoded: Promise<unknown> | undefined;
    await engine.evaluate(request, {
      onProgress: ({ done }) => {
        order.push(`answer ${done}`);
        if (done === 1)
          encoded = engine.encode({ image, reduction: { method: 'none' } }).then(() => order.push('encoded'));
      },
    });
    await encoded;
    expect(order).toContain('encoded');
    expect(order.indexOf('encoded')).toBeLessThan(order.indexOf('answer 4'));
  });

  it('stops when another model is loaded meanwhile', async () => {
    let loading: Promise<unknown> | undefined;
    const stopped = engine.evaluate(request, {
      onProgress: ({ done }) => {
        if (done === 1) loading = engine.load({ directory: join(fixture, 'model') });
      },
    });
    await expect(stopped).rejects.toMatchObject({
      code: 'aborted',
      message: /^The evaluation of .* stopped because another model was loaded;/,
    });
    await loading;
  });

  it('refuses before the first answer what cannot be done', async () => {
    const refused = async (change: Partial<EvaluateRequest>, code: string, message: RegExp) => {
      let answers = 0;
      const call = engine.evaluate({ ...request, ...change }, { onProgress: () => (answers += 1) });
      await expect(call).rejects.toMatchObject({ code, message });
      expect(answers).toBe(0);
    };
    await refused({ modes: ['full', 'fast'] }, 'bad-input', /^There is no mode "fast"; choose among full/);
    await refused({ modes: ['full', 'tome:1000'] }, 'bad-input', /^Exactly 1000 tokens cannot be reached/);
    await refused({ modes: ['dymu:low'] }, 'bad-calibration', /has no calibration/);
    await refused({ data: join(folder, 'pictures') }, 'bad-input', /holds no questions\.jsonl/);
    const other = join(folder, 'other.jsonl');
    writeFileSync(other, JSON.stringify({ image: 'pictures/a.png', question: 'How many?', answers: ['2'] }));
    await refused(
      { data: other, scorer: 'yes-no' },
      'bad-input',
      /^Line 1 of the questions does not fit: Scorers of yes and no take questions whose answer is yes or no; choose another scorer\.$/,
    );
  });

  it('leaves out what cannot be used, line by line, and judges the rest', async () => {
    const ask = (fields: object): string =>
      JSON.stringify({ image: 'pictures/a.png', question: 'What is it?', answers: ['yes'], ...fields });
    writeFileSync(join(folder, 'pictures', 'broken.png'), 'no picture');
    const file = join(folder, 'mixed.jsonl');
    const lines = [
      ask({}),
      'no JSON',
      ask({ image: 'pictures/gone.png' }),
      ask({ image: 'pictures/broken.png' }),
      ask({ question: 'what is it? '.repeat(5000) }),
      ask({ image: 'pictures/b.png', question: '<image>\nWhat is it?' }),
      ask({ answers: ['a cat'] }),
    ];
    writeFileSync(file, lines.join('\n'));
    const result = await engine.evaluate({ ...request, data: file, scorer: 'yes-no' });
    expect([result.questions, result.images]).toEqual([2, 2]);
    expect(result.details!.map(({ image, question }) => [image, question])).toEqual([
      ['pictures/a.png', 'What is it?'],
      ['pictures/b.png', 'What is it?'],
    ]);
    expect(result.refused!.map(({ line }) => line)).toEqual([2, 3, 4, 5, 7]);
    const [json, gone, broken, long, misfit] = result.refused!;
    expect(json).toEqual({ line: 2, reason: 'It is not JSON.' });
    expect(gone!.reason).toBe("The image 'pictures/gone.png' is not there.");
    expect(broken!.reason).toMatch(/broken\.png/);
    expect(long!.reason).toMatch(/tokens|long/);
    expect(misfit!.reason).toMatch(/answer is yes or no/);
    expect(result.notes).toContain('5 of 7 questions could not be used and are in no figure.');
  });

  it('refuses, with the first reason, where no question could be asked', async () => {
    writeFileSync(join(folder, 'pictures', 'broken.png'), 'no picture');
    const file = join(folder, 'broken.jsonl');
    writeFileSync(
      file,
      JSON.stringify({ image: 'pictures/broken.png', question: 'What is it?', answers: ['yes'] }),
    );
    await expect(engine.evaluate({ ...request, data: file })).rejects.toMatchObject({
      code: 'bad-input',
      message: /^No question of '.*broken\.jsonl' could be asked \(line 1: .*broken\.png/,
    });
  });

  it('notes how many pictures were read with a remark, and the first one', async () => {
    const turned = join(folder, 'pictures', 'turned.jpg');
    await sharp(join(fixture, 'image.png')).withMetadata({ orientation: 6 }).jpeg().toFile(turned);
    const file = join(folder, 'turned.jsonl');
    const line = { image: 'pictures/turned.jpg', question: 'What is it?', answers: ['yes'] };
    writeFileSync(file, JSON.stringify(line));
    const { notes } = await engine.evaluate({ ...request, data: file, modes: ['full', 'tome:20'] });
    expect(notes).toContainEqual(
      expect.stringMatching(/^One image was read with a remark; the first: .*turned.*\.$/),
    );
  });

  it('notes how many questions were asked with a remark, and the first one', async () => {
    const file = join(folder, 'special.jsonl');
    const line = { image: 'pictures/a.png', question: 'What is </s>?', answers: ['yes'] };
    writeFileSync(file, JSON.stringify(line));
    const { notes } = await engine.evaluate({ ...request, data: file });
    expect(notes).toContainEqual(
      'One question was asked with a remark; the first: The question contains </s>, which means something else to this model; it was read as plain text.',
    );
  });

  it('keeps answers under a checkpoint’s own settings apart from others, and names the settings', async () => {
    const model = join(folder, 'with-settings');
    cpSync(join(fixture, 'model'), model, { recursive: true });
    const settings = { eos_token_id: 2, repetition_penalty: 1.7, temperature: 0.2 };
    writeFileSync(join(model, 'generation_config.json'), JSON.stringify(settings));
    const cacheDirectory = join(folder, 'cache-of-settings');
    const other = await createEngine({ device: 'cpu', threads: 1, cacheDirectory });
    try {
      const asked = { ...request, modes: ['full'], maxNewTokens: 24, resume: true };
      await other.load({ directory: join(fixture, 'model') });
      const plain = await other.evaluate(asked);
      await other.load({ directory: model });
      const own = await other.evaluate(asked);
      expect(own.details).not.toEqual(plain.details);
      expect(own.notes).toContain('Answers follow generation_config.json: repetition_penalty 1.7.');
      expect(readdirSync(join(cacheDirectory, 'evaluation'))).toHaveLength(2);
    } finally {
      await other.close();
    }
  });
});
