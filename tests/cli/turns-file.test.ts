import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnswerRequest } from '../../src-engine/engine.ts';
import { readTurns } from '../../src-engine/cli/turns-file.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { cli, inScratch } from './harness.ts';

const turns = [{ question: 'What is it?', answer: 'a cat' }];

describe('--turns', () => {
  it('goes on with the conversation of the file', async () => {
    await inScratch(async (folder) => {
      const file = join(folder, 'turns.json');
      await writeFile(file, JSON.stringify({ version: 1, turns }));
      expect(await readTurns(file)).toEqual(turns);
      const asked: AnswerRequest[] = [];
      const engine = createFakeEngine({
        answer: (request) => {
          asked.push(request);
          return 'Grey.';
        },
      });
      const { out } = await cli(
        ['ask', '--image', '/a.png', '--turns', file, '--prompt', 'Which colour?', '--no-merge'],
        { engine },
      );
      expect(out).toContain('Grey.');
      expect(asked).toMatchObject([{ question: 'Which colour?', earlier: turns }]);
    });
  });

  it('names the file and the field of one that is not right', async () => {
    await inScratch(async (folder) => {
      const file = join(folder, 'turns.json');
      await writeFile(file, JSON.stringify({ version: 1, turns: [{ question: 'What?' }] }));
      await expect(readTurns(file)).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining('turns.json') as string,
      });
    });
  });
});
