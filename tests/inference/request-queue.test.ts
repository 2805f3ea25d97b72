import { describe, expect, it } from 'vitest';
import { requestQueue } from '../../src-engine/inference/request-queue.ts';

describe('requestQueue', () => {
  it('serves callers one after the other in the order they came', async () => {
    const queue = requestQueue();
    const log: string[] = [];
    const caller = async (name: string) => {
      const leave = await queue.enter(undefined);
      log.push(`${name} in`);
      await Promise.resolve();
      log.push(`${name} out`);
      leave();
    };
    await Promise.all([caller('a'), caller('b'), caller('c')]);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('never starts a caller that was aborted while it waited, and goes on with the next', async () => {
    const queue = requestQueue();
    const leave = await queue.enter(undefined);
    const controller = new AbortController();
    const waiting = queue.enter(controller.signal);
    const next = queue.enter(undefined);
    controller.abort();
    leave();
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    (await next)();
  });

  it('refuses a caller that comes already aborted', async () => {
    await expect(requestQueue().enter(AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  });
});
