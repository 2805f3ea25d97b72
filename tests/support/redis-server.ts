/** A Redis server of its own for a test: on loopback, on a free port, with a folder that goes with it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Ends it at once and starts it again on what it had written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Every write is on disk before it is answered. @param more options of redis-server */
export async function startRedis(...more: readonly string[]): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-redis-'));
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(
      'redis-server',
      [...options, '--appendonly', 'yes', '--appendfsync', 'always', ...more],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject); // not installed: the test fails and says so
      child.on('exit', () => reject(new Error('redis-server ended')));
      child.stdout.on('data', (text: Buffer) => {
        if (text.includes('Ready to accept connections')) resolve();
      });
    });
    return child;
  };
  const end = (child: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      child.removeAllListeners('exit');
      child.on('exit', () => resolve());
      child.kill('SIGKILL');
    });
  let child = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async restart() {
      await end(child);
      child = await start();
    },
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A port below those that systems give to connections that go out: from among them, one that is closed for a moment may be taken by somebody's
 * connection, even by one that was meant for it (Linux connects a socket to itself then).
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** How often every task was told to be done, by the server's own record. */
export async function completions(url: string): Promise<Map<string, number>> {
  const client = new Redis(url);
  try {
    const counts = new Map<string, number>();
    for (const key of await client.keys('dymu:*:events')) {
      for (const [, fields] of await client.xrange(key, '-', '+')) {
        if (fields[fields.indexOf('event') + 1] !== 'completed') continue;
        const id = fields[fields.indexOf('jobId') + 1] ?? '';
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    return counts;
  } finally {
    client.disconnect();
  }
}

/** Tasks that lie there, done or not. */
export async function tasksLeft(url: string): Promise<number> {
  const client = new Redis(url);
  try {
    return (await client.keys('dymu:tasks-*:*-*-*')).length;
  } finally {
    client.disconnect();
  }
}
