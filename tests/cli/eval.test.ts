import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src-engine/engine.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { cli, inScratch, oneSentence, recorder } from './harness.ts';

const data = ['--data', 'questions.jsonl'];

describe('dymu eval', () => {
  it('asks the presets against all tokens unless told otherwise, and prints the table', async () => {
    const record = recorder();
    const { status, out, err } = await cli(['eval', ...data], record);
    expect(status).toBe(0);
    expect(record.evaluations).toEqual([
      {
        data: resolve('questions.jsonl'),
        modes: ['full', 'dymu:high', 'dymu:mid', 'dymu:low'],
      },
    ]);
    const [head, full, ...rest] = out.split('\n');
    expect(head).toMatch(/^mode +tokens +accuracy +retention +difference$/);
    expect(full).toMatch(/^full +256\.0 ± 0\.0 +75\.0 % \(70\.0 to 80\.0\) +100\.0 % +-$/);
    expect(rest[2]).toMatch(
      /^dymu:low +40\.0 ± 10\.0 +66\.6 % \(61\.6 to 71\.6\) +88\.8 % +-8\.4 \(-10\.4 to -6\.4\)$/,
    );
    expect(err).toContain('Answering in mode dymu:mid (50 %)\n');
    expect(err).toContain('Intervals from 4 images are too narrow to be trusted.\n');
    expect(err).toMatch(/a difference whose interval contains 0 may be chance\.\n$/);
  });

  it('hands every option on', async () => {
    const record = recorder();
    const { status } = await cli(
      [
        'eval',
        ...data,
        '--modes',
        'full,tome:90,dymu:0.3:no-vtu',
        '--scorer',
        'anls',
        '--limit',
        '7',
        '--max-new-tokens',
        '9',
        '--resume',
        '--set',
        'vqav2',
        '--split',
        'val2014',
        '--instruction',
        'usual',
      ],
      record,
    );
    expect(status).toBe(0);
    expect(record.evaluations).toEqual([
      {
        data: resolve('questions.jsonl'),
        modes: ['full', 'tome:90', 'dymu:0.3:no-vtu'],
        set: 'vqav2',
        split: 'val2014',
        scorer: 'anls',
        instruction: 'usual',
        limit: 7,
        maxNewTokens: 9,
        resume: true,
      },
    ]);
  });

  it('asks the bundled bench when no data is given, and says so', async () => {
    const record = recorder();
    const { status, err } = await cli(['eval'], record);
    expect(status).toBe(0);
    const bench = record.evaluations[0]!.data;
    expect(bench).toMatch(/assets[\\/]bench[\\/]questions\.jsonl$/);
    expect(readFileSync(bench, 'utf8')).toContain('"kind": "count"');
    expect(err).toContain(`No questions given: using the bundled ${bench}.\n`);
  });

  it('prints one document with the fields of the contract', async () => {
    const { status, out } = await cli(['eval', ...data, '--modes', 'full,tome:64', '--json', '--quiet']);
    expect(status).toBe(0);
    const document: unknown = JSON.parse(out);
    expect(document).toMatchObject({
      model: 'pocket',
      rows: [
        {
          mode: 'full',
          n: 8,
          accuracy: 0.75,
          ci: [0.7, 0.8],
          retention: 1,
          tokens: { mean: 256, std: 0 },
          byKind: { count: 0.7, where: 0.8 },
        },
        { mode: 'tome:64', n: 8, tokens: { mean: 64, std: 0 } },
      ],
    });
    expect(document).not.toHaveProperty('details');
    expect(document).toHaveProperty('refused', []);
  });

  it('names file and line of what was left out, counts it, and ends well', async () => {
    const refused = [{ line: 7, image: 'x.png', reason: "The image 'x.png' is not there." }];
    const notes = ['1 image was read with a remark.'];
    const leaving = (): Engine => {
      const engine = createFakeEngine();
      return {
        ...engine,
        evaluate: async (...call) => ({ ...(await engine.evaluate(...call)), refused, notes }),
      };
    };
    const plain = await cli(['eval', ...data], { engine: leaving() });
    expect(plain.status).toBe(0);
    expect(plain.out).toMatch(/; 1 left out\n$/);
    expect(plain.err).toContain(`${resolve('questions.jsonl')}:7: The image 'x.png' is not there.\n`);
    const json = await cli(['eval', ...data, '--json', '--quiet'], { engine: leaving() });
    expect(JSON.parse(json.out)).toMatchObject({ refused, notes });
  });

  it.each(['choice', 'yes-no:pope'])('takes the scorer %s', async (scorer) => {
    const record = recorder();
    expect((await cli(['eval', ...data, '--scorer', scorer], record)).status).toBe(0);
    expect(record.evaluations[0]).toMatchObject({ scorer });
  });

  it('says what was recognised, how much of it there is, and which images are missing', async () => {
    const { err } = await cli(['eval', ...data, '--set', 'pope', '--split', 'all']);
    expect(err).toContain(
      'POPE, all (also there: random; choose with --split): 8 questions about 4 images, judged by yes-no:pope.\n1 image is not there, and 1 question about it left out: 4.png.\n',
    );
  });

  it('hands modes at equal tokens on, and shows them beside the mode that gave their counts', async () => {
    const record = recorder();
    const { out } = await cli(['eval', ...data, '--modes', 'full,dymu:low,equal'], record);
    expect(record.evaluations[0]).toMatchObject({ modes: ['full', 'dymu:low', 'equal'] });
    expect(out).toMatch(/\ntome:40 +40\.0/);
    expect(out).toContain('\ntome:40 at the 40.0 tokens of dymu:low: 0.0 (-1.0 to +1.0) to dymu:low\n');
  });

  it('writes the table as Markdown, with the answers that changed', async () => {
    await inScratch(async (folder) => {
      const record = recorder();
      const file = join(folder, 't.md');
      await cli(['eval', ...data, '--out', file], record);
      expect(record.evaluations[0]).toHaveProperty('details', true);
      expect(readFileSync(file, 'utf8')).toMatch(
        /^# pocket on .+questions\.jsonl: 8 questions about 4 images\n\n[^]+\| Made \| DyMU Explorer \d[^]+\| mode \| tokens \|/,
      );
    });
  });

  it('writes the table as CSV, all answers as JSON, and the curve as SVG', async () => {
    await inScratch(async (folder) => {
      const [csv, json, svg] = ['t.csv', 't.json', 'c.svg'].map((name) => join(folder, name));
      const first = await cli(['eval', ...data, '--out', csv!, '--figure', svg!]);
      expect(first.err).toContain(`Table written to ${csv}.\nFigure written to ${svg}.\n`);
      expect(readFileSync(csv!, 'utf8')).toMatch(/^mode,n,accuracy,/);
      expect(readFileSync(svg!, 'utf8')).toContain('<title>dymu:low</title>');
      const record = recorder();
      await cli(['eval', ...data, '--out', json!], record);
      expect(record.evaluations[0]).toHaveProperty('details', true);
      const written: unknown = JSON.parse(readFileSync(json!, 'utf8'));
      expect(written).toMatchObject({ format: 'dymu-evaluation', version: 1 });
      expect(written).toHaveProperty('details.0.given.0.text', 'Two.');
    });
  });

  it.each([
    [
      ['--modes', 'full,fast'],
      /^There is no mode "fast"; choose among full, dymu:high, dymu:mid, dymu:low, dymu:P, rows:high, rows:mid, rows:low, rows:P, tome:P, pool:P, visionzip:P, dart:P, tome=MODE, pool=MODE, visionzip=MODE, dart=MODE, equal, retention, where P is /,
    ],
    [['--modes', ''], /^There is no mode ""; choose among full/],
    [['--modes', 'full,full'], /^The mode full is listed twice/],
    [
      ['--scorer', 'bleu'],
      /^--scorer takes exact, exact:gqa, vqa, .*, yes-no:mme; "bleu" is not one of them\.$/,
    ],
    [['--set', 'coco'], /^--set takes jsonl, vqav2, gqa, .*, docvqa; "coco" is not one of them\.$/],
    [['--modes', 'full,equal'], /^Modes at equal tokens need a DyMU mode in the list; add one/],
    [
      ['--modes', 'full,tome=dymu:low'],
      /takes its tokens from a mode that is not in the list; add dymu:low to it\.$/,
    ],
    [['--limit', '0'], /^--limit takes a whole number from 1/],
    [
      ['--out', 'table.txt'],
      /^--out takes a file ending in \.csv or \.json or \.md, and "table\.txt" does not\.$/,
    ],
    [['--figure', 'curve.png'], /^--figure takes a file ending in \.svg/],
  ])('takes %j as wrong usage', async (argv, sentence) => {
    const { status, err } = await cli(['eval', ...data, ...argv]);
    expect(status).toBe(2);
    expect(oneSentence(err)).toMatch(sentence);
  });

  it('wants questions for a model of the user', async () => {
    const { status, err } = await cli(['eval', '--model', '/models/other']);
    expect(status).toBe(2);
    expect(oneSentence(err)).toBe(
      'The bundled bench is made for the embedded model; give questions with --data FILE.',
    );
  });

  it('says how to go on where DyMU has no calibration, and runs without it in other modes', async () => {
    const uncalibrated = (): Engine => {
      const engine = createFakeEngine();
      return {
        ...engine,
        load: async (...call) => ({ ...(await engine.load(...call)), calibration: null }),
      };
    };
    const refused = await cli(['eval', ...data], { engine: uncalibrated() });
    expect(refused.status).toBe(1);
    expect(oneSentence(refused.err)).toMatch(
      /^No calibration of pocket was found, .* or evaluate --modes full,pool:34%\.$/,
    );
    const ran = await cli(['eval', ...data, '--modes', 'full,pool:34%'], { engine: uncalibrated() });
    expect(ran.status).toBe(0);
  });

  it('ends cleanly when interrupted, says how to go on, and closes the engine', async () => {
    const controller = new AbortController();
    const engine = createFakeEngine({ encodeDelayMs: 5 });
    const record = recorder({
      ...engine,
      evaluate: (request, call) => {
        setTimeout(() => {
          controller.abort();
        }, 8);
        return engine.evaluate(request, call);
      },
    });
    const { status, out, err } = await cli(['eval', ...data], {
      ...record,
      signal: controller.signal,
    });
    expect([status, out]).toEqual([130, '']);
    expect(err).toMatch(/\nThe answers so far are kept; continue with --resume\.\nStopped on request\.\n$/);
    expect(record.closes).toBe(1);
  });
});
