import { describe, expect, it } from 'vitest';
import { createSessionKeeper, mostKept } from '../../electron/kept-session.ts';

describe('createSessionKeeper', () => {
  it('has nothing at a first start, and after an end what was kept last, told once', () => {
    const keeper = createSessionKeeper();
    expect(keeper.read()).toBeNull();
    keeper.keep({ question: 'first' });
    keeper.keep({ question: 'What?', numbers: [Number.POSITIVE_INFINITY] });
    keeper.keepPicture('a', Uint8Array.of(1, 2));
    keeper.ended('It crashed.');
    const kept = {
      session: { question: 'What?', numbers: [Number.POSITIVE_INFINITY] },
      pictures: [{ id: 'a', bytes: Uint8Array.of(1, 2) }],
    };
    expect(keeper.read()).toEqual({ ...kept, cause: 'It crashed.' });
    expect(keeper.read()).toBeNull(); // loaded again by hand: it begins afresh
  });

  it('does not change with the object that it was given', () => {
    const keeper = createSessionKeeper();
    const session = { question: 'What?' };
    keeper.keep(session);
    session.question = 'Changed';
    keeper.ended('It crashed.');
    expect(keeper.read()?.session).toEqual({ question: 'What?' });
  });

  it('lets closed pictures go, and refuses what is too large without losing what it has', () => {
    const keeper = createSessionKeeper();
    keeper.keep({ question: 'What?' });
    expect(keeper.keep({ text: 'x'.repeat(mostKept.session) })).toBe(false);
    keeper.ended('It crashed.');
    expect(keeper.read()?.session).toEqual({ question: 'What?' });
    const half = new Uint8Array(mostKept.pictures / 2);
    expect(keeper.keepPicture('a', half)).toBe(true);
    expect(keeper.keepPicture('b', half)).toBe(true);
    expect(keeper.keepPicture('c', Uint8Array.of(1))).toBe(false);
    keeper.keepPicture('a', null);
    expect(keeper.keepPicture('c', Uint8Array.of(1))).toBe(true);
    keeper.ended('It crashed.');
    expect(keeper.read()?.pictures.map(({ id }) => id)).toEqual(['b', 'c']);
  });
});
