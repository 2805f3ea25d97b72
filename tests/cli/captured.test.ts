import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endedBy, runCaptured, wantsCapture } from '../../src-engine/cli/captured.ts';
import { eventually } from '../support/eventually.ts';
import { inScratch } from './harness.ts';

/** Runs a script as the command would run, and gives its status and what came to standard error. */
async function captured(script: string, during: (folder: string) => Promise<void> = async () => {}) {
  return inScratch(async (folder) => {
    const file = join(folder, 'program.mjs');
    await writeFile(file, script);
    let shown = '';
    const running = runCaptured([file, folder], process.env, { write: (text) => (shown += text) });
    await during(folder);
    return { status: await running, shown };
  });
}

const nativeLine = `import { writeSync } from 'node:fs'; writeSync(2, 'Warning: found no drivers\\n');`;

describe('runCaptured', () => {
  it('keeps back what a library writes to standard error, and hands the status on', async () => {
    const ended = await captured(
      `${nativeLine} process.send('done'); process.exitCode = 3; process.disconnect();`,
    );
    expect(ended).toEqual({ status: 3, shown: '' });
  });

  it('shows it where the command died without a word of its own', async () => {
    const killed = await captured(`${nativeLine} process.kill(process.pid, 'SIGKILL');`);
    expect(killed).toEqual({
      status: 137,
      shown:
        'Warning: found no drivers\ndymu was ended from outside (SIGKILL), usually for want of memory; close other programs, or choose a smaller precision.\n',
    });
    const thrown = await captured(`${nativeLine} throw new Error('a bug');`);
    expect(thrown.status).toBe(1);
    expect(thrown.shown).toContain('Warning: found no drivers');
    expect(thrown.shown).toContain('Error: a bug');
  });

  it('says so where native code has crashed, with the status that a shell gives', async () => {
    expect(await captured(`process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000);`)).toEqual({
      status: 139,
      shown:
        'dymu ended in native code (SIGSEGV); files that were there are as they were, so run it again, or choose another device with --device.\n',
    });
  });

  it('says what the system says of memory', () => {
    expect([endedBy('SIGKILL', true), endedBy('SIGSEGV', true)]).toEqual([
      'dymu ran out of memory, and the system ended it (SIGKILL); close other programs, or choose a smaller precision.',
      expect.stringContaining('native code (SIGSEGV)'),
    ]);
  });

  it('hands an interruption on, and does not wait for a command that heeds none', async () => {
    const begun = async (folder: string) => {
      await eventually(() => expect(existsSync(join(folder, 'begun'))).toBe(true));
      process.emit('SIGINT', 'SIGINT');
    };
    const ready = `import { writeFileSync } from 'node:fs'; writeFileSync(process.argv[2] + '/begun', '');`;
    const heeding = `process.on('message', () => { process.send('done'); process.exit(130); }); ${ready}`;
    expect(await captured(heeding, begun)).toEqual({ status: 130, shown: '' });
    const whole = async (folder: string) => {
      await eventually(() => expect(existsSync(join(folder, 'begun'))).toBe(true));
      process.emit('SIGTERM', 'SIGTERM');
    };
    expect(await captured(heeding, whole)).toEqual({ status: 143, shown: '' });
    const deaf = `setInterval(() => {}, 1000); ${ready}`;
    const twice = async (folder: string) => {
      await begun(folder);
      process.emit('SIGINT', 'SIGINT');
    };
    expect(await captured(deaf, twice)).toEqual({ status: 130, shown: '' });
  });
});

describe('wantsCapture', () => {
  it('is for --quiet, and not for the child itself', () => {
    expect(wantsCapture(['devices', '--quiet'], {})).toBe(true);
    expect(wantsCapture(['devices'], {})).toBe(false);
    expect(wantsCapture(['devices', '--quiet'], { DYMU_CAPTURED: '1' })).toBe(false);
  });
});
