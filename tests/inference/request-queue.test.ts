import { describe, expect, it } from 'vitest';
import { longestWait, requestQueue, type Turn } from '../../src-engine/inference/request-queue.ts';

/** Lets everything that is ready go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose callers write into a log when they come in and leave when told. */
function logged() {
  const queue = requestQueue();
  const log: string[] = [];
  const come = async (name: string, urgency: 'user' | 'background' = 'user', signal?: AbortSignal) => {
    const turn = await queue.enter({ urgency, signal });
    log.push(name);
    return turn;
  };
  return { log, come };
}

const leaveAll = async (turns: readonly Promise<Turn>[]) => {
  for (const turn of turns) (await turn).leave();
};

describe('requestQueue', () => {
  it('serves callers one after the other in the order they came', async () => {
    const { log, come } = logged();
    const caller = async (name: string) => {
      const turn = await come(`${name} in`);
      await settle();
      log.push(`${name} out`);
      turn.leave();
    };
    await Promise.all([caller('a'), caller('b'), caller('c')]);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('never starts a caller that was aborted while it waited, tells it at once, and goes on with the next', async () => {
    const { log, come } = logged();
    const running = await come('running');
    const controller = new AbortController();
    const waiting = come('waiting', 'user', controller.signal);
    const next = come('next');
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    running.leave();
    (await next).leave();
    expect(log).toEqual(['running', 'next']);
  });

  it('refuses a caller that comes already aborted', async () => {
    const entering = requestQueue().enter({ signal: AbortSignal.abort() });
    await expect(entering).rejects.toMatchObject({ code: 'aborted' });
  });

  it('lets no user wait for background work that has not started', async () => {
    const { log, come } = logged();
    const running = await come('running');
    const turns = [
      come('background', 'background'),
      come('background', 'background'),
      come('user'),
      come('user'),
    ];
    running.leave();
    await leaveAll([turns[2]!, turns[3]!, turns[0]!, turns[1]!]);
    expect(log).toEqual(['running', 'user', 'user', 'background', 'background']);
  });

  it('lets users go first between two runs of background work, which comes back before other background work', async () => {
    const { log, come } = logged();
    const background = await come('background', 'background');
    const other = come('other background', 'background');
    const user = come('user');
    await settle();
    expect(log).toEqual(['background']);
    const back = background.giveWay().then(() => log.push('background again'));
    (await user).leave();
    await back;
    background.leave();
    (await other).leave();
    expect(log).toEqual(['background', 'user', 'background again', 'other background']);
  });

  it('gives nobody the turn of a user who gives way', async () => {
    const { log, come } = logged();
    const first = await come('first');
    const second = come('second');
    await first.giveWay();
    await settle();
    expect(log).toEqual(['first']);
    first.leave();
    (await second).leave();
  });

  it('lets background work in once when so many users have gone before it, and again after as many', async () => {
    const { log, come } = logged();
    const first = await come('user');
    const background = come('background', 'background').then(async (turn) => {
      await turn.giveWay();
      log.push('background again');
      turn.leave();
    });
    const users = Array.from({ length: 2 * longestWait + 1 }, () => come('user'));
    const leaving = leaveAll(users);
    first.leave();
    await Promise.all([leaving, background]);
    expect(log.indexOf('background')).toBe(1 + longestWait);
    expect(log.indexOf('background again')).toBe(1 + longestWait + 1 + longestWait);
  });

  it('frees a turn that is left while it is lent', async () => {
    const { come } = logged();
    const background = await come('background', 'background');
    background.lend();
    background.leave();
    (await come('next')).leave();
    (await come('and the next')).leave();
  });

  it('does not bring back who is aborted while others use the turn', async () => {
    const { come } = logged();
    const controller = new AbortController();
    const background = await come('background', 'background', controller.signal);
    const user = come('user');
    const back = background.giveWay();
    controller.abort();
    await expect(back).rejects.toMatchObject({ code: 'aborted' });
    background.leave();
    (await user).leave();
    (await come('next')).leave();
  });
});
