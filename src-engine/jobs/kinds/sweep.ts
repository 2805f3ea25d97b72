/** One question about one picture at several budgets. Every row is kept as it is answered; answers of earlier sweeps are taken from where they are kept. */
import { EngineError } from '../../errors.ts';
import { clip, quotePath } from '../../files/words.ts';
import { firstChanges, joinRows, sweep as sweepRows } from '../../sweep/sweep.ts';
import type { SweepRequest, SweepRow } from '../../engine.ts';
import type { JobKindObject } from '../kind.ts';
import { sweepSubject, type FilePicture } from '../sweep-subject.ts';
import { sweepTable } from '../sweep-table.ts';

export const sweep: JobKindObject<'sweep'> = {
  about: ({ sweep: { image } }) => pictureOf(image).path,
  title: ({ sweep: { question, budgets } }) =>
    `Asking "${clip(question.trim(), 60)}" at ${budgets.length === 1 ? 'one budget' : `${budgets.length} budgets`}`,
  run: async ({ sweep: request }, { id, database, inTurn, call, kept }) => {
    const table = sweepTable(database);
    const image = pictureOf(request.image);
    const subject = await sweepSubject({ inTurn, kept: table }, image, request);
    const rows: SweepRow[] = [];
    for await (const row of sweepRows(subject, request, call.onProgress)) {
      rows.push(row);
      table.putRow(id, row);
      if (!row.kept) kept();
    }
    const joined = joinRows(rows);
    const { question } = request;
    return {
      kind: 'sweep',
      sweep: { image: image.path, question, rows: joined, firstChange: firstChanges(joined) },
    };
  },
};

/** What is open or pasted is made a file before a job is kept (sweep-picture.ts). */
function pictureOf(image: SweepRequest['image']): FilePicture {
  if (image.kind === 'file' || image.kind === 'pixel-values') return image;
  throw new EngineError('bad-input', `A job cannot keep ${quotePath(image.kind)}`, {
    remedy: 'give the picture as a file',
  });
}
