/** `dymu` of the package: the whole command line without a display, without a checkout, without Node. */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definedEnvironment, root } from '../support/launch.ts';
import { launcher } from './packaged.ts';

interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly out: Buffer;
  readonly err: string;
}

describe.skipIf(process.platform === 'win32')('dymu of the package', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-packaged-'));
    await cp(join(root, 'assets/samples/scene01.webp'), join(folder, 'picture.webp'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** From a folder of its own, with an empty home and no display. `watch` sees standard error as it comes. */
  function dymu(
    words: readonly string[],
    watch?: (err: string, interrupt: () => void) => void,
  ): Promise<Ended> {
    const env: Record<string, string> = { ...definedEnvironment(), HOME: join(folder, 'home') };
    delete env['DISPLAY'];
    delete env['WAYLAND_DISPLAY'];
    const child = spawn(launcher, words, { cwd: folder, env });
    const out: Buffer[] = [];
    let err = '';
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
      watch?.(err, () => child.kill('SIGINT'));
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status, signal) => resolve({ status, signal, out: Buffer.concat(out), err }));
    });
  }

  const asked = ['--image', 'picture.webp', '--prompt', 'What do you see?', '--device', 'cpu'];

  it('compares and prints one document to standard output, nothing to standard error', async () => {
    const { status, out, err } = await dymu(['compare', ...asked, '--json', '--quiet']);
    expect([status, err]).toEqual([0, '']);
    const document: unknown = JSON.parse(out.toString());
    expect(document).toHaveProperty('merged.fullVisualTokens', 256);
    expect(document).toHaveProperty('full.text', expect.stringMatching(/\w/u));
  });

  it('names the window by the command that opens it', async () => {
    const { status, err } = await dymu(['compare', ...asked]);
    expect(status).toBe(0);
    expect(err).toContain('Open the app with: dymu-explorer\n');
  });

  it('says in one sentence what is wrong, with the exit status for it', async () => {
    const failed = await dymu(['ask', '--image', 'none.png', '--prompt', 'q', '--quiet']);
    expect([failed.status, failed.err]).toEqual([1, "'none.png' does not exist; check the path.\n"]);
    const misused = await dymu(['ask', '--remote-debugging-port=0']);
    expect(misused.status).toBe(2);
    expect(misused.err).toContain("'--remote-debugging-port=0'");
  });

  it('writes help and documents to standard output whole', async () => {
    const { status, out } = await dymu(['ask', '--help']);
    expect([status, out.toString().split('\n')[0]]).toEqual([0, 'Usage: dymu ask [options]']);
    const encoded = await dymu(['encode', '--image', 'picture.webp', '--device', 'cpu', '--json', '--quiet']);
    expect(JSON.parse(encoded.out.toString())).toHaveProperty('fullTokens', 256);
  });

  it('counts a folder, with its threads beside the encoder', async () => {
    const { status, err } = await dymu([
      'collect',
      '.',
      '--budgets',
      '34%',
      '--out',
      'counts.csv',
      '--quiet',
    ]);
    expect([status, err]).toEqual([0, '']);
    expect(await readFile(join(folder, 'counts.csv'), 'utf8')).toContain('picture.webp');
  });

  it('ends on Ctrl-C with its own word for it', async () => {
    let interrupted = false;
    const words = ['compare', '--repeat', '500', '--device', 'cpu']; // says first which picture it takes
    const { status, err } = await dymu(words, (said, interrupt) => {
      if (!interrupted && said !== '') interrupt();
      interrupted = true;
    });
    expect(interrupted).toBe(true);
    expect(status).toBe(130);
    expect(err).toContain('Stopped on request');
  });

  it("leaves nothing of a browser's in the home folder", async () => {
    expect(await readdir(join(folder, 'home'))).not.toContain('.config');
  });
});
