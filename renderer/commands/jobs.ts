/** The list of jobs: all that goes on in the background, on this computer and in a queue. */
import type { Command } from './command.ts';
import { menuKey } from './keys.ts';

export const showJobs: Command = {
  id: 'show-jobs',
  label: 'Jobs…',
  words: 'background queue redis workers progress pause cancel counting calibrating evaluating',
  keys: [menuKey('Mod+J')],
  run: ({ store }) => store.getState().setDialog('jobs'),
};
