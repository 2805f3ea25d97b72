/** Thresholds of one's own: moving them on the layer chart, going back to the slider, keeping them under names and in files. */
import { resetThresholds } from '../state/thresholds/acts.ts';
import { selectCustom, whyNotThresholds } from '../state/thresholds/selectors.ts';
import type { Command } from './command.ts';
import { windowKey } from './keys.ts';

const found = 'custom advanced layer merge dymu';

export const moveThresholds: Command = {
  id: 'move-thresholds',
  label: 'Move thresholds on the layer chart',
  words: `${found} points drag edit`,
  keys: [windowKey('t')],
  checked: ({ thresholdsOpen }) => thresholdsOpen,
  whyNot: (state) => (state.thresholdsOpen ? null : whyNotThresholds(state)),
  run: ({ store }) => {
    const { thresholdsOpen, setThresholdsOpen, setView, openPanes, setPaneOpen } = store.getState();
    setThresholdsOpen(!thresholdsOpen);
    if (thresholdsOpen) return;
    setView('explore');
    if (!openPanes.layers) setPaneOpen('layers', true);
  },
};

export const resetToSlider: Command = {
  id: 'reset-thresholds',
  label: 'Reset to the slider',
  words: `${found} thresholds budget undo`,
  whyNot: (state) => (selectCustom(state) === null ? 'The slider sets the thresholds already.' : null),
  run: ({ store }) => resetThresholds(store),
};

export const openPresets: Command = {
  id: 'threshold-presets',
  label: 'Threshold presets…',
  words: `${found} thresholds save name rename delete import choose`,
  run: ({ store }) => store.getState().setDialog('thresholds'),
};

export const saveThresholds: Command = {
  id: 'save-thresholds',
  label: 'Save the thresholds as a file…',
  words: `${found} export json command line`,
  whyNot: whyNotThresholds,
  run: ({ session }) => {
    const text = session.thresholds.text();
    if (text !== null) void session.saveText('thresholds.json', text);
  },
};

export const thresholdSection: readonly Command[] = [
  moveThresholds,
  resetToSlider,
  openPresets,
  saveThresholds,
];
