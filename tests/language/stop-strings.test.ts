import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createStopStrings } from '../../src-engine/language/stop-strings.ts';
import { tokenBytes } from '../../src-engine/language/token-bytes.ts';
import { createTokenizer } from '../../src-engine/language/tokenizer.ts';
import { goldenModel } from '../support/scratch.ts';

const names = ['llava15-clip', 'onevision', 'paligemma'] as const;

/** What StopStringCriteria of transformers 5.24 says: tools/golden/generation.py. */
const fixture = z
  .object({
    transformers: z.literal('5.24.0'),
    rows: z.array(
      z.object({ model: z.enum(names), ids: z.array(z.number()), stop: z.string(), ends: z.boolean() }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/generation/stop-strings.json'), 'utf8')),
  );

describe.each(names)('stop strings of %s', (name) => {
  const read = (file: string) =>
    z.looseObject({}).parse(JSON.parse(readFileSync(join(goldenModel(name), file), 'utf8')));
  const json = read('tokenizer.json');
  const tokenizer = createTokenizer({ json, config: read('tokenizer_config.json') });

  it('end an answer where transformers ends it', () => {
    const rows = fixture.rows.filter(({ model }) => model === name);
    const got = rows.map((row) => ({
      ...row,
      ends: createStopStrings([row.stop], tokenizer, tokenBytes(json))(row.ids),
    }));
    expect(got).toEqual(rows);
    expect(rows.filter(({ ends }) => ends).length).toBeGreaterThan(20);
  });

  it('end it where any of several does, and an empty one at once', () => {
    const [id = 0] = tokenizer.encode('a').slice(-1);
    expect(createStopStrings(['zzz', 'a'], tokenizer, tokenBytes(json))([id])).toBe(true);
    expect(createStopStrings(['zzz'], tokenizer, tokenBytes(json))([id])).toBe(false);
    expect(createStopStrings([''], tokenizer, tokenBytes(json))([id])).toBe(true);
  });
});
