/** What each command does, whether it comes from a key, the menu or a button. */
import type { MenuCommand } from '../../electron/bridge.ts';
import { fitTokens, rangeOf } from '../state/budget.ts';
import type { Choices } from '../state/choices-slice.ts';
import type { App } from '../app/context.ts';
import type { View } from '../state/frame-slice.ts';
import { selectAnswering, selectLayer, selectModelInfo, selectView } from '../state/selectors.ts';
import type { StageControls } from './stage-controls.ts';

/** Words for what the menu names and this version does not have. */
const later: Partial<Readonly<Record<MenuCommand, string>>> = {
  'save-figure-png': 'Saving figures',
  'save-figure-svg': 'Saving figures',
  'copy-figure': 'Copying figures',
  'save-tokens-csv': 'Saving token tables',
  'save-tokens-json': 'Saving token tables',
  'save-answers-markdown': 'Saving answers',
  'overlay-heat': 'The heat overlay',
  'overlay-similarity': 'The similarity overlay',
  'command-palette': 'The command list',
};

const zoomStep = 1.5;

type Action = (app: App, stage: StageControls) => void;

const show =
  (view: View): Action =>
  ({ store }) =>
    store.getState().setView(view);
const choose =
  (changes: Partial<Choices>): Action =>
  ({ store }) =>
    store.getState().choose(changes);

const actions: Partial<Readonly<Record<MenuCommand, Action>>> = {
  'open-images': ({ session }) => void session.openDialog(),
  'open-folder': ({ session }) => void session.openFolder(),
  'paste-image': ({ session }) => void session.pasteImage(),
  'close-image': ({ store, session }) => {
    const { selected } = store.getState().choices;
    if (selected !== null) session.closeImage(selected);
  },
  undo: ({ store }) => store.getState().undo(),
  redo: ({ store }) => store.getState().redo(),
  'show-explore': show('explore'),
  'show-collection': show('collection'),
  'show-evaluate': show('evaluate'),
  'show-models': show('models'),
  'overlay-outlines': choose({ overlay: 'outlines' }),
  'overlay-mosaic': choose({ overlay: 'mosaic' }),
  'overlay-none': choose({ overlay: 'none' }),
  'zoom-in': (_, stage) => stage.zoomBy(zoomStep),
  'zoom-out': (_, stage) => stage.zoomBy(1 / zoomStep),
  'zoom-to-fit': (_, stage) => stage.fit(),
  'previous-layer': ({ store }) => moveLayer(store.getState, -1),
  'next-layer': ({ store }) => moveLayer(store.getState, 1),
  'play-layers': ({ store }) => store.getState().setPlaying(!store.getState().playing),
  'budget-down': ({ store }) => moveBudget(store.getState, -1),
  'budget-up': ({ store }) => moveBudget(store.getState, 1),
  'merging-adaptive': ({ store }) => {
    const state = store.getState();
    if (selectModelInfo(state)?.calibration !== null) state.choose({ mode: 'adaptive' });
    else state.notify('info', 'This model has no calibration, so merging stays exact.');
  },
  'merging-exact': choose({ mode: 'exact' }),
  'toggle-virtual-unmerging': ({ store }) => {
    const { choices, choose: set } = store.getState();
    set({ virtualUnmerging: !choices.virtualUnmerging });
  },
  ask: ({ store, session }) => void session.ask(store.getState().question),
  stop: ({ store, session }) => escape(store.getState, session.stop),
  'focus-question': (_, stage) => stage.focusQuestion(),
  'show-keys': ({ store }) => store.getState().setKeysOpen(true),
};

export function runCommand(command: MenuCommand, app: App, stage: StageControls): void {
  const action = actions[command];
  if (action !== undefined) {
    action(app, stage);
    return;
  }
  app.store.getState().notify('info', `${later[command] ?? 'This'} will come with a later version.`);
}

type Get = App['store']['getState'];

/** Escape takes back the topmost thing: a running answer, the newest message, the pin. */
function escape(get: Get, stop: () => void): void {
  const state = get();
  const notice = state.notices.at(-1);
  if (selectAnswering(state)) stop();
  else if (notice !== undefined) state.dismiss(notice.id);
  else if (state.choices.pin !== null) state.choose({ pin: null });
}

function moveLayer(get: Get, by: number): void {
  const state = get();
  const layer = selectLayer(state);
  const last = selectView(state)?.countsPerLayer.length;
  if (layer === null || last === undefined) return;
  state.setPlaying(false);
  state.setLayer(Math.min(last, Math.max(0, layer + by)));
}

/** A twentieth of all tokens a step. */
function moveBudget(get: Get, direction: number): void {
  const state = get();
  const info = selectModelInfo(state);
  if (info === null) return;
  const range = rangeOf(state.choices.mode, info);
  const step = Math.max(1, Math.round(info.tokensPerView / 20));
  state.choose({ tokens: fitTokens(state.choices.tokens + direction * step, range) }, 'budget');
}
