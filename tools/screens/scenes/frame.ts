/** What the frame opens over every view: dialogs, menus, the tour. */
import {
  closeDialog,
  command,
  dropText,
  dialog,
  popover,
  settled,
  type Play,
  type Scene,
  type Window,
} from '../scene.ts';

function step(number: number): Scene {
  const shown = ({ page }: Window) =>
    page
      .getByRole('dialog')
      .filter({ hasText: `Step ${number} of 8` })
      .waitFor();
  return {
    name: `tour-${number}`,
    arrange: async (window) => {
      if (number === 1) await command(window, 'take-tour');
      await shown(window);
    },
    leave: ({ page }) => page.keyboard.press('ArrowRight'),
  };
}

export const framePlay: Play = {
  name: 'frame',
  scenes: [
    {
      name: 'frame-ready',
      arrange: settled,
      leave: ({ page }) => page.getByRole('button', { name: 'No tour' }).click(),
    },
    dialog('palette', 'show-commands'),
    dialog('palette-found', 'show-commands', ({ page }) => page.keyboard.type('about')),
    dialog('palette-nothing', 'show-commands', ({ page }) => page.keyboard.type('xyzzy')),
    dialog('keys', 'show-keys'),
    dialog('guide', 'show-guide'),
    dialog('settings', 'show-settings'),
    dialog('about', 'show-about'),
    dialog('updates', 'check-updates'),
    dialog('export', 'export'),
    dialog('save-session', 'save-session-as'),
    dialog('thresholds-dialog', 'threshold-presets'),
    dialog('jobs-empty', 'show-jobs'),
    popover('theme', 'Theme', 'menu'),
    popover('device', 'Device'),
    {
      name: 'messages',
      arrange: async (window) => {
        await window.page.evaluate(dropText);
        await window.page.getByRole('button', { name: /^\d+ messages?$/ }).waitFor();
        await command(window, 'show-messages');
        await window.page.getByRole('dialog').waitFor();
      },
      leave: closeDialog,
    },
    ...[1, 2, 3, 4, 5, 6, 7, 8].map(step),
  ],
};
