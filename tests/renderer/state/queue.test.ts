import { expect, it } from 'vitest';
import { savedAddress } from '../../../renderer/state/queue-slice.ts';

it.each([
  ['redis://127.0.0.1:6379', 'redis://127.0.0.1:6379'],
  ['rediss://me@host', 'rediss://me@host'],
  ['redis://:secret@host', ''],
  ['rediss://me:secret@host:1', ''],
  ['no address', ''],
])('of the address %s the settings keep "%s"', (address, saved) => {
  expect(savedAddress(address)).toBe(saved);
});
