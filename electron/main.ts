/** The main process, as a table of contents: who is there, in which order they start, who hears whom. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  MessageChannelMain,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  type BrowserWindow,
} from 'electron';
import type { EngineOptions } from '../src-engine/engine.ts';
import { userCacheDirectory } from '../src-engine/files/cache-directory.ts';
import { createActions } from './actions.ts';
import { createPageHandler, isOwnPage, scheme } from './app-protocol.ts';
import type { OpenedFile } from './bridge.ts';
import { createChosenPaths } from './chosen-paths.ts';
import { createClosingGuard } from './closing-guard.ts';
import { createDataPlaces } from './data-places.ts';
import { forkEngine, type ConnectableChild } from './engine-child.ts';
import { engineChoices } from './engine-choices.ts';
import { createEngineSupervisor } from './engine-supervisor.ts';
import { createHubDesk } from './hub-desk.ts';
import { registerHandlers } from './handlers.ts';
import { filesAmong, folderLooker, toFile, toOpened } from './image-files.ts';
import { enginePortChannel, type EventChannel, type Events } from './ipc.ts';
import { createSessionKeeper } from './kept-session.ts';
import { openLastSession } from './last-session.ts';
import { lockDown } from './lockdown.ts';
import { createMenuBar } from './menu-bar.ts';
import { createPathGrants } from './path-grants.ts';
import { pathsFor } from './paths.ts';
import { tellPower, type PowerSource } from './power.ts';
import { quietChromium } from './quiet-chromium.ts';
import { revive } from './revive.ts';
import { openSettings } from './settings.ts';
import { openUpdates } from './updates/open-updates.ts';
import { createWindow } from './window.ts';

const ownUserData = process.env['DYMU_USER_DATA'];
if (ownUserData) app.setPath('userData', ownUserData);
const paths = pathsFor(dirname(fileURLToPath(import.meta.url)), app.getPath('userData'));
/** What ships, and what the application keeps for its user; all else has to be chosen. */
const grants = createPathGrants([paths.assets, paths.calibrations]);
const engineOptions: EngineOptions = {
  calibrationDirectories: [paths.calibrations, paths.bundledCalibrations],
  dataDirectory: paths.userData,
  // Else the cache is the user's, shared with the command line: quantised weights are large.
  ...(ownUserData ? { cacheDirectory: paths.ownCache } : {}),
};

quietChromium(app);
protocol.registerSchemesAsPrivileged([
  { scheme, privileges: { standard: true, secure: true, codeCache: true } },
]);

const isFolder = folderLooker(app.getAppPath());
/** Files that the system asked for before there was a window. */
const waiting: OpenedFile[] = filesAmong(process.argv.slice(1), process.cwd(), isFolder);
let openFiles: (files: readonly OpenedFile[]) => void = (files) => waiting.push(...files);
app.on('open-file', (event, path) => {
  event.preventDefault();
  const file = toFile(path);
  if (file !== undefined) openFiles([file]);
});

if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

async function start(): Promise<void> {
  // First of all the engine: it takes longer to be there than the window does.
  const shown: { window?: BrowserWindow } = {};
  const send = <C extends EventChannel>(channel: C, value: Events[C]) => {
    const { window } = shown;
    if (window !== undefined && !window.isDestroyed()) window.webContents.send(channel, value);
  };
  // A small file: what device is wanted stands there.
  const { store: settings, putAside } = await openSettings(paths.settings);
  if (putAside) console.error(`The settings could not be read and were put aside as ${putAside}.`);
  const hub = createHubDesk({ store: settings, keys: safeStorage, tokenFile: paths.hubToken });
  const supervisor = createEngineSupervisor({
    fork: (devices, foundWhole) => {
      const options = { ...engineOptions, ...engineChoices(settings.current, devices) };
      return forkEngine({ script: paths.engineProcess, compiled: paths.compiled }, options, {
        grants,
        hub: () => hub.settings(),
        foundWhole,
      });
    },
    onStatus: (status) => send('engine:status', status),
    onReady: (child) => {
      if (shown.window !== undefined) introduce(child, shown.window); // else once the page listens
    },
  });
  supervisor.start();

  const chosen = createChosenPaths(grants, settings);
  nativeTheme.themeSource = settings.current.theme;
  lockDown();
  protocol.handle(scheme, createPageHandler(paths.renderer));

  const keeper = createSessionKeeper(
    openLastSession(paths.lastSession),
    () => settings.current.values['restoreSession'] !== false,
  );
  const page = createWindow(paths, settings);
  shown.window = page;
  revive(page, (cause) => keeper.ended(cause));

  const power: PowerSource = powerMonitor;
  tellPower(power, () => supervisor.ready?.power());

  const closing = createClosingGuard(page, () => send('menu:command', 'save-session'));

  const updates = await openUpdates((view) => send('updates:view', view));
  let asksAtStart = settings.current.updatesAtStart;

  const menuBar = createMenuBar(
    () => ({
      platform: process.platform,
      recentImages: settings.current.recentImages,
      developer: !app.isPackaged,
    }),
    {
      send: (id) => send('menu:command', id),
      openRecent: (path) => send('files:opened', [{ ...toOpened(path), kind: 'image' }]), // in the list are only chosen ones
    },
  );

  /** The system says which: the user has chosen them. */
  const open = (files: readonly OpenedFile[]) => {
    if (files.length === 0) return;
    void chosen.chose(files.map(({ path }) => path)); // allowed at once, kept later
    send('files:opened', files);
  };
  const pageListens = () => {
    send('engine:status', supervisor.status);
    if (supervisor.ready) introduce(supervisor.ready, page);
    open(waiting.splice(0));
    openFiles = open;
    send('updates:view', updates.view);
    if (asksAtStart) void updates.check();
    asksAtStart = false;
  };

  registerHandlers(
    createActions({
      window: page,
      paths,
      settings,
      grants,
      chosen,
      pageListens,
      restartEngine: (devices) => supervisor.restart(devices),
      menuBar,
      keeper,
      closing,
      updates,
      hub,
      data: createDataPlaces(
        { ...paths, engineCache: ownUserData ? paths.ownCache : userCacheDirectory() },
        async () => {
          await page.webContents.session.clearCache();
          await page.webContents.session.clearCodeCaches({});
        },
      ),
    }),
    ({ sender, senderFrame }) =>
      sender === page.webContents && senderFrame?.parent === null && isOwnPage(senderFrame.url),
  );
  menuBar.rebuild();

  app.on('second-instance', (_, argv, directory) => {
    if (page.isMinimized()) page.restore();
    page.focus();
    openFiles(filesAmong(argv.slice(1), directory, isFolder));
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    event.preventDefault();
    void Promise.all([settings.flush(), keeper.flush(), supervisor.stop()]).finally(() => app.exit());
  });
}

/** Connects page and engine with a channel of their own. A page that was connected before gets a new port. */
function introduce(child: ConnectableChild, window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  const { port1, port2 } = new MessageChannelMain();
  child.connect(port1, window.webContents.id);
  window.webContents.postMessage(enginePortChannel, null, [port2]);
}
