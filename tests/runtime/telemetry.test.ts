import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const door = JSON.stringify(join(root, 'src-engine/runtime/onnx.ts'));

const throughTheDoor = `
  const { createSession } = await import(${door});
  const options = { provider: 'cpu', threads: 1, weightsRoot: '/' };
  await createSession(Buffer.from('no model'), options).catch(() => undefined);`;
const pastTheDoor = `
  const { InferenceSession } = await import('onnxruntime-node');
  await InferenceSession.create(Buffer.from('no model')).catch(() => undefined);`;

/** The files in its home after a process has made its first session, and that there was one. */
async function leftBy(program: string): Promise<string[]> {
  const home = await mkdtemp(join(tmpdir(), 'dymu-home-'));
  try {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: root,
      // Without what a test before this one has set in its own process.
      env: { PATH: process.env['PATH'], HOME: home, TSX_DISABLE_CACHE: '1' },
    });
    const entries = await readdir(home, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

describe('ONNX Runtime', () => {
  it('is told to keep no record of its use', async () => {
    expect(await leftBy(throughTheDoor)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('would keep a device id and a database of events', async () => {
    expect(await leftBy(pastTheDoor)).toEqual(expect.arrayContaining(['deviceid', 'onnxruntime.db']));
  });
});
