import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { cli, oneSentence } from './harness.ts';

const noEngine = () => Promise.reject(new Error('no engine should be made'));

describe('wrong usage', () => {
  it.each([
    [[], 'Give a command; see dymu --help.'],
    [['paint'], "Unknown command 'paint'; see dymu --help."],
    [['encod'], "Unknown command 'encod' (Did you mean encode?); see dymu --help."],
    [['encode', '--imag', 'x'], "Unknown option '--imag' (Did you mean --image?); see dymu encode --help."],
    [
      ['encode', 'x.png'],
      "Too many arguments for 'encode': expected 0 arguments but got 1; see dymu encode --help.",
    ],
    [['encode', '--image'], "Option '--image <file...>' argument missing; see dymu encode --help."],
    [['encode'], 'Give an image with --image FILE.'],
    [['encode', '--image', 'a', 'b'], 'dymu encode takes one image.'],
    [
      ['encode', '--image', 'a', '--pixel-values', 'b'],
      '--image and --pixel-values exclude each other; give one of them.',
    ],
    [
      ['encode', '--image', 'a', '--budget', '9', '--no-merge'],
      '--budget and --no-merge exclude each other; give one of them.',
    ],
    [
      ['encode', '--image', 'a', '--overlay', 'o.gif'],
      '--overlay takes a file ending in .png or .svg, and "o.gif" does not.',
    ],
    [
      ['encode', '--image', 'a', '--threads', '0'],
      '--threads takes a whole number from 1 to 256, and "0" is not one.',
    ],
    [
      ['encode', '--image', 'a', '--precision', 'fp8'],
      '--precision takes auto, fp32, fp16, int8, int4; "fp8" is not one of them.',
    ],
    [['ask', '--image', 'a'], 'Give a question with --prompt TEXT.'],
    [['ask', '--prompt', 'q'], 'Give an image with --image FILE.'],
    [
      ['ask', '--image', 'a', '--frames', 'f', '--prompt', 'q'],
      '--frames is a video and excludes --image and --pixel-values; give one of them.',
    ],
    [['ask', '--image', 'a', '--prompt', 'q', '--layout', 'round'], '--layout takes faithful or flat.'],
    [
      ['ask', '--image', 'a', '--prompt', 'q', '--max-new-tokens', '0'],
      '--max-new-tokens takes a whole number from 1 to 1000000, and "0" is not one.',
    ],
    [['compare', '--max-new-tokens', '3'], "Unknown option '--max-new-tokens'; see dymu compare --help."],
    [
      ['compare', '--sampling', 'hot'],
      '--sampling takes greedy (default), sample (as the checkpoint says), or settings: temperature=T,top_k=K,top_p=P,min_p=P,seed=N; "hot" is none of them.',
    ],
    [['compare', '--image', 'a'], 'Give a question with --prompt TEXT.'],
    [['compare', '--model', 'm', '--prompt', 'q'], 'Give an image with --image FILE.'],
    [['compare', '--no-merge'], 'dymu compare sets a method against all tokens; leave out --no-merge.'],
    [['compare', '--repeat', 'x'], '--repeat takes a whole number from 1 to 1000, and "x" is not one.'],
    [['inspect', ''], 'The model folder is empty; give its path, or nothing for the embedded model.'],
    [
      ['encode', '--image', 'a', '--model', ' '],
      '--model is empty; give a model folder, or leave it out for the embedded model.',
    ],
    [['calibrate', '--out', 'o'], 'Give images with --images DIR or --images LIST.'],
    [['calibrate', '--images', 'd'], 'Give the file to write with --out FILE.json.'],
    [
      ['calibrate', '--images', 'd', '--out', 'o', '--points', '1'],
      '--points takes a whole number from 2 to 100, and "1" is not one.',
    ],
    [['inspect', 'a', '--model', 'b'], 'Give the model folder once, as dymu inspect DIR.'],
    [
      ['inspect', 'a', 'b'],
      "Too many arguments for 'inspect': expected 1 argument but got 2; see dymu inspect --help.",
    ],
  ])('BAD CALL - dymu %j ends with status 2 and one sentence', async (argv, sentence) => {
    const { status, out, err } = await cli(argv, { createEngine: noEngine });
    expect([status, out]).toEqual([2, '']);
    expect(oneSentence(err)).toBe(sentence);
  });
});

describe('help and version', () => {
  it('list the commands', async () => {
    const { status, out, err } = await cli(['--help'], { createEngine: noEngine });
    expect([status, err]).toEqual([0, '']);
    for (const command of ['encode', 'ask', 'compare', 'calibrate', 'inspect', 'devices']) {
      expect(out).toContain(`\n  ${command} `);
    }
  });

  it.each(['encode', 'ask', 'compare'])('of %s name every merge option', async (command) => {
    const { status, out } = await cli([command, '--help'], { createEngine: noEngine });
    expect(status).toBe(0);
    for (const option of [
      '--budget',
      '--preset',
      '--thresholds',
      '--fixed',
      '--schedule',
      '--tokens',
      '--no-merge',
    ]) {
      expect(out).toContain(`  ${option} `);
    }
  });

  it('print the version of package.json', async () => {
    const manifest: unknown = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    const { out } = await cli(['--version'], { createEngine: noEngine });
    expect(manifest).toMatchObject({ version: out.trim() });
  });
});

describe('failures', () => {
  const ask = ['ask', '--image', '/a.png', '--prompt', 'q', '--tokens', '40'];

  it('of the engine are one sentence and status 1', async () => {
    const fail = () => new EngineError('no-device', 'There is no such device.', { detail: 'native words' });
    const { status, out, err } = await cli(ask, { engine: createFakeEngine({ fail }) });
    expect([status, out, err]).toEqual([1, '', 'There is no such device.\n']);
  });

  it('in making the engine count as well', async () => {
    const createEngine = () => Promise.reject(new EngineError('bad-input', 'That option makes no sense.'));
    expect(await cli(ask, { createEngine })).toEqual({
      status: 1,
      out: '',
      err: 'That option makes no sense.\n',
    });
  });

  it('of our own are told without a stack', async () => {
    const createEngine = () => Promise.reject(new TypeError('x is undefined\n    at somewhere'));
    const { status, err } = await cli(ask, { createEngine });
    expect(status).toBe(1);
    expect(oneSentence(err)).toBe(
      'This is a fault of dymu itself (x is undefined); run it again with DYMU_DEBUG=1 and report what it prints.',
    );
  });

  it('show detail, cause and stack under DYMU_DEBUG=1', async () => {
    const fail = () =>
      new EngineError('bad-input', 'It broke.', { detail: 'native words', cause: new Error('the cause') });
    const { err } = await cli(ask, {
      engine: createFakeEngine({ fail }),
      environment: { DYMU_DEBUG: '1' },
    });
    expect(err).toMatch(/^It broke\.\n/);
    expect(err).toContain('run.test.ts');
    expect(err).toContain('detail: native words');
    expect(err).toContain('caused by Error: the cause');
  });

  it('of an interrupted command are status 130 and a sentence', async () => {
    const controller = new AbortController();
    const engine = createFakeEngine({ pieceDelayMs: 20 });
    const work = cli([...ask, '--json'], { engine, signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 50);
    expect(await work).toEqual({ status: 130, out: '', err: 'Stopped on request.\n' });
  });

  it('take the progress line away first', async () => {
    const fail = (call: string) =>
      call === 'answer' ? new EngineError('bad-input', 'It broke.') : undefined;
    const { err } = await cli(ask, { engine: createFakeEngine({ fail }), terminal: true });
    expect(err.endsWith('\r\u001b[2KIt broke.\n')).toBe(true);
  });
});
