/** What the program says to the network at the command line: nothing. All its processes are recorded; of the window's tour the package's test does that. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWindow, electronPath, launch, root } from './support/launch.ts';
import { attemptsIn, callsIn, recorded, whyNoRecorder } from './support/recorder.ts';

const why = whyNoRecorder();
if (why !== undefined && process.env['CI'] === 'true' && process.platform === 'linux') throw new Error(why);

/** An address of this machine that nothing listens on: the controls leave it no more than the program does. */
const nowhere = '127.0.0.7';

describe.skipIf(why !== undefined)('the network', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-network-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  describeWindow('in the window', () => {
    it('is seen by the recorder: attempts of the main process and of Chromium’s network process', async () => {
      const own = await mkdtemp(join(folder, 'control-'));
      const { path, log } = await recorded(electronPath(), own);
      const launched = await launch({ through: path });
      try {
        await launched.app.evaluate(async ({ session }, address) => {
          const { connect } = process.getBuiltinModule('node:net');
          connect({ host: address, port: 81 }).on('error', () => undefined);
          const other = session.fromPartition('control');
          void other.fetch(`http://${address}:82/`).catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, 1500));
        }, nowhere);
      } finally {
        await launched.close();
      }
      const ports = (await attemptsIn(log, 'every'))
        .filter(({ address }) => address === nowhere)
        .map(({ port }) => port);
      expect(ports).toEqual(expect.arrayContaining([81, 82]));
    });
  });

  describe('at the command line', () => {
    const run = async (log: string, program: string, ...args: string[]) => {
      await promisify(execFile)(program, args, {
        cwd: root,
        env: { PATH: process.env['PATH'], HOME: folder },
      });
      return log;
    };

    it('hears nothing of devices, a comparison and a collection', async () => {
      const { path, log } = await recorded(process.execPath, folder);
      const cli = join(root, 'tools/launch/dymu.js');
      const picture = join(root, 'assets/samples/scene01.webp');
      const list = join(folder, 'list.txt');
      await writeFile(list, picture);
      for (const words of [
        ['devices'],
        ['compare', '--image', picture, '--prompt', 'What do you see?'],
        ['collect', list, '--budgets', 'tome:60', '--out', join(folder, 'counts.csv')],
      ]) {
        await run(log, path, cli, ...words);
        expect(await callsIn(log)).toBeGreaterThan(0);
        expect(await attemptsIn(log)).toEqual([]);
      }
    });

    it('is seen by the recorder: a connection and a question for a name', async () => {
      const { path, log } = await recorded(process.execPath, folder);
      const program = `require('node:net').connect({ host: '${nowhere}', port: 83 }).on('error', () => 0); require('node:dns').lookup('no-such-name.example', () => process.exit())`;
      await run(log, path, '-e', program);
      const attempts = await attemptsIn(log, 'every');
      expect(attempts).toContainEqual({ call: 'connect', address: nowhere, port: 83 });
      expect(attempts.some(({ port }) => port === 53)).toBe(true);
    });
  });
});
