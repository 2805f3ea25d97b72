import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { heartbeatOf } from '../../src-engine/runtime/heartbeat.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const times = { everyMs: 250, fromMs: 3000 };

describe('a heartbeat', () => {
  it('has lost what lies behind it without a look, from three seconds on, and what its thread has counted', () => {
    const seen = new BigInt64Array(new SharedArrayBuffer(16));
    let now = 1000n;
    const { lostMs } = heartbeatOf(seen, times, () => now);
    seen[0] = 1000n;
    now = 3999n;
    expect(lostMs()).toBe(0);
    now = 4000n;
    expect(lostMs()).toBe(3000);
    // The thread looks: the same time is not counted twice.
    seen[1] = 3000n;
    seen[0] = 4000n;
    expect(lostMs()).toBe(3000);
    now = 10_000n;
    expect(lostMs()).toBe(9000);
  });
});

// Windows stops no program.
describe.runIf(process.platform !== 'win32')('a program that is stopped and goes on', () => {
  it('has lost that time, and none before', async () => {
    const script = `
      import { startHeartbeat } from ${JSON.stringify(join(root, 'src-engine/runtime/heartbeat.ts'))};
      const { lostMs } = startHeartbeat({ everyMs: 50, fromMs: 2000 });
      process.stdin.on('data', () => process.stdout.write(lostMs() + '\\n'));
      process.stdout.write('begun\\n');
    `;
    const loader = join(root, 'node_modules/tsx/dist/loader.mjs');
    const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const said = async (): Promise<string> => String((await once(child.stdout, 'data'))[0]).trim();
    expect(await said()).toBe('begun');
    child.kill('SIGSTOP');
    await wait(2500);
    child.kill('SIGCONT');
    const answer = said();
    child.stdin.write('?');
    expect(Number(await answer)).toBeGreaterThanOrEqual(2000);
    child.kill('SIGKILL');
    await once(child, 'close');
  });
});
