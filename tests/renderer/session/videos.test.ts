import { beforeEach, describe, expect, it } from 'vitest';
import { createClosing } from '../../../renderer/session/closing.ts';
import type { Deps } from '../../../renderer/session/deps.ts';
import { takeUp } from '../../../renderer/session/take-up-session.ts';
import { createVideos, type Videos } from '../../../renderer/session/videos.ts';
import { sessionOf } from '../../../renderer/session/write-session.ts';
import { shelfEntries } from '../../../renderer/state/shelf-order.ts';
import { selectAbout } from '../../../renderer/state/selectors.ts';
import { selectSubject } from '../../../renderer/state/subject.ts';
import { evenFrames, framesWanted } from '../../../renderer/state/video.ts';
import { sessionSchema, sessionText } from '../../../src-engine/session-file/document.ts';
import { sampleRun } from '../../session-file/samples.ts';
import { fakeModel } from '../../support/fake-engine.ts';
import { shelfImage } from '../support/samples.ts';
import { createDeps, ready } from './parts.ts';

let deps: Deps;
let videos: Videos;

beforeEach(async () => {
  deps = createDeps();
  await ready(deps);
  videos = createVideos(deps);
  state().setModel({ kind: 'ready', info: { ...fakeModel, maxPositions: 4096 } });
  state().addImages([shelfImage('animated')]);
  state().setFacts('animated', '', {
    ...{ width: 4, height: 4, notes: [], frames: 24 },
    reading: {
      ...{ route: 'path', orientation: 1, storedOrientation: 1, transparent: false, transparency: 'drop' },
    },
  });
});

const state = () => deps.store.getState();
const indices = () => selectSubject(state())?.images.map(({ frame }) => frame?.index);

describe('evenFrames', () => {
  it('samples as transformers does, never twice and never beyond', () => {
    expect(evenFrames(24, 8)).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
    expect(evenFrames(10, 4)).toEqual([0, 2, 5, 7]);
    expect(evenFrames(3, 8)).toEqual([0, 1, 2]);
    expect(evenFrames(5, 0)).toEqual([0]);
  });
});

describe('framesWanted', () => {
  it('is the checkpoint’s own number, the usual one, or what fits as images', () => {
    const takes = { ...fakeModel.takes, video: true };
    expect(framesWanted({ ...fakeModel, takes: { ...takes, frames: 16 } })).toBe(16);
    expect(framesWanted({ ...fakeModel, takes })).toBe(8);
    expect(framesWanted({ ...fakeModel, maxPositions: 1024 })).toBe(3);
    expect(framesWanted({ ...fakeModel, maxPositions: 200 })).toBe(1);
    expect(framesWanted(null)).toBe(8);
  });
});

describe('a video', () => {
  it('of an animation is one entry of the shelf and eight frames of the subject, told apart from images', () => {
    videos.fromPicture('animated');
    expect(selectSubject(state())).toMatchObject({ kind: 'video', key: 'video animated' });
    expect(indices()).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
    const sources = selectSubject(state())?.images.map(({ source }) => source);
    expect(sources?.[1]).toEqual({ kind: 'file', path: '/pictures/animated.png', frame: 3 });
    expect(shelfEntries(state().images).map(({ id }) => id)).toEqual([
      ...['a', 'b', 'animated'],
      'video animated #0',
    ]);
    expect(state().notices.at(-1)?.text).toBe(
      'animated.png: 8 of 24 frames, evenly spread. fake-vlm takes no video: so many images fit into its context with all tokens.',
    );
    expect(selectAbout(state())).not.toHaveProperty('video');
    const info = { ...fakeModel, takes: { ...fakeModel.takes, video: true } };
    state().setModel({ kind: 'ready', info });
    expect(selectAbout(state())).toMatchObject({ video: true });
  });

  it('takes other frames, the nearest to that on the stage being shown', () => {
    videos.fromPicture('animated');
    state().choose({ selected: 'video animated #9' });
    videos.sample('video animated', 4);
    expect(indices()).toEqual([0, 6, 12, 18]);
    expect(state().choices.selected).toMatch(/ #(6|12)$/);
    videos.sample('video animated', 24);
    expect(indices()).toEqual(Array.from({ length: 24 }, (_, index) => index));
  });

  it('of a folder has its images in the order of the numbers in their names', () => {
    const names = ['f10.png', 'f2.png', 'f1.png'];
    videos.fromFolder({
      ...{ folder: 'clip', hidden: [], folders: [], others: [] },
      images: names.map((name) => ({ name, path: `/clip/${name}` })),
    });
    expect(selectSubject(state())?.images.map(({ name }) => name)).toEqual(['f1.png', 'f2.png', 'f10.png']);
    videos.fromFolder({ folder: 'empty', hidden: [], folders: [], others: [], images: [] });
    expect(state().notices.at(-1)?.text).toBe('empty has no images that could be frames of a video.');
  });

  it('is in the session, with its frames and the answers about them', () => {
    videos.fromPicture('animated');
    const key = selectSubject(state())!.key;
    const pictures = selectAbout(state())!.pictures!;
    const run = { ...sampleRun, asked: { ...sampleRun.asked, pictures } };
    state().setPair(key, { full: run, merged: run });
    const written = sessionSchema.parse(JSON.parse(sessionText(sessionOf(state(), null))));
    const here = {
      samples: ['a', 'b', 'animated'].map(shelfImage),
      embedded: null,
      origin: null,
      cutOff: '',
    };
    const session = {
      ...written,
      pictures: written.pictures.map((picture) =>
        picture.from.kind === 'sample'
          ? { ...picture, from: { kind: 'sample', file: picture.name.slice(0, -4) } as const }
          : picture,
      ),
    };
    const { state: taken } = takeUp({ session, place: '', bytes: [], left: [] }, { ...here, jobs: 'gone' });
    expect(taken.images.map(({ id, source, frame }) => ({ id, source, frame }))).toEqual(
      state().images.map(({ id, source, frame }) => ({ id, source, frame })),
    );
    expect(taken.choices.selected).toBe('video animated #0');
    expect(taken.answers[key]?.merged).toMatchObject({ kind: 'done', asked: { pictures } });
  });

  it('is closed as a whole, and comes back as one', () => {
    videos.fromPicture('animated');
    const closing = createClosing(deps);
    closing.close(['video animated #6']);
    expect(state().images.map(({ id }) => id)).toEqual(['a', 'b', 'animated']);
    expect(state().notices.at(-1)?.text).toBe('animated.png is closed.');
    closing.reopen();
    expect(indices()).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
  });
});
