import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { count } from '../../src-engine/families/parts/config-fields.ts';
import { parseDocument, readJson, readOptionalJson } from '../../src-engine/files/published-json.ts';
import { emptyFolder } from '../support/scratch.ts';

async function written(content: string | Uint8Array): Promise<string> {
  const path = join(await emptyFolder(), 'config.json');
  await writeFile(path, content);
  return path;
}

describe('readJson', () => {
  it('names the file that is damaged and says what is wrong with it', async () => {
    await expect(readJson(await written('{"a":'), 100)).rejects.toThrow(
      "'config.json' is not valid JSON; download it again",
    );
    await expect(readJson(await written(Uint8Array.of(0xff)), 100)).rejects.toThrow(
      "'config.json' is not UTF-8 text",
    );
    await expect(
      readJson(await written('version https://git-lfs.github.com/spec/v1\n'), 100),
    ).rejects.toThrow('git lfs pull');
    await expect(readJson(await written('{}'.padEnd(200)), 100)).rejects.toThrow('has 200 bytes');
  });

  it('refuses nesting and lengths that no writer writes, before they are parsed', async () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    await expect(readJson(await written(deep(64)), 1e6)).resolves.toHaveProperty('value');
    await expect(readJson(await written(deep(200_000)), 1e6)).rejects.toThrow(
      "'config.json' nests lists and objects 200000 deep, more than the 64 allowed; download it again",
    );
    await expect(readJson(await written(`[${'1,'.repeat(2_000_000)}1]`), 1e7)).rejects.toThrow(
      "'config.json' has 2000001 values, more than the 2000000 allowed",
    );
  });

  it('skips a byte order mark, and an optional file that is not there', async () => {
    const path = await written('\ufeff{"a":1}');
    expect((await readJson(path, 100)).value).toEqual({ a: 1 });
    expect(await readOptionalJson(await emptyFolder(), 'x.json', 100)).toBeUndefined();
  });
});

describe('parseDocument', () => {
  const schema = z.object(
    { size: count(9), list: z.array(count(3)).optional() },
    { error: 'must be an object' },
  );
  const sentence = (value: unknown) => {
    try {
      parseDocument(schema, { file: 'x.json', value }, ['outer']);
      return 'accepted';
    } catch (cause) {
      return cause instanceof Error ? cause.message : '';
    }
  };

  it('names file, field, value and rule', () => {
    const end = '; download it again from where the model was published.';
    const rule = 'must be a whole number from 1 to 9';
    expect(sentence({ size: 1 })).toBe('accepted');
    expect(sentence({ size: 10 })).toBe(`x.json: outer.size is 10, but ${rule}${end}`);
    expect(sentence({ size: 'a' })).toBe(`x.json: outer.size is 'a', but ${rule}${end}`);
    expect(sentence({})).toBe(`x.json: outer.size is missing, but ${rule}${end}`);
    expect(sentence({ size: 2, list: [1, 4] })).toBe(
      `x.json: outer.list.1 is 4, but must be a whole number from 1 to 3${end}`,
    );
    expect(sentence([])).toBe(`x.json: outer is [], but must be an object${end}`);
  });

  it('finds words where a schema has none of its own', () => {
    expect(sentence({ size: 2, list: 5 })).toContain('x.json: outer.list is 5, but must be a list');
  });
});
