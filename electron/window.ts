/** The one window: sandboxed, on our own page, where it was left. */
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { pageUrl } from './app-protocol.ts';
import type { Paths } from './paths.ts';
import { zoomOf } from './settings-schema.ts';
import type { SettingsStore } from './settings.ts';
import { giveTextMenu } from './text-menu.ts';
import { smallestWindow, visibleBounds } from './window-bounds.ts';

export function createWindow(paths: Paths, settings: SettingsStore): BrowserWindow {
  const { bounds } = settings.current;
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...visibleBounds(bounds, areas),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'DyMU Explorer',
    icon: paths.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff',
    webPreferences: {
      preload: paths.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      devTools: !app.isPackaged,
      spellcheck: false, // it would fetch dictionaries
      zoomFactor: zoomOf(settings.current),
    },
  });
  if (bounds.maximized) window.maximize();
  // Chromium remembers another one where an earlier version let it.
  window.webContents.on('dom-ready', () => window.webContents.setZoomFactor(zoomOf(settings.current)));
  giveTextMenu(window);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => void settings.update({ bounds: boundsOf(window) }));
  void window.loadURL(pageUrl);
  return window;
}

function boundsOf(window: BrowserWindow) {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() };
}
