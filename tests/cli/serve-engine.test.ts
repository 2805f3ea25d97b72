/** The engine process of `dymu serve` as the server starts it: the program itself, spoken to over its channel. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fromEngineSchema, type FromEngine, type ToEngine } from '../../serve/engine-messages.ts';
import { engineMark, foundWholeMark } from '../../serve/engine-process.ts';
import { bundledAssets } from '../../src-engine/bundled/assets.ts';
import type { Engine } from '../../src-engine/engine.ts';
import { connectEngine } from '../../src-engine/remote/client.ts';
import { pauseDisturbances } from '../../src-engine/report/disturbance.ts';
import { flowPort, type FlowPort } from '../../src-engine/wire/flow.ts';
import { inScratch } from './harness.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const loader = join(root, 'node_modules/tsx/dist/loader.mjs');
const main = join(root, 'src-engine/cli/main.ts');
const assets = bundledAssets();

interface Started {
  readonly child: ChildProcess;
  readonly engine: Engine;
  /** Marks of databases that it has found whole. */
  readonly heard: readonly string[];
}

/** Its data lie in the folder. It is killed after `work`. */
async function withEngine(
  folder: string,
  work: (started: Started) => Promise<void>,
  foundWhole = '',
): Promise<void> {
  const child = spawn(process.execPath, ['--import', loader, main, 'serve', '--device', 'cpu'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ...{ [engineMark]: 'all', [foundWholeMark]: foundWhole },
      DYMU_DATA: join(folder, 'data'),
      DYMU_CACHE: join(folder, 'cache'),
    },
    serialization: 'advanced',
  });
  const tell = (message: ToEngine) => void child.send(message);
  const far: FlowPort = flowPort({
    send: (bytes) => tell({ kind: 'frame', port: 1, bytes }),
    close: () => undefined,
  });
  const heard: string[] = [];
  const ready = new Promise<void>((resolve) => {
    child.on('message', (raw: unknown) => {
      const message: FromEngine = fromEngineSchema.parse(raw);
      if (message.kind === 'ready') resolve();
      if (message.kind === 'frame') far.receive(message.bytes);
      if (message.kind === 'found-whole') heard.push(message.mark);
    });
  });
  const ended = once(child, 'exit');
  try {
    await ready;
    tell({ kind: 'open', port: 1, browser: 'b', read: [assets], list: [assets] });
    await work({ child, engine: connectEngine(far.port), heard });
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

describe('the engine process of a server', () => {
  it('tells that it has found its database whole, for the one that follows a kill, which says nothing of its own', async () => {
    await inScratch(async (folder) => {
      const marks: (readonly string[])[] = [];
      const look = async ({ engine, heard }: Started) => {
        await engine.jobs();
        marks.push([...heard]);
      };
      await withEngine(folder, look);
      const [[mark = ''] = []] = marks;
      await withEngine(folder, look, mark);
      await withEngine(folder, look, 'of another file');
      expect(marks).toEqual([[mark], [], [mark]]);
      expect(mark).not.toBe('');
    });
  });

  it('leaves its database as one that need not be looked through when its server goes', async () => {
    await inScratch(async (folder) => {
      const left = join(folder, 'data', 'serve', 'dymu.db-whole');
      await withEngine(folder, async ({ engine, child }) => {
        await engine.jobs();
        expect(existsSync(left)).toBe(false);
        child.disconnect();
        await new Promise((resolve) => child.once('exit', resolve));
        expect(child.exitCode).toBe(0);
      });
      expect(existsSync(left)).toBe(true);
    });
  });
});

// Windows stops no program.
describe.runIf(process.platform !== 'win32')('the engine process of a server', () => {
  it('that was stopped in the midst of a check of precisions says so beside its times', async () => {
    await inScratch((folder) =>
      withEngine(folder, async ({ child, engine }) => {
        await engine.load({ directory: join(assets, 'pocket') });
        const image = { kind: 'file', path: join(assets, 'bench', '000.webp') } as const;
        const request = { questions: [{ image, question: 'What do you see?' }] };
        expect((await engine.checkPrecision(request)).disturbedBy).toEqual([]);
        let stopped: Promise<void> | undefined;
        const stop = async () => {
          child.kill('SIGSTOP');
          await wait(3500); // three seconds are a stop (heartbeat.ts)
          child.kill('SIGCONT');
        };
        const report = await engine.checkPrecision(request, { onProgress: () => void (stopped ??= stop()) });
        await stopped;
        expect(report.disturbedBy).toEqual([pauseDisturbances['stood-still']]);
      }),
    );
  });
});
