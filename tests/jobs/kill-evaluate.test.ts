/** A process that evaluates is killed ten times, at random moments; every question is answered once, and the figures are those of an undisturbed one. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../src-engine/database/database.ts';
import type { JobRequest } from '../../src-engine/engine.ts';
import { noisePng } from '../support/noise-png.ts';
import { emptyFolder, goldenModel } from '../support/scratch.ts';
import { calmAndKilled } from './killed.ts';

const pictures = 4;
const questions = ['What is it?', 'Is it a dog?', 'How many are there?'];
const modes = ['full', 'tome:20', 'tome:20:no-vtu'];

/** Every answer with what it is of, whatever the order and the half-written lines; [the kept lines, different questions]. */
async function answersIn(
  folder: string,
): Promise<{ readonly lines: readonly string[]; readonly keys: number }> {
  const kept = join(folder, 'evaluation');
  const [file = ''] = (await readdir(kept)).filter((name) => name.endsWith('.jsonl'));
  const [, ...lines] = (await readFile(join(kept, file), 'utf8')).split('\n');
  const whole = lines.filter((line) => line.endsWith('}')).sort();
  const keys = new Set(whole.map((line) => z.object({ key: z.string() }).parse(JSON.parse(line)).key));
  return { lines: whole, keys: keys.size };
}

function figuresIn(folder: string): unknown {
  const database = openDatabase(folder);
  const row = database.row(z.object({ result: z.string() }), 'select result from jobs');
  database.close();
  return JSON.parse(row?.result ?? 'null');
}

describe('an evaluation whose process is killed', () => {
  it(
    'ten times loses no answer, asks nothing twice, and ends with the figures of an undisturbed one',
    { timeout: 600_000 },
    async () => {
      const root = await emptyFolder();
      await mkdir(join(root, 'pictures'));
      const lines: string[] = [];
      for (let index = 0; index < pictures; index += 1) {
        const image = `pictures/${index}.png`;
        await writeFile(join(root, image), noisePng(index, 48, 40));
        for (const question of questions) lines.push(JSON.stringify({ image, question, answers: ['yes'] }));
      }
      const data = join(root, 'questions.jsonl');
      await writeFile(data, lines.join('\n'));
      const request: JobRequest = {
        kind: 'evaluate',
        model: { directory: goldenModel('llava15-clip') },
        evaluate: { data, modes, maxNewTokens: 4 },
      };
      const { calm, killed } = await calmAndKilled(root, () => request);
      const answers = await answersIn(killed.folder);
      expect(answers).toEqual(await answersIn(calm.folder));
      expect(answers.lines).toHaveLength(answers.keys);
      expect(figuresIn(killed.folder)).toEqual(figuresIn(calm.folder));
      expect(figuresIn(killed.folder)).toMatchObject({
        kind: 'evaluate',
        evaluate: { questions: lines.length },
      });
    },
  );
});
