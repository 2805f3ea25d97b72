/** Finding one's way: the palette, the list of keys, messages. */
import type { Command, CommandGroup } from './command.ts';
import { endTour, takeTour } from './tour.ts';
import { everywhereKey, windowKey } from './keys.ts';

export const showCommands: Command = {
  id: 'show-commands',
  label: 'Commands…',
  words: 'palette search actions',
  keys: [everywhereKey('Mod+K')],
  run: ({ store }) => store.getState().setDialog('commands'),
};

export const showKeys: Command = {
  id: 'show-keys',
  label: 'Keys',
  words: 'shortcuts keyboard help',
  keys: [windowKey('?')],
  run: ({ store }) => store.getState().setDialog('keys'),
};

export const showGuide: Command = {
  id: 'show-guide',
  label: 'User guide',
  words: 'help manual documentation how terms explain',
  keys: [everywhereKey('F1')],
  run: ({ store }) => store.getState().showGuide(null),
};

export const showMessages: Command = {
  id: 'show-messages',
  label: 'Messages',
  words: 'notices errors log history',
  whyNot: ({ messages }) => (messages.length === 0 ? 'Nothing has been said yet.' : null),
  run: ({ store }) => store.getState().setDialog('messages'),
};

export const checkUpdates: Command = {
  id: 'check-updates',
  label: 'Check for updates…',
  words: 'version newer download install upgrade',
  whyNot: ({ cannot }) => cannot.updates ?? null,
  run: ({ store, session }) => {
    store.getState().setDialog('updates');
    session.updates.check();
  },
};

export const showAbout: Command = {
  id: 'show-about',
  label: 'About DyMU Explorer',
  words: 'version licence license information',
  run: ({ store }) => store.getState().setDialog('about'),
};

export const dismissMessage: Command = {
  id: 'dismiss-message',
  label: 'Dismiss the newest message',
  words: 'notice close',
  keys: [everywhereKey('Escape')],
  whyNot: ({ notices }) => (notices.length === 0 ? 'There is no message.' : null),
  run: ({ store }) => {
    const { notices, dismiss } = store.getState();
    const newest = notices.at(-1);
    if (newest !== undefined) dismiss(newest.id);
  },
};

export const helpCommands: CommandGroup = {
  title: 'Help',
  sections: [
    [showCommands, showKeys, showGuide],
    [takeTour, endTour],
    [showMessages, dismissMessage],
    [checkUpdates, showAbout],
  ],
};
