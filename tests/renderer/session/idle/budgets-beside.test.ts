import { beforeEach, describe, expect, it, vi } from 'vitest';
import { budgetsBesideTasks } from '../../../../renderer/session/idle/budgets-beside.ts';
import type { Deps } from '../../../../renderer/session/deps.ts';
import { createEncodeLoop } from '../../../../renderer/session/encode-loop.ts';
import type { IdleTaskSource } from '../../../../renderer/session/scheduler.ts';
import { rangeOf } from '../../../../renderer/state/budget.ts';
import { selectBehind, selectShown } from '../../../../renderer/state/selectors.ts';
import type { Encoding, Engine } from '../../../../src-engine/engine.ts';
import { methods } from '../../../../src-engine/reduction/methods.ts';
import { EngineError } from '../../../../src-engine/errors.ts';
import { fakeModel, type FakeEngineOptions } from '../../../support/fake-engine.ts';
import { createDeps, ready } from '../parts.ts';
import { eventually } from '../../../support/eventually.ts';

let deps: Deps;
let source: IdleTaskSource;

beforeEach(() => {
  deps = createDeps();
  source = budgetsBesideTasks(deps);
  source.watch(() => {});
});

const state = () => deps.store.getState();
const target = () => selectShown(state())?.encoding.target ?? null;
const shows = (tokens: number) => eventually(() => expect(target()).toBe(tokens));

async function open(options: FakeEngineOptions = {}): Promise<Engine> {
  createEncodeLoop(deps);
  const engine = await ready(deps, options);
  await shows(90);
  return engine;
}

/** Does all that is offered, and says at which budgets. */
async function doAll(engine: Engine): Promise<(number | null)[]> {
  const before = new Set(deps.encodings.keys());
  for (let task = source.next(); task !== null; task = source.next())
    await task.run(engine, { urgency: 'background' });
  const made = [...deps.encodings.entries()].filter(([key]) => !before.has(key));
  return made.map(([, { target: tokens }]) => tokens).toReversed(); // the newest stands first
}

describe('budgets beside the chosen one', () => {
  it('are encoded in the background, the way that the hand went first, and each once', async () => {
    const engine = await open();
    const encode = vi.spyOn(engine, 'encode');
    expect(source.next()?.urgency).toBe('near');
    expect(await doAll(engine)).toEqual([91, 92, 89]); // the hand came from below
    expect(encode.mock.lastCall?.[1]).toMatchObject({ urgency: 'background' });
    state().choose({ tokens: 89 });
    expect(await doAll(engine)).toEqual([88, 87]); // 90 is known
    expect(source.next()).toBeNull();
  });

  it('cost a step to them no encoding, and are on the stage at once', async () => {
    const engine = await open();
    await doAll(engine);
    const encode = vi.spyOn(engine, 'encode');
    state().choose({ tokens: 91 });
    expect(target()).toBe(91);
    expect(encode).not.toHaveBeenCalled();
  });

  it('are left alone while the stage is behind, in another view, and where one takes long', async () => {
    await open();
    state().setView('collection');
    expect(source.next()).toBeNull();
    state().setView('explore');
    state().choose({ tokens: 150 });
    expect(source.next()).toBeNull();
    await shows(150);
    expect(source.next()).not.toBeNull();
    const shown = state().shown;
    if (shown?.kind !== 'live') throw new Error('Nothing is shown.');
    const slow: Encoding = {
      ...shown.encoding,
      timings: { ...shown.encoding.timings, encodeMs: 1_000 },
    };
    state().setShown({ ...shown, encoding: slow });
    expect(source.next()).toBeNull();
  });

  it('end with the slider, and leave all tokens to those who ask for them', async () => {
    const engine = await open();
    const encode = vi.spyOn(engine, 'encode');
    const besidesOf = async (method: 'tome' | 'dymu', tokens: number) => {
      state().choose({ method, tokens });
      await eventually(() => expect(selectBehind(state())).toBe(false));
      encode.mockClear();
      await doAll(engine);
      return encode.mock.calls.map(([{ reduction }]) => reduction);
    };
    const most = fakeModel.tokensPerView;
    expect(await besidesOf('tome', most - 1)).toEqual([methods.tome.ofTokens(most - 2)]);
    const { min } = rangeOf('dymu', fakeModel);
    expect(await besidesOf('dymu', min)).toEqual([methods.dymu.ofTokens(min + 1)]);
  });

  it('are put aside when something else is asked for, and not by a step to them', async () => {
    const engine = await open({ encodeDelayMs: 80 });
    const signals: AbortSignal[] = [];
    const encode = engine.encode.bind(engine);
    engine.encode = (request, call) => {
      if (call?.signal !== undefined) signals.push(call.signal);
      return encode(request, call);
    };
    const near = source.next();
    const run = near?.run(engine, { urgency: 'background' });
    state().choose({ tokens: 91 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]); // nor is it asked for twice
    await run;
    await shows(91);
    expect(signals).toHaveLength(1);
    const other = source.next()?.run(engine, { urgency: 'background' });
    const stopped = expect(other).rejects.toMatchObject({ code: 'aborted' });
    state().choose({ tokens: 150 });
    expect(signals[1]?.aborted).toBe(true);
    await stopped;
    await shows(150);
  });

  it('do not hold up who waits for them behind other work', async () => {
    const engine = await open();
    const near = source.next();
    const real = engine.encode.bind(engine);
    engine.encode = () => new Promise(() => {}); // others are before it
    void near?.run(engine, { urgency: 'background' });
    engine.encode = real;
    state().choose({ tokens: 91 });
    await shows(91);
  });

  it('that cannot be encoded are not tried again', async () => {
    let broken = false;
    const refusal = new EngineError('bad-input', 'a.png has gone', { remedy: 'open it again' });
    const engine = await open({ fail: (call) => (broken && call === 'encode' ? refusal : undefined) });
    broken = true;
    expect(await doAll(engine)).toEqual([]);
    expect(source.next()).toBeNull();
    expect(deps.ahead.size).toBe(0);
  });
});
