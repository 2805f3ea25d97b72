import { describe, expect, it } from 'vitest';
import { staleReason } from '../../../renderer/state/run.ts';
import {
  aboutOf,
  aboutOthers,
  moved,
  roleIn,
  selectSubject,
  stretchOf,
  subjectOf,
  toggled,
} from '../../../renderer/state/subject.ts';
import { createAppStore } from '../../../renderer/state/store.ts';
import { shelfImage } from '../support/samples.ts';

const images = ['a', 'b', 'c', 'd'].map(shelfImage);
const idsOf = (subject: ReturnType<typeof subjectOf>) => subject?.images.map(({ id }) => id);

describe('subjectOf', () => {
  it('is the picture on the stage, under its own id', () => {
    expect(subjectOf(images, 'b', [])).toMatchObject({ kind: 'image', key: 'b' });
    expect(subjectOf(images, null, [])).toBeNull();
    expect(subjectOf(images, 'gone', ['a', 'b'])).toBeNull();
  });

  it('is several pictures in their order, under one key in any order', () => {
    const subject = subjectOf(images, 'a', ['c', 'a']);
    expect(subject?.kind).toBe('images');
    expect(idsOf(subject)).toEqual(['c', 'a']);
    expect(subject?.key).toBe(subjectOf(images, 'c', ['a', 'c'])?.key);
    expect(subject?.key).not.toBe(subjectOf(images, 'a', ['a', 'b'])?.key);
  });

  it('is one picture where another one is on the stage, or one of two was closed', () => {
    expect(idsOf(subjectOf(images, 'b', ['c', 'a']))).toEqual(['b']);
    expect(idsOf(subjectOf(images, 'a', ['gone', 'a']))).toEqual(['a']);
  });

  it('is all frames of a video that one of is on the stage, under the video', () => {
    const frame = (index: number) => ({ video: 'v', name: 'v.gif', index, total: 9 });
    const frames = images.map((image, index) => (index > 1 ? { ...image, frame: frame(index) } : image));
    const subject = subjectOf(frames, 'd', ['a', 'd']);
    expect(subject).toMatchObject({ kind: 'video', key: 'v' });
    expect(idsOf(subject)).toEqual(['c', 'd']);
  });

  it('says as what its pictures are put to the model', () => {
    const frame = (index: number) => ({ video: 'v', name: 'v.gif', index, total: 9 });
    const all = images.map((image, index) => (index > 1 ? { ...image, frame: frame(index) } : image));
    const roles = (subject: ReturnType<typeof subjectOf>, video: boolean, open = all) =>
      open.map((image) => roleIn(subject!, image, open, video));
    expect(roles(subjectOf(all, 'a', []), true)).toEqual(['alone', 'alone', 'frame', 'frame']);
    expect(roles(subjectOf(all, 'a', ['b', 'a']), true)).toEqual(['several', 'several', 'frame', 'frame']);
    expect(roles(subjectOf(all, 'd', []), false)).toEqual(['alone', 'alone', 'several', 'several']);
    const single = all.slice(0, 3);
    expect(roles(subjectOf(single, 'c', []), false, single)).toEqual(['alone', 'alone', 'alone']);
  });

  it('is the same object while nothing changes', () => {
    const store = createAppStore();
    store.getState().addImages(images);
    store.getState().choose({ selected: 'a', chosen: ['a', 'b'] });
    const first = selectSubject(store.getState());
    store.getState().choose({ overlay: 'heat' });
    expect(selectSubject(store.getState())).toBe(first);
  });
});

describe('aboutOthers', () => {
  const about = (chosen: readonly string[], readings = {}, takesVideo = false) => {
    const subject = subjectOf(images, chosen[0] ?? null, chosen);
    if (subject === null) throw new Error('There is no such picture.');
    return aboutOf(subject, 'path', readings, takesVideo);
  };

  it('is null for the same pictures in the same order', () => {
    expect(aboutOthers(about(['a', 'b']), about(['a', 'b']))).toBeNull();
    expect(aboutOthers(about(['a']), about(['a']))).toBeNull();
  });

  it('says that the order, a reading or the frames are others', () => {
    expect(aboutOthers(about(['a', 'b']), about(['b', 'a']))).toBe(
      'The pictures stand in another order now.',
    );
    expect(aboutOthers(about(['a', 'b']), about(['a', 'b'], { b: { orientation: 6 } }))).toBe(
      'A picture is read differently now.',
    );
    expect(aboutOthers(about(['a']), about(['a'], { a: { orientation: 6 } }))).toBe(
      'The picture is read differently now.',
    );
    expect(aboutOthers(about(['a', 'b', 'c']), about(['a', 'b']))).toBe('Other frames are chosen now.');
  });

  it('makes answers stale', () => {
    const reduction = { method: 'dymu', budget: { kind: 'tokens', tokens: 90 } } as const;
    const asked = { model: '/m', question: 'Which?', reduction, virtualUnmerging: true };
    const run = { kind: 'stopped', asked, text: '', before: null } as const;
    expect(staleReason(run, { ...asked, ...about(['a']) })).toBeNull();
    const done = { kind: 'recorded', asked: { ...asked, ...about(['a', 'b']) } };
    expect(staleReason(done as never, { ...asked, ...about(['b', 'a']) })).toBe(
      'The pictures stand in another order now.',
    );
  });
});

describe('choosing pictures', () => {
  it('adds the picture on the stage with the first, and ends with one', () => {
    const two = toggled({ selected: 'a', chosen: [] }, 'b');
    expect(two).toEqual({ selected: 'b', chosen: ['a', 'b'] });
    expect(toggled(two, 'c')).toEqual({ selected: 'c', chosen: ['a', 'b', 'c'] });
    expect(toggled(two, 'b')).toEqual({ selected: 'a', chosen: [] });
    expect(toggled(two, 'a')).toEqual({ selected: 'b', chosen: [] });
    expect(toggled({ selected: 'd', chosen: ['a', 'b'] }, 'c')).toEqual({
      selected: 'c',
      chosen: ['d', 'c'],
    });
  });

  it('takes a stretch of the list, either way round', () => {
    expect(stretchOf(['a', 'b', 'c', 'd'], 'b', 'd')).toEqual(['b', 'c', 'd']);
    expect(stretchOf(['a', 'b', 'c', 'd'], 'c', 'a')).toEqual(['a', 'b', 'c']);
    expect(stretchOf(['a', 'b'], 'gone', 'b')).toEqual(['b']);
  });

  it('moves one a step, and not out of the list', () => {
    expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
  });

  it('forgets a picture that leaves the shelf, in every step of the history', () => {
    const store = createAppStore();
    store.getState().addImages(images);
    store.getState().choose({ selected: 'a', chosen: ['a', 'b', 'c'] });
    store.getState().choose({ overlay: 'heat' });
    store.getState().forgetImage('b', 'c');
    expect(store.getState().choices.chosen).toEqual(['a', 'c']);
    expect(store.getState().history.past.at(-1)?.chosen).toEqual(['a', 'c']);
  });
});
