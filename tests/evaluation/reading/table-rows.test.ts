import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { setFile } from '../../../src-engine/evaluation/reading/subject.ts';
import { tableRows } from '../../../src-engine/evaluation/reading/table-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'dymu-rows-'));
const file = join(folder, 'a.tsv');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function rows(text: string) {
  writeFileSync(file, text);
  const found = [];
  for await (const row of tableRows(file, setFile(file))) found.push(row);
  return found;
}

/** As pandas writes a field. */
const written = (text: string): string => (/["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

describe('tableRows', () => {
  it('reads fields with tabs, line ends and quotation marks in them, and counts lines', async () => {
    const found = await rows('a\tb\n"one\ntwo"\t"say ""hi""\tnow"\n\nlast\t3\r\n');
    expect(found.map(({ line, fields }) => [line, ...fields.map(({ text }) => text)])).toEqual([
      [1, 'a', 'b'],
      [2, 'one\ntwo', 'say "hi"\tnow'],
      [5, 'last', '3'],
    ]);
  });

  it('reads back every table as it was written', async () => {
    const cell = fc.string().filter((text) => !text.includes('\r'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('x', 'y'), cell, cell), { minLength: 1 }),
        async (table) => {
          const found = await rows(table.map((row) => row.map(written).join('\t')).join('\n'));
          expect(found.map(({ fields }) => fields.map(({ text }) => text))).toEqual(table);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads fields alike wherever a piece of the file ends', async () => {
    const filler = 'x'.repeat(1_048_576 - 9); // the pieces are of a megabyte
    for (const tail of ['"a\n""b"\tc\n', 'ab\tcd\tef\n', '\t"q"\t\n']) {
      const found = [];
      for (let shift = 0; shift < 12; shift++)
        found.push(
          (await rows(`${filler.slice(shift)}\n${tail}z`)).map(({ line, fields }) => [
            line,
            ...fields.slice(-3).map(({ text }) => text.slice(0, 9)),
          ]),
        );
      for (const each of found) expect(each.slice(1)).toEqual(found[0]!.slice(1));
      expect(found[0]!).toHaveLength(3);
    }
  });

  it('says where a long field lies and holds only its beginning', async () => {
    const long = 'QUJD'.repeat(500_000);
    const [head, row] = await rows(`index\timage\tanswer\n7\t${long}\tA\n`);
    expect(head!.fields).toHaveLength(3);
    const image = row!.fields[1]!;
    expect([image.long, image.text.length, image.length]).toEqual([true, 262_144, long.length]);
    expect(
      readFileSync(file)
        .subarray(image.at, image.at + image.length)
        .toString(),
    ).toBe(long);
    expect(row!.fields[2]!.text).toBe('A');
  });
});
