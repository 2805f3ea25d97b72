/** Pictures and models from files. */
import type { Command, CommandGroup } from './command.ts';
import { exportAnswers, exportFigures, exportSweep, exportTokens, openExport } from './export.ts';
import { menuKey } from './keys.ts';
import { closeAllImages, closeImage, reopenImages, sortShelf } from './shelf.ts';
import { openVideo, openVideoFolder } from './video.ts';
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
  whyNot: ({ model, cannot }) =>
    cannot.folders ?? (model.kind === 'loading' ? 'A model is being loaded.' : null),
  run: ({ session }) => void session.chooseModel(),
};

export const downloadModel: Command = {
  id: 'download-model',
  label: 'Download a model…',
  words: 'hugging face hub fetch get checkpoint',
  whyNot: ({ cannot }) => cannot.models ?? null,
  run: ({ store }) => {
    store.getState().setView('models');
    store.getState().setDownloadOpen(true);
  },
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

export const fileCommands: CommandGroup = {
  title: 'File',
  sections: [
    [openImages, openFolder, pasteImage],
    [openVideo, openVideoFolder],
    [openSession, saveSession, saveSessionAs],
    [openExport, ...exportFigures, ...exportTokens, ...exportAnswers, ...exportSweep],
    [openModel, downloadModel, useEmbeddedModel],
    [closeImage, closeAllImages, reopenImages],
    sortShelf,
    [restoreSession],
  ],
};
