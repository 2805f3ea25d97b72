/** What the user prefers of the whole application: the settings, the size of text, how much moves. */
import { isUsual } from '../session/preferences.ts';
import { nextTextSize, textSizes } from '../state/preferences-slice.ts';
import type { AppState } from '../state/store.ts';
import type { Command } from './command.ts';
import { menuKey } from './keys.ts';

export const showSettings: Command = {
  id: 'show-settings',
  label: 'Settings…',
  words: 'preferences options theme text size motion device threads cache data folder updates',
  keys: [menuKey('Mod+,')],
  run: ({ store }) => store.getState().setDialog('settings'),
};

export const resetSettings: Command = {
  id: 'reset-settings',
  label: 'Settings as they were at first',
  words: 'preferences defaults reset',
  whyNot: (state) => (isUsual(state) ? 'The settings are as they were at first.' : null),
  run: ({ session }) => session.preferences.reset(),
};

/** A browser enlarges pages itself. */
const whyNotSize = ({ cannot }: AppState) => cannot.menu ?? null;

function resizeText(id: string, label: string, key: string, direction: 1 | -1, end: string): Command {
  return {
    id,
    label,
    words: 'font letters zoom accessibility',
    keys: [menuKey(key)],
    whyNot: (state) => {
      const { textSize } = state.preferences;
      return whyNotSize(state) ?? (nextTextSize(textSize, direction) === textSize ? end : null);
    },
    run: ({ store }) => {
      const { preferences, prefer } = store.getState();
      prefer({ textSize: nextTextSize(preferences.textSize, direction) });
    },
  };
}

export const textSection: readonly Command[] = [
  resizeText('larger-text', 'Larger text', 'Mod+Alt+=', 1, 'The text is as large as it gets.'),
  resizeText('smaller-text', 'Smaller text', 'Mod+Alt+-', -1, 'The text is as small as it gets.'),
  {
    id: 'normal-text',
    label: 'Normal text',
    words: 'font letters zoom accessibility reset',
    keys: [menuKey('Mod+Alt+0')],
    whyNot: (state) =>
      whyNotSize(state) ??
      (state.preferences.textSize === textSizes[0] ? 'The text has its normal size.' : null),
    run: ({ store }) => store.getState().prefer({ textSize: textSizes[0] }),
  },
];
