/** A model that joins squares of patches, through every call of the engine that a user makes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerRequest, AnswerResult, LocalEngine, Visual } from '../../src-engine/engine.ts';
import { openGolden } from '../support/golden.ts';

describe('a model with tiles and joined squares', () => {
  let engine: LocalEngine;
  let golden: Awaited<ReturnType<typeof openGolden>>;
  let folder: string;
  const image = () => ({ kind: 'file', path: golden.image }) as const;

  beforeAll(async () => {
    golden = await openGolden('idefics3');
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-squares-'));
    const places = { calibrationDirectories: [folder], cacheDirectory: path.join(folder, 'cache') };
    engine = await createEngine({ device: 'cpu', threads: 2, ...places });
    await engine.load({ directory: golden.model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  async function ask(request: Partial<AnswerRequest>): Promise<AnswerResult> {
    const usual: AnswerRequest = {
      visual: { kind: 'images', images: [image()] },
      question: golden.facts.question,
      reduction: { method: 'none' },
      virtualUnmerging: true,
      maxNewTokens: 3,
    };
    for await (const event of engine.answer({ ...usual, ...request }))
      if (event.kind === 'done') return event.result;
    throw new Error('There was no answer.');
  }

  it('says what it is: tokens are patches, cells are squares, both can merge', async () => {
    const inspection = await engine.inspect(golden.model);
    expect(inspection).toMatchObject({
      family: 'idefics3',
      supported: true,
      tokensPerView: 36,
      cellsPerView: 9,
    });
    expect(inspection.steps).toEqual({ encoder: true, rows: true });
  });

  it('names its views, overview first, each where it lies in the picture', async () => {
    const { views, source, fullTokens } = await engine.encode({
      image: image(),
      reduction: { method: 'none' },
    });
    expect(views.map(({ name }) => name)).toEqual([
      'overview',
      ...[1, 2].flatMap((row) => [1, 2, 3].map((column) => `row ${row}, column ${column}`)),
    ]);
    expect(views[0]?.region).toEqual({ x: 0, y: 0, ...source });
    expect(views[5]?.region).toEqual({ x: 60, y: 45, width: 60, height: 45 });
    expect(views.every(({ cells, rows }) => cells === 9 && rows === 9)).toBe(true);
    expect(fullTokens).toBe(7 * 36);
  });

  it('reads fewer rows where squares are equal, at as many positions', async () => {
    const whole = await ask({});
    expect([whole.visualTokens, whole.fullVisualTokens]).toEqual([63, 63]);
    const reduction = { method: 'pool', budget: { kind: 'tokens', tokens: 4 } } as const;
    // Four tokens of 3 x 3 patches: squares at the corners lie in one of them, the others between two or four.
    const pooled = await engine.encode({ image: image(), reduction });
    expect(pooled.views.map(({ tokens, cells, rows }) => [tokens, cells, rows])).toEqual(
      Array.from({ length: 7 }, () => [4, 9, 9]),
    );
    const one = { method: 'pool', budget: { kind: 'tokens', tokens: 1 } } as const;
    const { visualTokens, fullVisualTokens, promptTokens } = await ask({ reduction: one });
    expect([visualTokens, fullVisualTokens, promptTokens]).toEqual([7, 63, whole.promptTokens]);
    const alone = await ask({ reduction: one, virtualUnmerging: false });
    expect(alone.visualTokens).toBe(7);
  });

  it('takes what a question says for words, also where it looks like an image', async () => {
    const { notes = [] } = await ask({ question: 'Is <image> here?' });
    expect(notes.join(' ')).toMatch(/The question contains <image>, .* read as plain text/u);
  });

  it('refuses what has no place among squares, and video', async () => {
    const visionzip = { method: 'visionzip', budget: { kind: 'tokens', tokens: 9 } } as const;
    await expect(engine.encode({ image: image(), reduction: visionzip })).rejects.toMatchObject({
      code: 'unsupported',
      fact: expect.stringMatching(/^VisionZip keeps tokens at their places/u) as string,
    });
    const visual: Visual = { kind: 'video', frames: [image()] };
    await expect(ask({ visual })).rejects.toMatchObject({
      code: 'unsupported',
      fact: expect.stringMatching(/takes images but no video$/u) as string,
    });
  });

  it('does not guess how views of pixel values lie', async () => {
    const saveFeatures = path.join(folder, 'pixels.safetensors');
    await engine.encode({ image: image(), reduction: { method: 'none' } }, { saveFeatures });
    const given = { kind: 'pixel-values', path: saveFeatures } as const;
    await expect(ask({ visual: { kind: 'images', images: [given] } })).rejects.toMatchObject({
      code: 'bad-input',
      fact: expect.stringMatching(/does not say how its 7 views lie in the image$/u) as string,
    });
  });

  it('is calibrated, asked by budget, judged and measured', async () => {
    const siglip = await openGolden('llava15-siglip');
    const images = siglip.found.batches.flat().slice(0, 4).map(siglip.findImage);
    const out = path.join(folder, 'c.json');
    const { points, rows: thresholds = [] } = await engine.calibrate({ images, out });
    expect(thresholds.length).toBeGreaterThan(0);
    expect(thresholds.every(({ mean }) => mean >= 1 && mean <= 9)).toBe(true);
    expect(points.every(({ mean }) => mean > 0 && mean <= 36)).toBe(true);
    await engine.load({ directory: golden.model });
    const reduction = { method: 'dymu', budget: { kind: 'tokens', tokens: 18 } } as const;
    const encoding = await engine.encode({ image: image(), reduction });
    expect(encoding.target).toBe(18);
    expect(encoding.tokens).toBeLessThan(encoding.fullTokens);

    const rows = { method: 'rows', budget: { kind: 'tokens', tokens: 5 } } as const;
    const byRows = await engine.encode({ image: image(), reduction: rows });
    expect([byRows.target, byRows.fullTokens]).toEqual([5, 7 * 9]);
    expect(byRows.tokens).toBe(byRows.views.reduce((sum, { rows: left = 0 }) => sum + left, 0));
    const counted = await engine.encode({
      image: image(),
      reduction: { method: 'dart', budget: { kind: 'tokens', tokens: 5 } },
    });
    expect(counted.views.map(({ tokens }) => tokens)).toEqual(new Array(7).fill(5));
    expect(counted.views[0]!.size.reduce((sum, patches) => sum + patches, 0)).toBe(20);

    const data = path.join(folder, 'questions.jsonl');
    await writeFile(data, JSON.stringify({ image: golden.image, question: 'What is it?', answers: ['yes'] }));
    const modes = ['full', 'dymu:18', 'rows:5', 'dart:4'];
    const evaluated = await engine.evaluate({ data, modes, maxNewTokens: 3 });
    expect(evaluated.rows.map(({ n }) => n)).toEqual([1, 1, 1, 1]);
    expect((evaluated.notes ?? []).join(' ')).toMatch(
      /^.*Tokens of rows:5, dart:4 are rows .* of which a view has 9;/u,
    );

    const report = await engine.bench({
      subject: { kind: 'model', directory: golden.model },
      image: image(),
      budgets: [1, 0.5],
      rounds: 2,
    });
    expect(report).toMatchObject({ views: 7, tokensPerView: 36 });
    expect(report.promptPositions).toBe(35 + 63 + 29);
  });
});
