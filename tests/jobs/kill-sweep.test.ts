/** A process that sweeps is killed ten times, at random moments; nothing is answered twice, and the rows are those of an undisturbed one. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../src-engine/database/database.ts';
import type { JobRequest, SweepBudget } from '../../src-engine/engine.ts';
import { noisePng } from '../support/noise-png.ts';
import { emptyFolder, goldenModel } from '../support/scratch.ts';
import { calmAndKilled } from './killed.ts';

const rowSchema = z.looseObject({ tokens: z.int(), text: z.string(), position: z.int() });
const resultSchema = z.object({ sweep: z.looseObject({ rows: z.array(rowSchema) }) });

/** What hangs on neither the clock nor on what was kept. */
function found(folder: string) {
  const database = openDatabase(folder);
  const text = z.object({ text: z.string() });
  const result = database.row(text, 'select result as text from jobs')?.text ?? 'null';
  const rows = database.rows(text, 'select answered as text from sweep_rows order by position');
  const answers = database.rows(text, 'select key as text from sweep_answers order by key');
  database.close();
  const plain = ({
    position,
    tokens,
    text: words,
    method,
    budget,
    sameAsFull,
  }: z.infer<typeof rowSchema>) => ({
    position,
    method,
    budget,
    tokens,
    words,
    sameAsFull,
  });
  const { sweep } = resultSchema.parse(JSON.parse(result));
  return {
    result: { ...sweep, rows: sweep.rows.map(plain) },
    rows: rows.map(({ text: row }) => plain(rowSchema.parse(JSON.parse(row)))),
    answers,
  };
}

describe('a sweep whose process is killed', () => {
  it(
    'ten times answers nothing twice, and ends with the rows of an undisturbed one',
    { timeout: 600_000 },
    async () => {
      const root = await emptyFolder();
      const path = join(root, 'a.png');
      await writeFile(path, noisePng(1, 48, 40));
      const budgets = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4].map((threshold): SweepBudget => ({
        words: `${threshold}`,
        request: {
          method: 'dymu',
          budget: { kind: 'thresholds', thresholds: new Array<number>(5).fill(threshold) },
        },
      }));
      const request: JobRequest = {
        kind: 'sweep',
        model: { directory: goldenModel('llava15-clip') },
        sweep: {
          image: { kind: 'file', path },
          question: 'What is it?',
          budgets,
          methods: ['dymu', 'tome', 'pool'],
          maxNewTokens: 6,
        },
      };
      const { calm, killed } = await calmAndKilled(root, () => request);
      const [one, other] = [found(killed.folder), found(calm.folder)];
      expect(one).toEqual(other);
      expect(one.rows).toHaveLength(1 + budgets.length * 3);
    },
  );
});
