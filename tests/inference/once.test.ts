import { describe, expect, it } from 'vitest';
import { once } from '../../src-engine/inference/once.ts';

describe('once', () => {
  it('does the work once for all who ask, also at the same time', async () => {
    let begun = 0;
    const { get, made } = once(() => Promise.resolve((begun += 1)));
    expect(made()).toBeUndefined();
    expect(await Promise.all([get(), get()])).toEqual([1, 1]);
    expect(await made()).toBe(1);
  });

  it('begins anew after a failure, which all who waited are told of', async () => {
    let begun = 0;
    const { get, made } = once(() => {
      begun += 1;
      return begun === 1 ? Promise.reject(new Error('busy')) : Promise.resolve(begun);
    });
    const waiting = [get(), get()];
    for (const each of waiting) await expect(each).rejects.toThrow('busy');
    expect(made()).toBeUndefined();
    expect(await get()).toBe(2);
  });
});
