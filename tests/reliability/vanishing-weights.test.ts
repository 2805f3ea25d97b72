/** Weights stay mapped while a model is loaded: what the system does when their file goes, and what the window says then. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exitInWords } from '../../electron/exit-words.ts';
import { bundledAssets } from '../../src-engine/bundled/assets.ts';
import { emptyFolder } from '../support/scratch.ts';

const program = join(import.meta.dirname, 'shrinking-process.ts');
const loader = fileURLToPath(import.meta.resolve('tsx'));

async function run(how: 'removed' | 'cut') {
  const folder = join(await emptyFolder(), 'model');
  await cp(join(bundledAssets(), 'pocket'), folder, { recursive: true });
  const child = spawn(process.execPath, ['--import', loader, program, folder, how], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, said: said.trim() };
}

describe.runIf(process.platform === 'linux')('the weights of a loaded model', () => {
  it('may be removed: the system keeps them until the model is let go', async () => {
    expect(await run('removed')).toEqual({ code: 0, signal: null, said: 'the same answer' });
  });

  it('end the process with SIGBUS where their file is cut, and the window says what that is', async () => {
    expect(await run('cut')).toEqual({ code: null, signal: 'SIGBUS', said: '' });
    expect(exitInWords({ code: constants.signals.SIGBUS, reason: 'crashed' }, 'linux')).toBe(
      'The engine crashed in native code (SIGBUS, a file that vanished or shrank while it was in use).',
    );
  });
});
