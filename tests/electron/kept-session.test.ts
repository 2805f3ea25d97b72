import { describe, expect, it, vi } from 'vitest';
import { createSessionKeeper } from '../../electron/kept-session.ts';
import type { LastSession } from '../../electron/last-session.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { sessionLimits } from '../../src-engine/session-file/limits.ts';

function disk(): LastSession & { readonly texts: (string | null)[] } {
  const texts: (string | null)[] = [];
  return {
    texts,
    write: (text) => Promise.resolve(void texts.push(text)),
    read: () =>
      Promise.resolve({
        text: Buffer.from('of the last start'),
        pictures: new Map([['a', Uint8Array.of(1)]]),
      }),
    clear: () => Promise.resolve(void texts.push(null)),
    putAside: () => Promise.resolve('aside'),
    flush: () => Promise.resolve(),
  };
}

const wanted = () => true;
const textOf = (kept: { readonly text: Uint8Array } | null) => kept && Buffer.from(kept.text).toString();

describe('createSessionKeeper', () => {
  it('takes up the last start once, and after an end of the page what was kept last', async () => {
    const keeper = createSessionKeeper(disk(), wanted);
    const start = await keeper.read();
    expect([textOf(start), start?.cause]).toEqual(['of the last start', null]);
    expect(keeper.pictures.get('a')).toEqual(Uint8Array.of(1));
    expect(await keeper.read()).toBeNull(); // loaded again by hand: it begins afresh
    keeper.keep('first');
    keeper.keep('second');
    keeper.ended('It crashed.');
    const again = await keeper.read();
    expect([textOf(again), again?.cause]).toEqual(['second', 'It crashed.']);
    expect(await keeper.read()).toBeNull();
    await keeper.flush();
  });

  it('writes down what was kept, the last one alone, and nothing where the next start does not want it', async () => {
    const last = disk();
    let restores = true;
    const keeper = createSessionKeeper(last, () => restores);
    keeper.keep('first');
    keeper.keep('second');
    await keeper.flush();
    restores = false;
    expect(await keeper.read()).toBeNull();
    keeper.keep('third');
    await keeper.flush();
    expect(last.texts).toEqual(['second', null]);
  });

  it('says once that it could not be written down', async () => {
    const last = disk();
    const failing = vi.fn(() => Promise.reject(new EngineError('bad-input', 'The disk is full')));
    const keeper = createSessionKeeper({ ...last, write: failing }, wanted);
    keeper.keep('first');
    await keeper.flush();
    expect(() => keeper.keep('second')).toThrow(
      'The session is not kept for the next start: The disk is full.',
    );
    expect(keeper.keep('third')).toBe(true);
    await keeper.flush();
  });

  it('lets closed pictures go, and refuses what is too large without losing what it has', async () => {
    const keeper = createSessionKeeper(disk(), wanted);
    keeper.keep('What?');
    expect(keeper.keep('x'.repeat(sessionLimits.state + 1))).toBe(false);
    keeper.ended('It crashed.');
    expect(textOf(await keeper.read())).toBe('What?');
    const half = new Uint8Array(sessionLimits.keptPictures / 2);
    expect(keeper.keepPicture('a', half)).toBe(true);
    expect(keeper.keepPicture('b', half)).toBe(true);
    expect(keeper.keepPicture('c', Uint8Array.of(1))).toBe(false);
    keeper.keepPicture('a', null);
    expect(keeper.keepPicture('c', Uint8Array.of(1))).toBe(true);
    expect([...keeper.pictures.keys()]).toEqual(['b', 'c']);
    await keeper.flush();
  });
});
