/** Whole commands as a user starts them, from the key to the end, in processes that know nothing yet. Files may be in the system's cache. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Task } from '../task.ts';

export const commands: Task = {
  title: 'Whole commands',
  unit: 'ms',
  prepare: () => Promise.resolve(),
  open(build) {
    const overlay = path.join(tmpdir(), `dymu-bench-${String(process.pid)}.png`);
    return Promise.resolve(
      new Map([
        ['npm run compare', () => timed(build, ['run', '--silent', 'compare', '--', '--overlay', overlay])],
        ['npm run dymu -- --help', () => timed(build, ['run', '--silent', 'dymu', '--', '--help'])],
        ['npm run dymu -- encode', () => timed(build, ['run', '--silent', 'dymu', '--', 'encode', '--json'])],
      ]),
    );
  },
};

function timed(cwd: string, words: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn('npm', words, { cwd, stdio: 'ignore', shell: process.platform === 'win32' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(performance.now() - started);
      else reject(new Error(`npm ${words.join(' ')} ended with ${String(code)} in ${cwd}.`));
    });
  });
}
