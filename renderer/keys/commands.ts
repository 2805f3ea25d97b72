/** What each command does, whether it comes from a key, the menu or a button. */
import type { MenuCommand } from '../../electron/bridge.ts';
import { fitTokens, rangeOf } from '../state/budget.ts';
import type { App } from '../state/context.ts';
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

export function runCommand(command: MenuCommand, { store, session }: App, stage: StageControls): void {
  const state = store.getState();
  const { choices } = state;
  switch (command) {
    case 'open-images':
      return void session.openDialog();
    case 'open-folder':
      return void session.openFolder();
    case 'paste-image':
      return void session.pasteImage();
    case 'close-image':
      return choices.selected === null ? undefined : session.closeImage(choices.selected);
    case 'undo':
      return state.undo();
    case 'redo':
      return state.redo();
    case 'show-explore':
      return state.setView('explore');
    case 'show-collection':
      return state.setView('collection');
    case 'show-evaluate':
      return state.setView('evaluate');
    case 'show-models':
      return state.setView('models');
    case 'overlay-outlines':
      return state.choose({ overlay: 'outlines' });
    case 'overlay-mosaic':
      return state.choose({ overlay: 'mosaic' });
    case 'overlay-none':
      return state.choose({ overlay: 'none' });
    case 'zoom-in':
      return stage.zoomBy(zoomStep);
    case 'zoom-out':
      return stage.zoomBy(1 / zoomStep);
    case 'zoom-to-fit':
      return stage.fit();
    case 'previous-layer':
      return moveLayer(store.getState, -1);
    case 'next-layer':
      return moveLayer(store.getState, 1);
    case 'play-layers':
      return state.setPlaying(!state.playing);
    case 'budget-down':
      return moveBudget(store.getState, -1);
    case 'budget-up':
      return moveBudget(store.getState, 1);
    case 'merging-adaptive':
      if (selectModelInfo(state)?.calibration === null) {
        return state.notify('info', 'This model has no calibration, so merging stays exact.');
      }
      return state.choose({ mode: 'adaptive' });
    case 'merging-exact':
      return state.choose({ mode: 'exact' });
    case 'toggle-virtual-unmerging':
      return state.choose({ virtualUnmerging: !choices.virtualUnmerging });
    case 'ask':
      return void session.ask(state.question);
    case 'stop':
      return escape(store.getState, () => session.stop());
    case 'focus-question':
      return stage.focusQuestion();
    case 'show-keys':
      return state.setKeysOpen(true);
    default:
      return state.notify('info', `${later[command] ?? 'This'} will come with a later version.`);
  }
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
