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

  it.each(['', '{', 'thresholds'])('BAD CALL - refuses %j, which is not JSON', async (content) => {
    expect(await refusal(content)).toBe(
      'thresholds.json is not JSON; write {"thresholds":[0.9, ...]} into it.',
    );
  });

  it.each([
    '[0.9]',
    '{}',
    '{"thresholds":[]}',
    '{"thresholds":["0.9"]}',
    '{"thresholds":[1e999]}',
    '{"thresholds":[null]}',
  ])('BAD CALL - refuses %j, which is no list of finite numbers', async (content) => {
    expect(await refusal(content)).toBe(
      'thresholds.json is not a list of thresholds; write {"thresholds":[0.9, ...]} with one finite number per executed layer.',
    );
  });

  it('BAD CALL - refuses a binary file, a folder, and one that is not there', async () => {
    expect(await refusal(new Uint8Array([123, 0, 125]))).toBe(
      'thresholds.json is not a text file; give a file with thresholds.',
    );
    await inScratch(async (folder) => {
      await mkdir(join(folder, 'd'));
      await expect(readThresholds(join(folder, 'd'))).rejects.toThrow(
        /is not a file; give a file with thresholds\.$/,
      );
      await expect(readThresholds(join(folder, 'x'))).rejects.toThrow(
        /does not exist; give a file with thresholds\.$/,
      );
    });
  });

  it('BAD CALL - refuses a file that is far too large', async () => {
    expect(await refusal(' '.repeat(17 * 1_048_576))).toBe(
      'thresholds.json is larger than 16 MB; give a smaller file with thresholds.',
    );
  });
});
