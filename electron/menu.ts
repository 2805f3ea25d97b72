/** The application menu as data: every action with its words and its key. The window does what the commands say. */
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from './menu-commands.ts';

export interface MenuActions {
  readonly send: (command: MenuCommand) => void;
  readonly openRecent: (path: string) => void;
  readonly restartEngine: () => void;
}

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly recentImages: readonly string[];
  /** Reload and developer tools. */
  readonly developer: boolean;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

export function menuTemplate(options: MenuOptions, actions: MenuActions): Item[] {
  const mac = options.platform === 'darwin';

  /** A key that Chromium sees first, so that it stays usable for typing: shown in the menu, acted on by the window. */
  function shown(label: string, command: MenuCommand, accelerator: string): Item {
    const item: Item = { id: command, label, click: () => actions.send(command) };
    return mac ? item : { ...item, accelerator, registerAccelerator: false };
  }

  function item(label: string, command: MenuCommand, accelerator?: string): Item {
    const entry: Item = { id: command, label, click: () => actions.send(command) };
    return accelerator === undefined ? entry : { ...entry, accelerator };
  }

  const recent: Item = {
    label: 'Open Recent',
    enabled: options.recentImages.length > 0,
    submenu: options.recentImages.map((path) => ({ label: path, click: () => actions.openRecent(path) })),
  };

  const file: Item = {
    label: 'File',
    submenu: [
      item('Open Images…', 'open-images', 'CmdOrCtrl+O'),
      item('Open Folder…', 'open-folder', 'CmdOrCtrl+Shift+O'),
      recent,
      item('New from Clipboard', 'paste-image', 'CmdOrCtrl+Shift+V'),
      line,
      item('Save Figure as PNG…', 'save-figure-png', 'CmdOrCtrl+S'),
      item('Save Figure as SVG…', 'save-figure-svg', 'CmdOrCtrl+Shift+S'),
      item('Save Tokens as CSV…', 'save-tokens-csv'),
      item('Save Tokens as JSON…', 'save-tokens-json'),
      item('Save Answers as Markdown…', 'save-answers-markdown'),
      line,
      item('Close Image', 'close-image', 'CmdOrCtrl+W'),
      mac ? { role: 'close', accelerator: 'Cmd+Shift+W' } : { role: 'quit' },
    ],
  };

  const edit: Item = {
    label: 'Edit',
    submenu: [
      shown('Undo', 'undo', 'CmdOrCtrl+Z'),
      shown('Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
      line,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      line,
      item('Copy Figure', 'copy-figure', 'CmdOrCtrl+Shift+C'),
    ],
  };

  const view: Item = {
    label: 'View',
    submenu: [
      item('Explore', 'show-explore', 'CmdOrCtrl+1'),
      item('Collection', 'show-collection', 'CmdOrCtrl+2'),
      item('Evaluate', 'show-evaluate', 'CmdOrCtrl+3'),
      item('Models', 'show-models', 'CmdOrCtrl+4'),
      line,
      shown('Outlines', 'overlay-outlines', '1'),
      shown('Mosaic', 'overlay-mosaic', '2'),
      shown('Heat', 'overlay-heat', '3'),
      shown('Similarity', 'overlay-similarity', '4'),
      shown('No Overlay', 'overlay-none', '5'),
      line,
      item('Zoom In', 'zoom-in', 'CmdOrCtrl+='),
      item('Zoom Out', 'zoom-out', 'CmdOrCtrl+-'),
      item('Zoom to Fit', 'zoom-to-fit', 'CmdOrCtrl+0'),
      line,
      { label: 'Larger Text', role: 'zoomIn', accelerator: 'CmdOrCtrl+Alt+=' },
      { label: 'Smaller Text', role: 'zoomOut', accelerator: 'CmdOrCtrl+Alt+-' },
      { label: 'Normal Text', role: 'resetZoom', accelerator: 'CmdOrCtrl+Alt+0' },
      line,
      { role: 'togglefullscreen' },
      ...(options.developer ? [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
    ],
  };

  const tokens: Item = {
    label: 'Tokens',
    submenu: [
      item('Fewer Tokens', 'budget-down', 'CmdOrCtrl+['),
      item('More Tokens', 'budget-up', 'CmdOrCtrl+]'),
      item('Adaptive (DyMU)', 'merging-adaptive', 'CmdOrCtrl+D'),
      item('Exact (ToMe)', 'merging-exact', 'CmdOrCtrl+E'),
      item('Virtual Unmerging', 'toggle-virtual-unmerging', 'CmdOrCtrl+U'),
      line,
      shown('Previous Layer', 'previous-layer', ','),
      shown('Next Layer', 'next-layer', '.'),
      shown('Play Layers', 'play-layers', 'Space'),
    ],
  };

  const question: Item = {
    label: 'Question',
    submenu: [
      item('Ask', 'ask', 'CmdOrCtrl+Enter'),
      shown('Stop', 'stop', 'Escape'),
      item('Go to the Question', 'focus-question', 'CmdOrCtrl+L'),
      line,
      { label: 'Restart Engine', id: 'restart-engine', click: () => actions.restartEngine() },
    ],
  };

  const help: Item = {
    role: 'help',
    submenu: [
      item('Commands…', 'command-palette', 'CmdOrCtrl+K'),
      shown('Keys', 'show-keys', '?'),
      ...(mac ? [] : [line, { role: 'about' } as const]),
    ],
  };

  const windowMenu: Item[] = mac ? [{ role: 'windowMenu' }] : [];
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    file,
    edit,
    view,
    tokens,
    question,
    ...windowMenu,
    help,
  ];
}
