import { expect, it } from 'vitest';
import { createSleeps } from '../../src-engine/runtime/sleeps.ts';

it('a sleep is noticed by the clocks, where they tell, from a second on', () => {
  let asleepMs = 5000;
  const sleeps = createSleeps({ asleepMs: () => asleepMs });
  const slept = sleeps.watch();
  expect(slept()).toBeUndefined();
  asleepMs += 999;
  expect(slept()).toBeUndefined();
  asleepMs += 1;
  expect(slept()).toBe('slept');
  expect(sleeps.watch()()).toBeUndefined();
});

it('a sleep is noticed by what the system says, also where it tells its beginning alone', () => {
  const sleeps = createSleeps({ asleepMs: () => 0 });
  const before = sleeps.watch();
  sleeps.told();
  const after = sleeps.watch();
  expect([before(), after()]).toEqual(['slept', undefined]);
});

it('the clocks of this system agree while it is awake', () => {
  expect(createSleeps().watch()()).toBeUndefined();
});

it('a program that stood still is told from a computer that slept, where the clocks tell that', () => {
  let [asleepMs, lostMs] = [0, 4000];
  const sleeps = createSleeps({ asleepMs: () => asleepMs, lostMs: () => lostMs });
  const stopped = sleeps.watch();
  expect(stopped()).toBeUndefined();
  lostMs += 3000;
  expect(stopped()).toBe('stood-still');
  asleepMs += 60_000;
  expect(stopped()).toBe('slept');
});
