/** Runs before the page, in a world of its own: offers the bridge as `window.dymu`. Named functions only; `ipcRenderer` stays here. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { EngineStatus, OpenedFile, UpdateView } from '../bridge.ts';
import {
  enginePortChannel,
  type Answer,
  type EventChannel,
  type Events,
  type RequestChannel,
  type Requests,
} from '../ipc.ts';
import { backlog, latest, type Subscription } from '../subscriptions.ts';
import { installBridge, portMessage, type PortlessBridge } from './main-world.ts';

async function ask<C extends RequestChannel>(
  channel: C,
  ...args: Parameters<Requests[C]>
): Promise<Awaited<ReturnType<Requests[C]>>> {
  // Electron types answers as `any`; handlers.ts is held to the same `Requests`.
  // oxlint-disable-next-line typescript/no-unsafe-assignment
  const answer: Answer<Awaited<ReturnType<Requests[C]>>> = await ipcRenderer.invoke(channel, ...args);
  if (answer.kind === 'refused') throw new Error(answer.sentence);
  return answer.value;
}

function hear<C extends EventChannel>(channel: C, into: Subscription<Events[C]>): Subscription<Events[C]> {
  ipcRenderer.on(channel, (_, value: Events[C]) => into.push(value));
  return into;
}

const statuses = hear('engine:status', latest<EngineStatus>());
const commands = hear('menu:command', backlog<string>());
const updateViews = hear('updates:view', latest<UpdateView>());
const opened = hear('files:opened', backlog<readonly OpenedFile[]>());
// Ports do not pass the context bridge, only window messages; the page's half waits in installBridge.
ipcRenderer.on(enginePortChannel, ({ ports }) => window.postMessage(portMessage, '*', ports));

const bridge: PortlessBridge = {
  cannot: {},
  onEngineStatus: statuses.subscribe,
  restartEngine: (...devices) => ask('engine:restart', ...devices),
  openImages: () => ask('files:open-images'),
  openFolder: () => ask('files:open-folder'),
  chooseCollectionFolder: () => ask('files:choose-collection'),
  chooseQuestions: (what) => ask('files:choose-questions', what),
  bundledQuestions: () => ask('files:bundled-questions'),
  rememberImages: (paths) => ask('files:remember', paths),
  pathForFile: async (file) => {
    const path = webUtils.getPathForFile(file);
    if (path !== '') await ask('files:dropped', path);
    return path;
  },
  chooseWritePlace: (what, name) => ask('files:choose-place', what, name),
  ownCalibration: (name) => ask('files:own-calibration', name),
  onOpenFiles: opened.subscribe,
  saveText: (name, text) => ask('files:save-text', name, text),
  saveBytes: (name, bytes) => ask('files:save-bytes', name, bytes),
  shelf: () => ask('shelf:read'),
  firstStart: () => ask('first-start:read'),
  defaultModel: () => ask('model:default'),
  chooseModelFolder: () => ask('model:choose-folder'),
  knownModels: () => ask('model:known'),
  rememberModel: (model) => ask('model:remember', model),
  forgetModel: (directory) => ask('model:forget', directory),
  settings: {
    read: () => ask('settings:read'),
    write: (changes) => ask('settings:write', changes),
  },
  keepSession: (text, place) => ask('session:keep', text, place),
  keepPicture: (id, bytes) => ask('session:keep-picture', id, bytes),
  keptSession: () => ask('session:read'),
  openSession: (path) => ask('session:open', path),
  saveSession: (text, where) => ask('session:save', text, where),
  markSession: (changed) => ask('session:mark', changed),
  setMenu: (groups) => ask('menu:set', groups),
  onMenuCommand: commands.subscribe,
  paste: () => ask('clipboard:paste'),
  data: {
    places: () => ask('data:places'),
    clear: (id) => ask('data:clear', id),
    show: (id) => ask('data:show', id),
  },
  about: () => ask('app:about'),
  updates: {
    check: () => ask('updates:check'),
    download: () => ask('updates:download'),
    cancel: () => ask('updates:cancel'),
    install: () => ask('updates:install'),
  },
  hub: {
    read: () => ask('hub:read'),
    write: (changes) => ask('hub:write', changes),
  },
  onUpdateView: updateViews.subscribe,
};

contextBridge.executeInMainWorld({ func: installBridge, args: [bridge, portMessage] });
void ask('window:listening');
