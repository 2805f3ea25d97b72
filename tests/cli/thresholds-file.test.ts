import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readThresholds } from '../../src-engine/cli/thresholds-file.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { inScratch } from './harness.ts';

async function refusal(content: string | Uint8Array): Promise<string> {
  return inScratch(async (folder) => {
    const file = join(folder, 'thresholds.json');
    await writeFile(file, content);
    const error: unknown = await readThresholds(file).catch((reason: unknown) => reason);
    if (!(error instanceof EngineError)) throw new Error('expected an EngineError');
    expect(error.code).toBe('bad-input');
    return error.message.replace(`${folder}/`, '');
  });
}

describe('readThresholds', () => {
  it('reads numbers and lets other fields be', async () => {
    await inScratch(async (folder) => {
      const file = join(folder, 't.json');
      await writeFile(file, '{"thresholds":[0.5,-1,2],"comment":"mine"}');
      await expect(readThresholds(file)).resolves.toEqual([0.5, -1, 2]);
    });
  });

  const cure = 'give a file with {"thresholds":[0.9, ...]}, one finite number per executed layer.';

  it.each(['', '{', 'thresholds'])('BAD CALL - refuses %j, which is not JSON', async (content) => {
    expect(await refusal(content)).toBe(`'thresholds.json' is not valid JSON; ${cure}`);
  });

  it.each([
    ['[0.9]', ' is [0.9], but must be an object'],
    ['{}', ': thresholds is missing, but must be a list'],
    ['{"thresholds":[]}', ': thresholds is [], but must have at least 1 entry'],
    ['{"thresholds":["0.9"]}', ": thresholds.0 is '0.9', but must be a number"],
    ['{"thresholds":[1e999]}', ': thresholds.0 is Infinity, but must be a number'],
    ['{"thresholds":[null]}', ': thresholds.0 is null, but must be a number'],
  ])('BAD CALL - refuses %j, which is no list of finite numbers', async (content, fact) => {
    expect(await refusal(content)).toBe(`thresholds.json${fact}; ${cure}`);
  });

  it('BAD CALL - refuses a binary file, a folder, and one that is not there', async () => {
    expect(await refusal(new Uint8Array([123, 0, 125]))).toBe(`'thresholds.json' is not UTF-8 text; ${cure}`);
    await inScratch(async (folder) => {
      await mkdir(join(folder, 'd'));
      await expect(readThresholds(join(folder, 'd'))).rejects.toThrow(`is a folder and not a file; ${cure}`);
      await expect(readThresholds(join(folder, 'x'))).rejects.toThrow(`is missing; ${cure}`);
    });
  });

  it('BAD CALL - refuses a file that is far too large', async () => {
    expect(await refusal(' '.repeat(17 * 1_048_576))).toBe(
      `'thresholds.json' has 17825792 bytes, more than the 16777216 that such a file may have; ${cure}`,
    );
  });
});
