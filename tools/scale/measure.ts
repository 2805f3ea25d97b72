/** Measures what a run on many machines is made of, on this one: chunks of images with the embedded model, and a task's way through the queue. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bundledModel } from '../../src-engine/bundled/assets.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { TaskOf } from '../../src-engine/engine.ts';
import { connect } from '../../src-engine/queue/connect.ts';
import { sendTasks } from '../../src-engine/queue/send-tasks.ts';
import { takeTasks } from '../../src-engine/queue/take-tasks.ts';
import { insideOf } from '../../src-engine/sharing/inside.ts';

const root = resolve(import.meta.dirname, '../..');
const pictures = join(root, 'assets', 'samples');
const chunkImages = 16;
const chunks = 12;
const emptyTasks = 1000;
const port = 7398;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-scale-'));
  const redis = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''],
    { stdio: 'ignore' },
  );
  try {
    const engine = await createEngine({
      device: 'cpu',
      cacheDirectory: join(folder, 'cache'),
      dataDirectory: join(folder, 'data'),
      jobs: 'own',
    });
    await engine.load({ directory: bundledModel() });
    const model = await engine.identity();
    const files = readdirSync(pictures)
      .filter((name) => /\.(png|jpe?g|webp)$/.test(name))
      .map((name) => join(pictures, name));
    const chunkMs: number[] = [];
    let bytes = 0;
    for (let chunk = -1; chunk < chunks; chunk++) {
      const images = Array.from(
        { length: chunkImages },
        (_, at) => files[((chunk + 1) * chunkImages + at) % files.length] ?? '',
      );
      const started = performance.now();
      const result = await engine.perform({
        kind: 'count',
        images,
        contents: [],
        reductions: [{ method: 'dymu', budget: { kind: 'preset', preset: 'mid' } }],
      });
      if (chunk >= 0) chunkMs.push(performance.now() - started); // the first one warms up
      bytes = JSON.stringify(result).length / chunkImages;
    }
    const residentBytes = process.memoryUsage().rss;
    await engine.close();

    const [sender, taker] = [
      await connect(`redis://127.0.0.1:${port}`),
      await connect(`redis://127.0.0.1:${port}`),
    ];
    const end = new AbortController();
    const taking = takeTasks({
      server: taker,
      model,
      program: 'measure',
      name: 'measure',
      inside: await insideOf(pictures),
      perform: () => Promise.resolve([1]),
      stalledMs: 30_000,
      signal: end.signal,
      say: () => undefined,
    });
    const sharing = await sendTasks({
      server: sender,
      model,
      title: 'Measuring',
      run: String(Math.random()),
      program: 'measure',
    });
    const tasks: TaskOf<'measure'>[] = Array.from({ length: emptyTasks }, () => ({
      kind: 'measure',
      images: files.slice(0, 1),
      thresholds: [0.5],
    }));
    await setTimeout(500);
    const started = performance.now();
    let landed = 0;
    for await (const _ of sharing.results('measure', tasks, () =>
      Promise.reject(new Error('nothing is done here')),
    ))
      landed += _.length;
    const taskMs = (performance.now() - started) / landed;
    await sharing.close();
    end.abort();
    await taking;
    sender.close();
    taker.close();
    const report = {
      processor: cpus()[0]?.model ?? '',
      cores: cpus().length,
      model: model.name,
      chunkImages,
      chunkMs: chunkMs.map((ms) => Math.round(ms * 10) / 10),
      bytesPerImage: Math.round(bytes),
      residentBytes,
      emptyTasks,
      taskMs: Math.round(taskMs * 1000) / 1000,
    };
    writeFileSync(
      join(root, 'docs', 'figures', 'scale-measured.json'),
      `${JSON.stringify(report, null, 2)}\n`,
    );
    console.log(JSON.stringify(report));
  } finally {
    redis.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
