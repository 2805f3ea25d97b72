import { afterEach, expect, it, vi } from 'vitest';
import { createFollower } from '../../../../renderer/session/collection/follow.ts';
import { createFakeCollection } from '../../../support/fake-collection.ts';
import { answerOf } from '../../support/samples.ts';
import { createDeps, ready } from '../parts.ts';

afterEach(() => vi.useRealTimers());

it('does not look at a folder that nobody sees while a question is being answered, and looks again after it', async () => {
  const deps = createDeps();
  await ready(deps, { collection: createFakeCollection({ images: 3, counted: true }) });
  const { store, link } = deps;
  vi.useFakeTimers();
  const looked = vi.spyOn(link.ready!, 'collection');
  store.getState().setCollection({ kind: 'opening', folder: '/pictures' });
  const follower = createFollower({ store, link, counting: () => false, onWhole: () => undefined });
  follower.look();
  await vi.advanceTimersByTimeAsync(10_000);
  const before = looked.mock.calls.length;
  expect(before).toBeGreaterThan(1); // once in four seconds, though Explore is on screen

  const asked = { model: '', question: '?', reduction: { method: 'none' }, virtualUnmerging: true } as const;
  store.getState().setRun('a', 'full', { kind: 'streaming', asked, before: null, text: '', visualTokens: 0 });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(looked.mock.calls.length).toBe(before);

  store.getState().setRun('a', 'full', { kind: 'done', asked, result: answerOf('Yes.') });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(looked.mock.calls.length).toBe(before + 1);
  follower.dispose();
});
