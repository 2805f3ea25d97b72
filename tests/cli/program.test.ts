import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { golden } from './golden-case.ts';
import { inScratch, oneSentence } from './harness.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'src-engine/cli/main.ts');
const loader = join(root, 'node_modules/tsx/dist/loader.mjs');

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the program as users do; `watch` sees standard error as it comes. */
function start(
  argv: readonly string[],
  options: {
    readonly cwd?: string;
    readonly watch?: (err: string, stop: (signal: NodeJS.Signals) => void) => void;
  } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', loader, main, ...argv], { cwd: options.cwd ?? root });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
    options.watch?.(err, (signal) => child.kill(signal));
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, out, err })));
}

describe('the dymu program', () => {
  it('prints nothing but the document to standard output, from any folder', async () => {
    await inScratch(async (folder) => {
      const { status, out, err } = await start(
        [
          'ask',
          '--model',
          golden.model,
          '--image',
          golden.image,
          '--prompt',
          'q',
          '--no-merge',
          '--max-new-tokens',
          '3',
          '--json',
          '--quiet',
        ],
        { cwd: folder },
      );
      expect([status, err]).toEqual([0, '']);
      expect(out.trimEnd().split('\n')).toHaveLength(1);
      expect(JSON.parse(out)).toMatchObject({ visualTokens: 36 });
    });
  });

  it('ends with status 2 for wrong usage and 1 for bad input, each with one sentence', async () => {
    const usage = await start(['encode']);
    expect([usage.status, oneSentence(usage.err)]).toEqual([2, 'Give an image with --image FILE.']);
    const input = await start(['encode', '--model', golden.model, '--image', 'nowhere.png', '--tokens', '9']);
    expect(input.status).toBe(1);
    expect(oneSentence(input.err)).toMatch(/nowhere\.png/);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'ends on %s with status %i and a sentence, and leaves nothing half written',
    async (signal, code) => {
      await inScratch(async (folder) => {
        mkdirSync(join(folder, 'out'));
        const out = join(folder, 'out', 'c.json');
        const {
          status,
          out: printed,
          err,
        } = await start(['calibrate', '--images', join(root, 'assets/samples'), '--out', out, '--json'], {
          watch: (text, stop) => {
            if (text.includes('Finding thresholds') && !text.includes('Stopped')) stop(signal);
          },
        });
        expect([status, printed]).toEqual([code, '']);
        expect(err.trimEnd().split('\n').at(-1)).toBe('Stopped on request.');
        await expect(readFile(out)).rejects.toThrow('ENOENT');
      });
    },
  );

  it('is not disturbed by a reader that leaves early', async () => {
    const child = spawn(process.execPath, ['--import', loader, main, '--help'], { cwd: root });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect([status, err]).toEqual([0, '']);
  });

  it('says in a sentence that standard output is full', async () => {
    const full = openSync('/dev/full', 'w'); // Linux, where the tests run
    const child = spawn(process.execPath, ['--import', loader, main, '--help'], {
      cwd: root,
      stdio: ['ignore', full, 'pipe'],
    });
    let err = '';
    child.stderr?.on('data', (data: Buffer) => (err += data.toString()));
    const status = await new Promise((resolve) => child.on('close', resolve));
    closeSync(full);
    expect(status).toBe(1);
    expect(oneSentence(err)).toMatch(
      /^Standard output cannot be written \(.*ENOSPC.*\); send it where there is room\.$/,
    );
  });
});
