/** Opens the frames of an animation, or the images of a folder, as a video: evenly sampled frames that are one entry of the shelf. */
import type { OpenedFolder } from '../../electron/bridge.ts';
import { readingKey, readingOf } from '../state/reading.ts';
import { selectModelInfo } from '../state/selectors.ts';
import type { ShelfImage, Video } from '../state/shelf-slice.ts';
import { framesOf } from '../state/subject.ts';
import { evenFrames, framesWanted } from '../state/video.ts';
import { frameWords, ruleWords, sampledWords } from '../words/video-words.ts';
import type { Deps } from './deps.ts';
import { frameId, ownPicture } from './shelf-pictures.ts';

export interface Videos {
  /** Of an animated picture of the shelf. */
  readonly fromPicture: (imageId: string) => void;
  readonly fromFolder: (folder: OpenedFolder) => void;
  /** Other frames of a video that is open. */
  readonly sample: (video: string, count: number) => void;
}

/** frame2 comes before frame10. */
const byNumber = new Intl.Collator('en', { numeric: true });

export function createVideos({ store }: Pick<Deps, 'store'>): Videos {
  function open(video: Video): void {
    const state = store.getState();
    const total = video.sources.length;
    const count = framesWanted(selectModelInfo(state));
    state.setVideo(video);
    if (framesOf(state.images, video.id).length === 0) sample(video.id, count);
    const frames = framesOf(store.getState().images, video.id);
    const [first] = frames;
    if (first === undefined) return;
    state.choose({ selected: first.id, chosen: [], pin: null });
    const why = ruleWords(frames.length, total, selectModelInfo(state));
    state.notify('info', `${video.name}: ${sampledWords(frames.length, total)}. ${why}`);
  }

  function sample(id: string, count: number): void {
    const { videos, images, choices, forgetImage, removeImage, addImages, choose } = store.getState();
    const video = videos[id];
    if (video === undefined) return;
    const total = video.sources.length;
    const wanted = evenFrames(total, count);
    const before = framesOf(images, id);
    const gone = before.filter(({ frame }) => !wanted.includes(frame?.index ?? -1));
    const added = wanted.flatMap((index) => {
      const known = before.some(({ frame }) => frame?.index === index);
      return known ? [] : (frameOf(video, index) ?? []);
    });
    addImages(added);
    const shown = before.find((image) => image.id === choices.selected)?.frame?.index;
    if (shown !== undefined) {
      const nearest = wanted.toSorted((a, b) => Math.abs(a - shown) - Math.abs(b - shown))[0];
      const next = framesOf(store.getState().images, id).find(({ frame }) => frame?.index === nearest);
      if (next !== undefined && next.id !== choices.selected) choose({ selected: next.id, pin: null });
    }
    for (const image of gone) {
      removeImage(image.id);
      forgetImage(image.id, store.getState().choices.selected);
    }
  }

  return {
    fromPicture: (imageId) => {
      const { images, facts, choices } = store.getState();
      const image = images.find(({ id }) => id === imageId);
      const frames = facts[imageId]?.[readingKey(readingOf(choices, imageId))]?.frames ?? 1;
      if (image === undefined || image.source.kind === 'pixel-values' || frames < 2) return;
      const { source, name } = image;
      open({
        id: `video ${image.id}`,
        name,
        sources: Array.from({ length: frames }, (_, frame) => ({
          source: { ...source, frame },
          name: `${name}, ${frameWords(frame, frames).toLowerCase()}`,
        })),
      });
    },
    fromFolder: ({ folder, images }) => {
      if (images.length === 0) {
        store.getState().notify('info', `${folder} has no images that could be frames of a video.`);
        return;
      }
      const sorted = images.toSorted((a, b) => byNumber.compare(a.name, b.name));
      const paths = sorted.map(({ path, name }) => ({ source: { kind: 'file', path } as const, name }));
      open({ id: `video ${folder} ${sorted[0]?.path ?? ''}`, name: folder, sources: paths });
    },
    sample,
  };
}

function frameOf(video: Video, index: number): ShelfImage | null {
  const at = video.sources[index];
  if (at === undefined) return null;
  const frame = { video: video.id, name: video.name, index, total: video.sources.length };
  return { ...ownPicture(frameId(video.id, index), at.name, at.source), frame };
}
