/** What the window's jobs have asked, the command line's calls take over, and the other way round. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import { noisePng } from '../support/noise-png.ts';
import { emptyFolder, goldenModel } from '../support/scratch.ts';

it('an evaluation asks nothing that one of the other kind has asked', { timeout: 600_000 }, async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'pictures'));
  await writeFile(join(folder, 'pictures', 'a.png'), noisePng(1, 48, 40));
  const lines = ['What is it?', 'How many?'].map((question) =>
    JSON.stringify({ image: 'pictures/a.png', question, answers: ['yes'] }),
  );
  const data = join(folder, 'questions.jsonl');
  await writeFile(data, lines.join('\n'));
  const model = { directory: goldenModel('llava15-clip') };
  const engine = await createEngine({
    device: 'cpu',
    threads: 1,
    cacheDirectory: folder,
    dataDirectory: folder,
  });
  onTestFinished(() => engine.close());
  await engine.load(model);
  const answers = async (): Promise<number> => {
    const kept = join(folder, 'evaluation');
    const [file = ''] = (await readdir(kept)).filter((name) => name.endsWith('.jsonl'));
    return (await readFile(join(kept, file), 'utf8')).trimEnd().split('\n').length - 1;
  };
  const asJob = async (modes: readonly string[]): Promise<void> => {
    const evaluate = { data, modes: [...modes], maxNewTokens: 3, resume: true };
    const { id } = await engine.startJob({ kind: 'evaluate', model, evaluate });
    for (;;) {
      const job = (await engine.jobs()).find((known) => known.id === id);
      if (job?.endedMs !== undefined) {
        expect(job).toMatchObject({
          state: 'done',
          title: `Evaluating on questions.jsonl (${modes.join(', ')})`,
        });
        return;
      }
      await wait(20);
    }
  };

  await asJob(['full']);
  expect(await answers()).toBe(2);
  const called = await engine.evaluate({ data, modes: ['full', 'tome:20'], maxNewTokens: 3, resume: true });
  expect(called.rows).toHaveLength(2);
  expect(await answers()).toBe(4);
  await asJob(['tome:20', 'full']);
  expect(await answers()).toBe(4);
});
