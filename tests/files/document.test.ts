import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { document, documentIfWhole } from '../../src-engine/files/document.ts';
import type { Subject } from '../../src-engine/files/refusal.ts';
import { refusal } from '../support/scratch.ts';

const subject: Subject = { file: '/home/a/notes.json', code: 'bad-input', remedy: 'write it again' };
const schema = z.strictObject({
  version: z.literal(1),
  mode: z.enum(['a', 'b']).optional(),
  share: z.number().gt(0).max(1).optional(),
  names: z.array(z.string().min(2)).max(2).optional(),
  on: z.boolean().optional(),
  sizes: z.record(z.string(), z.int()).optional(),
});

function sentence(value: unknown): string {
  const { code, message } = refusal(() => document(schema, JSON.stringify(value), subject));
  expect(code).toBe('bad-input');
  expect(message).toMatch(/^\/home\/a\/notes\.json.*; write it again\.$/);
  return message.slice('/home/a/notes.json'.length, -'; write it again.'.length);
}

describe('document', () => {
  it('gives what the schema makes of the text', () => {
    expect(document(schema, '{"version":1,"share":1}', subject)).toEqual({ version: 1, share: 1 });
  });

  it.each([
    [{}, ': version is missing, but must be 1'],
    [{ version: 2 }, ': version is 2, but must be 1'],
    [{ version: 1, mode: 'c' }, ": mode is 'c', but must be 'a' or 'b'"],
    [{ version: 1, share: 0 }, ': share is 0, but must be more than 0'],
    [{ version: 1, share: 2 }, ': share is 2, but must be at most 1'],
    [{ version: 1, share: 'x' }, ": share is 'x', but must be a number"],
    [{ version: 1, names: ['ab', 'c'] }, ": names.1 is 'c', but must have at least 2 characters"],
    [{ version: 1, names: ['ab', 'ab', 'ab'] }, ': names is a list, but must have at most 2 entries'],
    [{ version: 1, on: null }, ': on is null, but must be true or false'],
    [{ version: 1, sizes: { a: 0.5 } }, ': sizes.a is 0.5, but must be a whole number'],
    [{ version: 1, colour: 'red' }, ': colour is not a field that is known'],
    [[], ' is [], but must be an object'],
  ])('says of %j what is wrong with it', (value, fact) => {
    expect(sentence(value)).toBe(fact);
  });

  it('keeps names and values of a hostile file short and on one line', () => {
    const message = sentence({ version: 1, [`a\n${'b'.repeat(500)}`]: 1 });
    expect(message).toMatch(/^: a\?b{78}… is not a field that is known$/u);
  });

  it('tells a pointer to a large file from damage', () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\n';
    expect(refusal(() => document(schema, pointer, subject)).message).toBe(
      `'/home/a/notes.json' is a Git LFS pointer and not the file itself; run "git lfs pull" in its folder.`,
    );
    expect(refusal(() => document(schema, '{', subject)).message).toBe(
      "'/home/a/notes.json' is not valid JSON; write it again.",
    );
  });
});

describe('documentIfWhole', () => {
  it.each(['', '{"version":', '{"version":2}', 'null'])('takes %j for nothing', (text) => {
    expect(documentIfWhole(schema, text)).toBeUndefined();
  });

  it('gives what the schema makes of the text', () => {
    expect(documentIfWhole(schema, '{"version":1}')).toEqual({ version: 1 });
  });
});
