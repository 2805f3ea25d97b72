import { describe, expect, it } from 'vitest';
import { createDesk } from '../../src-engine/inference/desk.ts';
import { rejection } from '../support/scratch.ts';

/** Something that goes on until it is told to end. */
function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

/** Lets everything that is ready go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const soon = () => Promise.resolve('done');

describe('disturbedBy', () => {
  it('is empty for a call that was alone', async () => {
    const desk = createDesk();
    await desk.inTurn('encode', {}, soon);
    expect(await desk.inTurn('encode', {}, (served) => Promise.resolve(served.disturbedBy()))).toEqual([]);
  });

  it('names who waited and who ran meanwhile, each kind once', async () => {
    const desk = createDesk();
    const { open, passed } = gate();
    const words = desk.inTurn('answer', {}, async (served) => {
      await passed;
      return served.disturbedBy();
    });
    await settle();
    const others = [
      desk.inTurn('encode', {}, soon),
      desk.beside('preview', {}, soon),
      desk.beside('preview', {}, soon),
    ];
    open();
    expect(await words).toEqual(['an encoding waited', 'a preview ran']);
    await Promise.all(others);
  });

  it('leaves out what waits in the background, for it disturbs nobody', async () => {
    const desk = createDesk();
    const { open, passed } = gate();
    const words = desk.inTurn('answer', {}, async (served) => {
      await passed;
      return served.disturbedBy();
    });
    const other = desk.inTurn('encode', { urgency: 'background' }, soon);
    open();
    expect(await words).toEqual([]);
    await other;
  });

  it('tells background work who ran while it gave way', async () => {
    const desk = createDesk();
    const { open, passed } = gate();
    const words = desk.inTurn('calibrate', { urgency: 'background' }, async (served) => {
      await passed;
      await served.giveWay();
      return served.disturbedBy();
    });
    const user = desk.inTurn('encode', {}, soon);
    open();
    expect(await words).toEqual(['an encoding ran']);
    await user;
  });
});

describe('a stream in the background', () => {
  it('keeps nobody waiting while its reader thinks, and goes on afterwards', async () => {
    const desk = createDesk();
    const stream = desk.stream('answer', { urgency: 'background' }, async function* () {
      yield await Promise.resolve(1);
      yield 2;
    });
    expect((await stream.next()).value).toBe(1);
    expect(await desk.inTurn('encode', {}, soon)).toBe('done');
    expect((await stream.next()).value).toBe(2);
    expect((await stream.next()).done).toBe(true);
    expect(await desk.inTurn('encode', {}, soon)).toBe('done');
  });
});

describe('what disturbs from outside', () => {
  it('stands beside what the engine did itself, for the whole turn and for a part of it', async () => {
    let slept = false;
    const desk = createDesk(() => {
      const before = slept;
      return () => (slept && !before ? ['the computer slept'] : []);
    });
    const words = await desk.inTurn('bench', {}, async ({ disturbedBy, watch }) => {
      const first = watch();
      await desk.beside('preview', {}, soon);
      slept = true;
      const second = watch();
      return Promise.resolve({ all: disturbedBy(), first: first(), second: second() });
    });
    const both = ['a preview ran', 'the computer slept'];
    expect(words).toEqual({ all: both, first: both, second: [] });
  });
});

describe('close', () => {
  it('releases once, after what runs, and turns away what waits and what comes later', async () => {
    const desk = createDesk();
    const log: string[] = [];
    const { open, passed } = gate();
    const running = desk.inTurn('encode', {}, async () => {
      await passed;
      log.push('ran');
    });
    const release = () => {
      log.push('released');
      return Promise.resolve();
    };
    const closing = Promise.all([desk.close(release), desk.close(release)]);
    const waiting = rejection(desk.inTurn('encode', {}, soon));
    open();
    await Promise.all([running, closing]);
    expect(log).toEqual(['ran', 'released']);
    const late = [desk.inTurn('encode', {}, soon), desk.beside('preview', {}, soon)].map((call) =>
      rejection(call),
    );
    const stream = desk.stream('answer', {}, () => (async function* () {})());
    const errors = await Promise.all([waiting, ...late, rejection(stream.next())]);
    expect(errors.map(({ code }) => code)).toEqual([
      'engine-died',
      'engine-died',
      'engine-died',
      'engine-died',
    ]);
  });

  it('ends background work that gave way to it', async () => {
    const desk = createDesk();
    const { open, passed } = gate();
    const background = rejection(
      desk.inTurn('calibrate', { urgency: 'background' }, async (served) => {
        await passed;
        await served.giveWay();
      }),
    );
    const closing = desk.close(() => Promise.resolve());
    open();
    await closing;
    expect((await background).code).toBe('engine-died');
  });
});
