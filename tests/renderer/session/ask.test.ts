import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createAsker, type Asker } from '../../../renderer/session/ask.ts';
import type { Deps } from '../../../renderer/session/deps.ts';
import { selectAnswers } from '../../../renderer/state/selectors.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { createDeps, ready } from './parts.ts';
import { eventually } from '../../support/eventually.ts';

let deps: Deps;
let asker: Asker;

beforeEach(() => {
  deps = createDeps();
  asker = createAsker(deps);
});

const state = () => deps.store.getState();
const pair = () => selectAnswers(state());

describe('the asker', () => {
  it('asks nothing without a model, and says so', async () => {
    await asker.ask('How many?');
    expect(state().asked).toEqual([]); // no picture either: nothing to say
    await ready(deps);
    deps.link.disconnect();
    await asker.ask('How many?');
    expect(state().notices.at(-1)?.text).toMatch(/^No model is ready yet/);
  });

  it('asks with all tokens, then with the merged ones, and remembers the question', async () => {
    const engine = await ready(deps);
    const answer = vi.spyOn(engine, 'answer');
    await asker.ask('  How many?  ');
    expect(state().asked).toEqual(['How many?']);
    const { full, merged } = pair();
    expect([full.kind, merged.kind]).toEqual(['done', 'done']);
    const measured = answer.mock.calls.slice(-2).map(([request]) => request);
    expect(measured.map(({ question }) => question)).toEqual(['How many?', 'How many?']);
    expect(measured.map(({ reduction }) => reduction.method)).toEqual(['none', 'dymu']);
    expect(deps.traffic.busy).toBe(false);
  });

  it('samples both answers from one seed where that is chosen, and from another for the next question', async () => {
    const engine = await ready(deps);
    const answer = vi.spyOn(engine, 'answer');
    await asker.ask('Greedy?');
    state().choose({ sampling: 'sample' });
    await asker.ask('One?');
    await asker.ask('Two?');
    expect(answer.mock.calls.slice(-6).map(([{ sampling }]) => sampling)).toEqual([
      undefined,
      undefined,
      { kind: 'sample', seed: 1 },
      { kind: 'sample', seed: 1 },
      { kind: 'sample', seed: 2 },
      { kind: 'sample', seed: 2 },
    ]);
  });

  it('warms a model up once, and again when it is told that it is cold', async () => {
    const engine = await ready(deps);
    const answer = vi.spyOn(engine, 'answer');
    await asker.ask('One?');
    const first = answer.mock.calls.length;
    await asker.ask('Two?');
    expect(answer.mock.calls.length - first).toBe(2);
    asker.cool();
    await asker.ask('Three?');
    expect(answer.mock.calls.length - first - 2).toBe(first);
  });

  it('stops both at once and keeps what was there', async () => {
    await ready(deps, { pieceDelayMs: 60_000 });
    const asking = asker.ask('How many?');
    await eventually(() => expect(pair().full.kind).toBe('loading'));
    asker.stop();
    await asking;
    expect([pair().full.kind, pair().merged.kind]).toEqual(['stopped', 'stopped']);
    expect(deps.traffic.busy).toBe(false);
  });

  it('says on the pane why an answer failed, and still asks for the other', async () => {
    const refusal = new EngineError('too-long', 'The question is too long', { remedy: 'shorten it' });
    const engine = await ready(deps, {
      fail: (call, request) =>
        call === 'answer' && JSON.stringify(request).includes('"none"') ? refusal : undefined,
    });
    expect(engine).toBeTruthy();
    await asker.ask('Long?');
    expect(pair().full).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('too long') as string,
    });
    expect(pair().merged.kind).toBe('done');
  });

  it('asks again what the end of the engine interrupted, once', async () => {
    let dead = true;
    const died = new EngineError('engine-died', 'The engine stopped');
    await ready(deps, { fail: (call) => (dead && call === 'answer' ? died : undefined) });
    await asker.ask('Still there?');
    expect(pair().merged.kind).toBe('failed');
    asker.resume();
    await eventually(() => expect(deps.traffic.busy).toBe(false));
    expect(pair().merged.kind).toBe('failed'); // it killed this engine, too
    dead = false;
    asker.resume();
    expect(deps.traffic.busy).toBe(false); // not for ever
  });
});
