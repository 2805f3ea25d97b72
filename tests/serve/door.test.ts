import { expect, it } from 'vitest';
import { createDoor } from '../../serve/door.ts';

it('a token lets one browser in, once', () => {
  const door = createDoor();
  const token = door.newToken();
  expect(token).toMatch(/^[\w-]{43}$/);
  const secret = door.enter(token);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(door.enter(token)).toBeUndefined();
  expect(door.knows(secret ?? '')).toMatch(/^[\w-]{43}$/);
});

it('nothing else lets anybody in', () => {
  const door = createDoor();
  expect(door.enter('')).toBeUndefined();
  const old = door.newToken();
  const token = door.newToken();
  expect(door.enter(old)).toBeUndefined(); // a newer address has taken its place
  expect(door.enter(token.slice(1))).toBeUndefined();
  expect(door.knows(token)).toBeUndefined(); // a token is no secret
  expect(door.enter(token)).toBeDefined(); // wrong ones do not use it up
});

it('two browsers are two, and one that is forgotten is a stranger', () => {
  const door = createDoor();
  const [one, other] = [door.enter(door.newToken()) ?? '', door.enter(door.newToken()) ?? ''];
  expect(door.knows(one)).not.toBe(door.knows(other));
  door.forget(door.knows(one) ?? '');
  expect(door.knows(one)).toBeUndefined();
  expect(door.knows(other)).toBeDefined();
});
