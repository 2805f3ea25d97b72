/** One question about one picture at several budgets. Every row is kept as it is answered; answers of earlier sweeps are taken from where they are kept. */
import { clip } from '../../files/words.ts';
import { firstChanges, joinRows } from '../../sweep/sweep.ts';
import type { SweepRow } from '../../engine.ts';
import { answeringTurns, type JobKindObject } from '../kind.ts';
import { answeredRows, pictureOf, picturesOf } from '../sweep-rows.ts';
import { sweepTable } from '../sweep-table.ts';

export const sweep: JobKindObject<'sweep'> = {
  about: (request) => pictureOf(request.sweep).path,
  pictures: (request) => picturesOf(request.sweep).map(({ path }) => path),
  title: ({ sweep: { question, budgets } }) =>
    `Asking "${clip(question.trim(), 60)}" at ${budgets.length === 1 ? 'one budget' : `${budgets.length} budgets`}`,
  run: async ({ sweep: request }, { id, database, call, kept, ...context }) => {
    const table = sweepTable(database);
    const rows: SweepRow[] = [];
    for await (const row of answeredRows(
      { inTurn: answeringTurns(context), kept: table },
      request,
      call.onProgress,
    )) {
      rows.push(row);
      table.putRow(id, row);
      if (!row.kept) kept();
    }
    const joined = joinRows(rows);
    const { question } = request;
    const image = pictureOf(request).path;
    return { kind: 'sweep', sweep: { image, question, rows: joined, firstChange: firstChanges(joined) } };
  },
};
