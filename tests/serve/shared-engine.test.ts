import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { FromEngine } from '../../serve/engine-messages.ts';
import { createPorts } from '../../serve/engine-process.ts';
import { shareEngine } from '../../serve/shared-engine.ts';
import type { Engine } from '../../src-engine/engine.ts';
import { connectEngine } from '../../src-engine/remote/client.ts';
import { flowPort, type FlowPort } from '../../src-engine/wire/flow.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

const [model, other] = [{ directory: '/models/fake-vlm' }, { directory: '/models/other' }];
const encode = { image: { kind: 'file', path: '/images/cat.jpg' }, reduction: { method: 'none' } } as const;

function countingLoads(): Engine & { readonly loads: string[] } {
  const engine = createFakeEngine();
  const loads: string[] = [];
  return {
    ...engine,
    loads,
    load: (source, options) => {
      loads.push(source.directory);
      return engine.load(source, options);
    },
  };
}

describe('an engine for several windows', () => {
  it('loads a model once that all of them use, also where they begin together', async () => {
    const engine = countingLoads();
    const window = shareEngine(engine);
    const [one, two, three] = [window(), window(), window()];
    await Promise.all([one.load(model), two.load(model)]);
    await three.load(model);
    expect(engine.loads).toEqual([model.directory]);
    expect((await three.encode(encode)).tokens).toBeGreaterThan(0);
  });

  it('says so where another window has loaded another model meanwhile', async () => {
    const window = shareEngine(countingLoads());
    const [one, two] = [window(), window()];
    await one.load(model);
    await two.load(other);
    await expect(one.encode(encode)).rejects.toThrow(
      /^Another window of this server has loaded .* meanwhile; choose your model again/,
    );
    await one.load(model);
    expect((await one.encode(encode)).tokens).toBeGreaterThan(0);
    await expect(two.encode(encode)).rejects.toThrow(/Another window/);
  });

  it('turns to no queue for a browser, and is not closed by one', async () => {
    const engine = countingLoads();
    const window = shareEngine(engine)();
    await expect(window.queueRuns({ address: 'redis://10.0.0.1' })).rejects.toThrow(
      /turns to no queue of tasks for a browser/,
    );
    await expect(window.cancelQueueRun({ address: 'x', run: 'y' })).rejects.toThrow(/turns to no queue/);
    await window.close();
    expect(await engine.jobs()).toEqual([]);
  });
});

describe('the ports of the engine process', () => {
  const scratch: string[] = [];
  afterEach(() => scratch.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

  /** The process with one page at its end. */
  function page(
    read: readonly string[],
    list: readonly string[] = read,
  ): { engine: Engine; ended: () => boolean; tell: ReturnType<typeof createPorts> } {
    let closed = false;
    const tell = createPorts(
      createFakeEngine({ loaded: true }),
      (message: FromEngine) => {
        if (message.kind === 'frame') far.receive(message.bytes);
        if (message.kind === 'close') closed = true;
      },
      { folders: list, made: '/not/there' },
    );
    tell({ kind: 'open', port: 1, browser: 'b', read, list });
    const far: FlowPort = flowPort({
      send: (bytes) => tell({ kind: 'frame', port: 1, bytes }),
      close: () => tell({ kind: 'close', port: 1 }),
    });
    return { engine: connectEngine(far.port), ended: () => closed, tell };
  }

  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'dymu-ports-'));
    scratch.push(made);
    writeFileSync(join(made, 'a.png'), '');
    return made;
  }

  it('read what the browser may name, and refuse the rest in a sentence', async () => {
    const [mine, foreign] = [folder(), folder()];
    const { engine } = page([mine]);
    await engine.open({ kind: 'file', path: join(mine, 'a.png') });
    await expect(engine.open({ kind: 'file', path: join(foreign, 'a.png') })).rejects.toThrow(
      /may not read .* which nobody has chosen/,
    );
    await expect(engine.load({ directory: foreign })).rejects.toThrow(/may not read/);
    await expect(engine.inspect(foreign)).rejects.toThrow(/may not read/);
  });

  it('take lists and questions from offered folders alone, never from what a browser has sent', async () => {
    const [offered, sent] = [folder(), folder()];
    const { engine } = page([offered, sent], [offered]);
    await expect(engine.questions({ data: join(sent, 'a.png') })).rejects.toThrow(/may not read/);
    await expect(engine.collection({ source: sent })).rejects.toThrow(/may not read/);
    expect((await engine.questions({ data: join(offered, 'a.png') })).questions).toBeGreaterThan(0);
  });

  it('write a calibration to the place of a grant, once, of that browser', async () => {
    const mine = folder();
    const { engine, tell } = page([mine]);
    const calibrate = (out: string) => engine.calibrate({ images: [join(mine, 'a.png')], out });
    tell({ kind: 'grant', browser: 'b', grant: 'word', path: '/data/c.json' });
    tell({ kind: 'grant', browser: 'somebody else', grant: 'theirs', path: '/data/d.json' });
    expect((await calibrate('word')).out).toBe('/data/c.json');
    await expect(calibrate('word')).rejects.toThrow(/may not say where a calibration is written/);
    await expect(calibrate('theirs')).rejects.toThrow(/may not say where/);
    await expect(calibrate('/home/user/.bashrc')).rejects.toThrow(/may not say where/);
  });

  it('let a page take up a calibration whose folder is made after it came', async () => {
    const mine = folder();
    const calibrations = join(folder(), 'data', 'calibrations');
    const { engine, tell } = page([calibrations, mine], []);
    const out = join(calibrations, 'few.json');
    await engine.inspect(mine); // the page has come
    mkdirSync(calibrations, { recursive: true });
    writeFileSync(out, '');
    tell({ kind: 'grant', browser: 'b', grant: 'word', path: out });
    await engine.calibrate({ images: [join(mine, 'a.png')], out: 'word' });
    expect((await engine.load({ directory: mine, calibration: out })).directory).toBe(mine);
  });

  it('end a window that sends what is no message', () => {
    const { tell, ended } = page([]);
    tell({ kind: 'frame', port: 1, bytes: new Uint8Array([9]) });
    expect(ended()).toBe(true);
  });
});
