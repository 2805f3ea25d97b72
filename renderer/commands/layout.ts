/** How Explore is divided: which panes are open, and the picture alone with large words. */
import { allOpen, noSizes, type ExplorePane } from '../state/panes.ts';
import { selectPresenting } from '../state/layout-slice.ts';
import type { AppState } from '../state/store.ts';
import type { Command } from './command.ts';
import { everywhereKey, windowKey } from './keys.ts';

const notExplore = (state: AppState) => (state.view === 'explore' ? null : 'It belongs to Explore.');

function togglePane(pane: ExplorePane, label: string, key: string, words: string): Command {
  return {
    id: `toggle-${pane}`,
    label,
    words: `pane panel show hide close open ${words}`,
    keys: [windowKey(key)],
    checked: ({ openPanes }) => openPanes[pane],
    whyNot: (state) =>
      notExplore(state) ?? (selectPresenting(state) ? 'A presentation shows the picture alone.' : null),
    run: ({ store }) => {
      const { openPanes, setPaneOpen } = store.getState();
      setPaneOpen(pane, !openPanes[pane]);
    },
  };
}

export const togglePanes: Readonly<Record<ExplorePane, Command>> = {
  shelf: togglePane('shelf', 'Images pane', 'i', 'shelf thumbnails left'),
  dialogue: togglePane('dialogue', 'Question and answers pane', 'q', 'dialogue bottom'),
  side: togglePane('side', 'Budget and cost pane', 'b', 'side right'),
  layers: togglePane('layers', 'Layers pane', 'l', 'chart tokens after each layer'),
};

export const standardPanes: Command = {
  id: 'standard-panes',
  label: 'Standard layout',
  words: 'reset panes panels sizes splitter',
  whyNot: ({ openPanes, paneSizes }) =>
    Object.values(openPanes).every(Boolean) && Object.values(paneSizes).every((size) => size === null)
      ? 'The layout is the standard one.'
      : null,
  run: ({ store }) => store.getState().setPanes(noSizes, allOpen),
};

export const present: Command = {
  id: 'presentation',
  label: 'Present the picture',
  words: 'presentation picture only projector large full teach zen',
  keys: [windowKey('p')],
  checked: selectPresenting,
  whyNot: notExplore,
  run: ({ store }) => {
    const { presentation, setPresentation } = store.getState();
    setPresentation(!presentation);
  },
};

/** One Escape leaves it: messages and a pin can wait. */
export const endPresentation: Command = {
  id: 'end-presentation',
  label: 'End the presentation',
  words: 'leave exit picture',
  keys: [everywhereKey('Escape')],
  whyNot: (state) => (selectPresenting(state) ? null : 'Nothing is being presented.'),
  run: ({ store }) => store.getState().setPresentation(false),
};

export const layoutSection: readonly Command[] = [
  ...Object.values(togglePanes),
  present,
  endPresentation,
  standardPanes,
];
