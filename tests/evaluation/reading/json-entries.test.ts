import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { jsonEntries } from '../../../src-engine/evaluation/reading/json-entries.ts';
import { setFile } from '../../../src-engine/evaluation/reading/subject.ts';

const folder = mkdtempSync(join(tmpdir(), 'dymu-entries-'));
const file = join(folder, 'a.json');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function entries(text: string, field = '') {
  writeFileSync(file, text);
  const found = [];
  for await (const { number, key, value } of jsonEntries(file, field, setFile(file)))
    found.push([number, key, value]);
  return found;
}

describe('jsonEntries', () => {
  it('gives the entries of a list, of an object and of a field, one by one', async () => {
    expect(await entries('[1, "a]", {"b": [2]}, null, [ ] ]')).toEqual([
      [1, undefined, 1],
      [2, undefined, 'a]'],
      [3, undefined, { b: [2] }],
      [4, undefined, null],
      [5, undefined, []],
    ]);
    expect(await entries('{"x": {"a": 1}, "y\\"": 2}')).toEqual([
      [1, 'x', { a: 1 }],
      [2, 'y"', 2],
    ]);
    const nested = '{"info": {"data": [9]}, "n": "data", "data": [{"a": "{"}, 3], "end": [1]}';
    expect(await entries(nested, 'data')).toEqual([
      [1, undefined, { a: '{' }],
      [2, undefined, 3],
    ]);
    expect(await entries('{"data": []}', 'data')).toEqual([]);
  });

  it('reads any document as JSON.parse does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async (list, object) => {
          expect((await entries(JSON.stringify(list))).map(([, , value]) => value)).toEqual(
            JSON.parse(JSON.stringify(list)),
          );
          const inside = await entries(
            JSON.stringify({ before: object, list: [list, object], after: list }),
            'list',
          );
          expect(inside.map(([, , value]) => value)).toEqual(JSON.parse(JSON.stringify([list, object])));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('joins entries that a chunk of the file ends in', async () => {
    const long = 'é"\\'.repeat(200_000);
    const list = [{ a: long }, { b: long }, { c: 1 }];
    expect((await entries(JSON.stringify(list))).map(([, , value]) => value)).toEqual(list);
  });

  it('tells an entry that is no JSON, and goes on behind it', async () => {
    expect(await entries('[{"a": nope}, {"b": 2}]')).toEqual([
      [1, undefined, undefined],
      [2, undefined, { b: 2 }],
    ]);
  });

  it('refuses what breaks off, lacks the field or is no JSON', async () => {
    await expect(entries('{"data": [{"a": 1}, {"b": ', 'data')).rejects.toThrow(
      /a\.json' breaks off after 1 entries, at byte 26; download it again\.$/,
    );
    await expect(entries('{"other": []}', 'data')).rejects.toThrow("has no list 'data'");
    await expect(entries('question,answer')).rejects.toThrow('is not valid JSON');
    await expect(entries('version https://git-lfs.github.com/spec/v1\noid sha256:1\n')).rejects.toThrow(
      /LFS/,
    );
  });
});
