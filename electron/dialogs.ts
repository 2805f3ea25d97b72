/** The system's dialogs for files and folders. */
import { extname } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import type { ModelSource } from '../src-engine/engine.ts';
import { sessionEnding } from '../src-engine/session-file/document.ts';
import type { OpenedImage } from './bridge.ts';
import { imageExtensions, toOpened } from './image-files.ts';

export async function openImages(window: BrowserWindow): Promise<OpenedImage[]> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open Images',
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'Images', extensions: [...imageExtensions] },
      { name: 'All Files', extensions: ['*'] },
    ],
  });
  return filePaths.map(toOpened);
}

export function chooseImageFolder(window: BrowserWindow): Promise<string | undefined> {
  return chooseFolder(window, 'Open a Folder of Images');
}

export async function chooseCollectionFolder(window: BrowserWindow): Promise<string | null> {
  return (await chooseFolder(window, 'Open a Folder as a Collection')) ?? null;
}

/** A data set is a file, or a folder with its files and pictures; no dialog of every system offers both at once. */
export async function chooseQuestions(
  window: BrowserWindow,
  what: 'file' | 'folder',
): Promise<string | null> {
  const title = what === 'file' ? 'Choose a File of Questions' : 'Choose a Folder of Questions';
  if (what === 'folder') return (await chooseFolder(window, title)) ?? null;
  const { filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: ['openFile'],
    filters: [
      { name: 'Questions', extensions: ['jsonl', 'json', 'tsv', 'csv', 'txt'] },
      { name: 'All Files', extensions: ['*'] },
    ],
  });
  return filePaths[0] ?? null;
}

export async function chooseSession(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a Session',
    properties: ['openFile'],
    filters: [
      { name: 'DyMU Session', extensions: [sessionEnding] },
      { name: 'All Files', extensions: ['*'] },
    ],
  });
  return filePaths[0] ?? null;
}

/** Where to write a file that is suggested by name; undefined when cancelled. */
export async function chooseSavePlace(window: BrowserWindow, name: string): Promise<string | undefined> {
  const ending = extname(name).slice(1);
  const { filePath, canceled } = await dialog.showSaveDialog(window, {
    title: 'Save As',
    defaultPath: name,
    filters: [{ name: ending.toUpperCase(), extensions: [ending] }],
  });
  return canceled || filePath === '' ? undefined : filePath;
}

export async function chooseModelFolder(window: BrowserWindow): Promise<ModelSource | null> {
  const directory = await chooseFolder(window, 'Choose a Model Folder');
  return directory === undefined ? null : { directory };
}

async function chooseFolder(window: BrowserWindow, title: string): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, { title, properties: ['openDirectory'] });
  return filePaths[0];
}
