/** Videos: from an animated picture, from a folder of frames. */
import { selectFacts, selectImage } from '../state/selectors.ts';
import type { Command } from './command.ts';

export const openVideo: Command = {
  id: 'open-as-video',
  label: 'Open the picture’s frames as a video',
  words: 'animation gif webp movie frames',
  whyNot: (state) => {
    const image = selectImage(state);
    if (image === null) return 'No image is open.';
    if (image.frame !== undefined) return 'It is a video already.';
    return (selectFacts(state)?.frames ?? 1) < 2 ? 'The picture has one frame.' : null;
  },
  run: ({ store, session }) => {
    const { selected } = store.getState().choices;
    if (selected !== null) session.videos.fromPicture(selected);
  },
};

export const openVideoFolder: Command = {
  id: 'open-video-folder',
  label: 'Open a folder of frames as a video…',
  words: 'directory movie frames animation',
  run: ({ session }) => void session.openVideoFolder(),
};
