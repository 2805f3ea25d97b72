import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../src-engine/engine.ts';
import { connectEngine } from '../../src-engine/remote/client.ts';
import { serveEngine } from '../../src-engine/remote/host.ts';
import type { PathRules } from '../../src-engine/remote/path-rules.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

/** Reads below /chosen only; knows one grant. */
function rules(): PathRules & { readonly told: string[] } {
  const told: string[] = [];
  const grants = new Map([['good', '/home/calibrations/a.json']]);
  const refused = (paths: readonly string[]) =>
    Promise.resolve(paths.find((path) => !path.startsWith('/chosen/') && !told.includes(path)));
  return {
    told,
    refusedAmong: refused,
    refusedList: refused,
    refusedModel: refused,
    claim: (grant) => {
      const place = grants.get(grant);
      grants.delete(grant);
      return Promise.resolve(place);
    },
    tell: (paths) => {
      told.push(...paths);
      return Promise.resolve();
    },
  };
}

function serve(engine: Engine = createFakeEngine({ loaded: true }), given = rules()): Engine {
  const { port1, port2 } = new MessageChannel();
  serveEngine(engine, port1, given);
  return connectEngine(port2);
}

const reduction = { method: 'none' } as const;
const secret = { kind: 'file', path: '/home/secret.png' } as const;
const asked = {
  visual: { kind: 'images', images: [secret] },
  question: 'What?',
  reduction,
  virtualUnmerging: true,
} as const;

async function first(engine: Engine): Promise<void> {
  for await (const event of engine.answer(asked)) if (event.kind === 'done') return;
}

describe('a port with rules', () => {
  it.each<[string, (engine: Engine) => Promise<unknown>]>([
    ['encode', (engine) => engine.encode({ image: secret, reduction })],
    ['answer', first],
    ['open', (engine) => engine.open(secret)],
    ['preview', (engine) => engine.preview(secret, 100)],
    ['load', (engine) => engine.load({ directory: '/home/secret.png' })],
    ['inspect', (engine) => engine.inspect('/home/secret.png')],
    ['questions', (engine) => engine.questions({ data: '/home/secret.png' })],
    ['collection', (engine) => engine.collection({ source: '/home/secret.png' })],
  ])('refuses %s about a path that nobody has chosen, in one sentence', async (_, call) => {
    await expect(call(serve())).rejects.toMatchObject({
      code: 'bad-input',
      message:
        'The window may not read "/home/secret.png", which nobody has chosen; open it by a dialog, or drop it on the window.',
    });
  });

  it('serves what was chosen', async () => {
    const image = { kind: 'file', path: '/chosen/cat.jpg' } as const;
    expect(await serve().encode({ image, reduction })).toHaveProperty('views');
  });

  it('hands the engine the place that a grant stands for, once', async () => {
    const engine = createFakeEngine({ loaded: true });
    const calibrate = vi.spyOn(engine, 'calibrate');
    const remote = serve(engine);
    const request = { images: ['/chosen/a.png'], out: 'good' };
    await remote.calibrate(request);
    expect(calibrate.mock.calls[0]?.[0]).toEqual({
      images: ['/chosen/a.png'],
      out: '/home/calibrations/a.json',
    });
    await expect(remote.calibrate(request)).rejects.toThrow(
      'The window may not say where a calibration is written',
    );
    expect(calibrate).toHaveBeenCalledTimes(1);
  });

  it('refuses a path for a grant, also inside a job', async () => {
    const calibrate = { images: ['/chosen/a.png'], out: '/home/user/.bashrc' };
    await expect(serve().calibrate(calibrate)).rejects.toMatchObject({ code: 'bad-input' });
    const job = { kind: 'calibrate', model: { directory: '/chosen/model' }, calibrate } as const;
    await expect(serve().startJob(job)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('spends no grant on a request that names a path which nobody has chosen', async () => {
    const remote = serve();
    await expect(remote.calibrate({ images: ['/etc/a.png'], out: 'good' })).rejects.toThrow('/etc/a.png');
    expect(await remote.calibrate({ images: ['/chosen/a.png'], out: 'good' })).toHaveProperty('out');
  });

  it('lets the window name what the engine has told it', async () => {
    const given = rules();
    const remote = serve(undefined, given);
    const { directory } = await remote.load({ directory: '/chosen/model' });
    expect(given.told).toContain(directory);
  });
});
