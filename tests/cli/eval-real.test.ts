/** `dymu eval` with the real engine on a golden checkpoint: from files to tables, interrupted and resumed. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import { golden } from './golden-case.ts';
import { cli, inScratch, oneSentence } from './harness.ts';
import type { CliOptions } from './harness.ts';

function prepare(folder: string) {
  cpSync(golden.image, join(folder, 'a.png'));
  cpSync(join(golden.find, 'batch1_1.png'), join(folder, 'b.png'));
  const lines = ['a.png', 'b.png'].flatMap((image) =>
    ['What is it?', 'How many?'].map((question) => JSON.stringify({ image, question, answers: ['x'] })),
  );
  writeFileSync(join(folder, 'questions.jsonl'), lines.join('\n'));
  const cacheDirectory = join(folder, 'cache');
  const create: NonNullable<CliOptions['createEngine']> = (options) =>
    createEngine({ ...options, cacheDirectory });
  const argv = [
    'eval',
    '--model',
    golden.model,
    '--device',
    'cpu',
    '--data',
    folder,
    '--modes',
    'full,tome:20',
  ];
  return { create, argv: [...argv, '--max-new-tokens', '4', '--json'] };
}

describe('dymu eval on a real model', () => {
  it('prints the document of the contract', async () => {
    await inScratch(async (folder) => {
      const { create, argv } = prepare(folder);
      const { status, out } = await cli(argv, { createEngine: create });
      expect(status).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        model: 'llava15-clip',
        rows: [
          { mode: 'full', n: 4, accuracy: 0, ci: [0, 0], retention: null, byKind: {} },
          { mode: 'tome:20', n: 4, tokens: { mean: 20, std: 0 } },
        ],
      });
    });
  });

  it('gives the same table after an interruption, and answers only what was left', async () => {
    await inScratch(async (folder) => {
      const { create, argv } = prepare(folder);
      const whole = await cli(argv, { createEngine: create });
      const controller = new AbortController();
      const stopping: typeof create = async (options) => {
        const engine = await create(options);
        return {
          ...engine,
          evaluate: (request, call) =>
            engine.evaluate(request, {
              ...call,
              onProgress: ({ done }) => {
                if (done === 3) controller.abort();
              },
            }),
        };
      };
      const stopped = await cli(argv, { createEngine: stopping, signal: controller.signal });
      expect([stopped.status, stopped.out]).toEqual([130, '']);

      const resumed = await cli([...argv, '--resume', '--out', join(folder, 'table.json')], {
        createEngine: create,
      });
      expect(resumed.status).toBe(0);
      expect(JSON.parse(resumed.out)).toEqual(JSON.parse(whole.out));
      expect(readFileSync(join(folder, 'table.json'), 'utf8')).toContain('"format": "dymu-evaluation"');
    });
  });

  it('names the bad line and the missing picture, and goes on with the others', async () => {
    await inScratch(async (folder) => {
      const { create, argv } = prepare(folder);
      const file = join(folder, 'questions.jsonl');
      const lines = readFileSync(file, 'utf8').replaceAll('b.png', 'c.png');
      writeFileSync(file, `${lines}\n{"image":"a.png"}`);
      const { status, out, err } = await cli(argv, { createEngine: create });
      expect(status).toBe(0);
      const gone = { image: 'c.png', reason: "The image 'c.png' is not there." };
      expect(JSON.parse(out)).toMatchObject({
        questions: 2,
        refused: [
          { line: 3, ...gone },
          { line: 4, ...gone },
          { line: 5, reason: "'question' is missing, but must be text." },
        ],
      });
      expect(err).toContain(`  ${file}:5: 'question' is missing, but must be text.\n`);
      expect(err).toContain('3 of 5 questions could not be used and are in no figure.\n');
    });
  });

  it('ends with status 1 where no line can be used', async () => {
    await inScratch(async (folder) => {
      const { create, argv } = prepare(folder);
      const file = join(folder, 'questions.jsonl');
      writeFileSync(file, '{"image":"a.png"}');
      const bad = await cli([...argv, '--quiet'], { createEngine: create });
      expect(bad.status).toBe(1);
      expect(oneSentence(bad.err)).toContain(
        "holds no questions (line 1: 'question' is missing, but must be text)",
      );
      writeFileSync(file, '{"image":"c.png","question":"What?","answers":["x"]}');
      const missing = await cli([...argv, '--quiet'], { createEngine: create });
      expect(missing.status).toBe(1);
      expect(oneSentence(missing.err)).toContain("names an image that is not there ('c.png', line 1)");
    });
  });
});
