/** Pictures and models from files. */
import type { Command, CommandGroup } from './command.ts';
import { menuKey } from './keys.ts';
import { openSession, restoreSession, saveSession, saveSessionAs } from './session.ts';

export const openImages: Command = {
  id: 'open-images',
  label: 'Open images…',
  words: 'picture photo file',
  keys: [menuKey('Mod+O')],
  run: ({ session }) => void session.openDialog(),
};

export const openFolder: Command = {
  id: 'open-folder',
  label: 'Open a folder of images…',
  words: 'directory pictures',
  keys: [menuKey('Mod+Shift+O')],
  run: ({ session }) => void session.openFolder(),
};

export const pasteImage: Command = {
  id: 'paste-image',
  label: 'New image from the clipboard',
  words: 'paste picture',
  keys: [menuKey('Mod+Shift+V')],
  run: ({ session }) => void session.paste(),
};

export const openModel: Command = {
  id: 'open-model',
  label: 'Open a model folder…',
  words: 'checkpoint load',
  whyNot: ({ model }) => (model.kind === 'loading' ? 'A model is being loaded.' : null),
  run: ({ session }) => void session.chooseModel(),
};

export const useEmbeddedModel: Command = {
  id: 'use-embedded-model',
  label: 'Use the embedded model',
  words: 'pocket default back checkpoint',
  whyNot: ({ model, embedded }) => {
    if (model.kind === 'loading') return 'A model is being loaded.';
    return model.kind === 'ready' && model.info.directory === embedded
      ? 'The embedded model is in use.'
      : null;
  },
  run: ({ session }) => void session.useEmbedded(),
};

export const closeImage: Command = {
  id: 'close-image',
  label: 'Close the image',
  keys: [menuKey('Mod+W')],
  whyNot: ({ choices }) => (choices.selected === null ? 'No image is open.' : null),
  run: ({ store, session }) => {
    const { selected } = store.getState().choices;
    if (selected !== null) session.closeImage(selected);
  },
};

export const fileCommands: CommandGroup = {
  title: 'File',
  sections: [
    [openImages, openFolder, pasteImage],
    [openSession, saveSession, saveSessionAs],
    [openModel, useEmbeddedModel],
    [closeImage],
    [restoreSession],
  ],
};
