/** What the window shows: which view, which overlay, how near, in which colours. */
import { overlayMode, overlayNames } from '../../src-engine/overlay/modes.ts';
import type { View } from '../state/frame-slice.ts';
import type { AppState } from '../state/store.ts';
import type { Command, CommandGroup } from './command.ts';
import { showJobs } from './jobs.ts';
import { layoutSection } from './layout.ts';
import { textSection } from './settings.ts';
import { menuKey, windowKey } from './keys.ts';

function showView(view: View, label: string, digit: number): Command {
  return {
    id: `show-${view}`,
    label,
    words: 'view go to',
    keys: [menuKey(`Mod+${digit}`)],
    checked: (state) => state.view === view,
    run: ({ store }) => store.getState().setView(view),
  };
}

export const showViews: Readonly<Record<View, Command>> = {
  explore: showView('explore', 'Explore', 1),
  collection: showView('collection', 'Collection', 2),
  evaluate: showView('evaluate', 'Evaluate', 3),
  models: showView('models', 'Models', 4),
};

export const showOverlays: readonly Command[] = overlayNames.map((overlay) => {
  const { name, what, key } = overlayMode(overlay);
  return {
    id: `overlay-${overlay}`,
    label: name,
    words: `overlay ${what}`,
    keys: [windowKey(key)],
    checked: ({ choices }) => choices.overlay === overlay,
    run: ({ store }) => store.getState().choose({ overlay }),
  };
});

export const toggleWipe: Command = {
  id: 'toggle-wipe',
  label: 'Wipe between picture and overlay',
  words: 'compare plain slider before after split',
  keys: [windowKey('w')],
  checked: ({ wipe }) => wipe !== null,
  whyNot: ({ choices }) =>
    overlayMode(choices.overlay).opacity === null ? 'There is no overlay to wipe away.' : null,
  run: ({ store }) => store.getState().setWipe(store.getState().wipe === null ? 0.5 : null),
};

const zoomStep = 1.5;
const noPicture = ({ picture }: AppState) =>
  picture.kind === 'ready' ? null : 'No picture is on the stage.';
const whole = ({ zoom }: AppState) => (zoom <= 1 ? 'The whole picture is in view.' : null);

export const zoomIn: Command = {
  id: 'zoom-in',
  label: 'Zoom in',
  keys: [windowKey('+'), windowKey('='), menuKey('Mod+=')],
  whyNot: noPicture,
  run: ({ controls }) => controls.zoomBy(zoomStep),
};

export const zoomOut: Command = {
  id: 'zoom-out',
  label: 'Zoom out',
  keys: [windowKey('-'), menuKey('Mod+-')],
  whyNot: (state) => noPicture(state) ?? whole(state),
  run: ({ controls }) => controls.zoomBy(1 / zoomStep),
};

export const zoomToFit: Command = {
  id: 'zoom-to-fit',
  label: 'Zoom to fit',
  keys: [windowKey('0'), menuKey('Mod+0')],
  whyNot: (state) => noPicture(state) ?? whole(state),
  run: ({ controls }) => controls.fit(),
};

const themes = [
  ['system', 'Theme of the system'],
  ['light', 'Light theme'],
  ['dark', 'Dark theme'],
] as const;

export const chooseTheme: readonly Command[] = themes.map(([theme, label]) => ({
  id: `theme-${theme}`,
  label,
  words: 'colours appearance mode',
  checked: (state) => state.theme === theme,
  run: ({ store }) => store.getState().setTheme(theme),
}));

/** Asked for from anywhere: the page, and on it the panel. */
export const showBench: Command = {
  id: 'show-bench',
  label: 'What would it bring here?',
  words: 'measure bench speed shape computer time',
  run: ({ store }) => {
    store.getState().setView('models');
    store.getState().askForBench(true);
  },
};

export const viewCommands: CommandGroup = {
  title: 'View',
  sections: [
    [...Object.values(showViews)],
    [showBench, showJobs],
    showOverlays,
    [toggleWipe],
    [zoomIn, zoomOut, zoomToFit],
    layoutSection,
    textSection,
    chooseTheme,
  ],
};
