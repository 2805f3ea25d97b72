import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFigurePath, checkOutputPath } from '../../src-engine/cli/output-path.ts';
import { UsageError } from '../../src-engine/cli/usage-error.ts';
import { inScratch } from './harness.ts';

describe('checkOutputPath', () => {
  it('gives the absolute path of a file that can be written', async () => {
    await inScratch(async (folder) => {
      expect(await checkOutputPath(join(folder, 'x.safetensors'))).toBe(join(folder, 'x.safetensors'));
    });
  });

  it('BAD CALL - refuses what is there and is no ordinary file', async () => {
    await inScratch(async (folder) => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      await expect(checkOutputPath(join(folder, 'pipe'))).rejects.toThrow(
        /pipe is no ordinary file; give the name of a file to write\.$/,
      );
    });
  });

  it('BAD CALL - refuses a folder, and a file in a folder that is not there', async () => {
    await inScratch(async (folder) => {
      await mkdir(join(folder, 'd'));
      await expect(checkOutputPath(join(folder, 'd'))).rejects.toThrow(
        /is a folder; give the name of a file to write\.$/,
      );
      await expect(checkOutputPath(join(folder, 'no', 'x'))).rejects.toThrow(
        /^The folder of .* does not exist; create it or choose another place\.$/,
      );
    });
  });
});

describe('checkFigurePath', () => {
  it('takes .png and .svg in any case', async () => {
    await inScratch(async (folder) => {
      expect(await checkFigurePath(join(folder, 'x.PNG'))).toBe(join(folder, 'x.PNG'));
      expect(await checkFigurePath(join(folder, 'x.svg'))).toBe(join(folder, 'x.svg'));
    });
  });

  it('BAD CALL - refuses other endings', async () => {
    await expect(checkFigurePath('x.jpg')).rejects.toThrow(
      new UsageError('--overlay takes a file ending in .png or .svg, and "x.jpg" does not.'),
    );
  });
});
