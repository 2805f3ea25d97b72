/** The guided tour. */
import { endTour as end, startTour } from '../state/tour/acts.ts';
import type { Command } from './command.ts';
import { everywhereKey } from './keys.ts';

export const takeTour: Command = {
  id: 'take-tour',
  label: 'Take the tour',
  words: 'help guided introduction begin learn',
  whyNot: ({ choices }) => (choices.selected === null ? 'The tour needs a picture; open one first.' : null),
  run: ({ store }) => startTour(store),
};

export const endTour: Command = {
  id: 'end-tour',
  label: 'End the tour',
  words: 'help guided stop',
  keys: [everywhereKey('Escape')],
  whyNot: ({ tour }) => (tour.kind === 'running' ? null : 'The tour is not on.'),
  run: ({ store }) => end(store),
};
