/** The session as a file. */
import type { Command } from './command.ts';
import { menuKey } from './keys.ts';

export const openSession: Command = {
  id: 'open-session',
  label: 'Open session…',
  words: 'file work load',
  keys: [menuKey('Mod+Shift+L')],
  run: ({ session }) => void session.files.open(),
};

export const saveSession: Command = {
  id: 'save-session',
  label: 'Save session',
  words: 'file work keep',
  keys: [menuKey('Mod+S')],
  run: ({ session }) => void session.files.save(),
};

export const saveSessionAs: Command = {
  id: 'save-session-as',
  label: 'Save session as…',
  words: 'file work keep share another',
  keys: [menuKey('Mod+Shift+S')],
  run: ({ store }) => store.getState().setDialog('save-session'),
};

export const restoreSession: Command = {
  id: 'restore-session',
  label: 'Take up the session at the next start',
  words: 'restore remember privacy settings',
  whyNot: ({ cannot }) => cannot['next-start'] ?? null,
  checked: ({ restoresSession, cannot }) => restoresSession && cannot['next-start'] === undefined,
  run: ({ store }) => store.getState().setRestoresSession(!store.getState().restoresSession),
};
