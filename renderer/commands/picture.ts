/** How pictures are read: the selected one by wishes of its own, all of them by a route and an image backend. */
import type { Orientation } from '../../src-engine/engine.ts';
import { settled, turnedRight, withReading, type OwnReading } from '../state/reading.ts';
import { chooseImageRoute, readOtherwise } from '../state/regions/turning.ts';
import { selectFacts, selectImage } from '../state/selectors.ts';
import type { AppState, AppStore } from '../state/store.ts';
import { backendWords, routeWords } from '../words/reading-words.ts';
import type { Command, CommandGroup } from './command.ts';
import { windowKey } from './keys.ts';
import { regionCommands } from './regions.ts';

function ownOf({ choices }: AppState): OwnReading {
  return (choices.selected === null ? undefined : choices.readings[choices.selected]) ?? {};
}

/** How the picture stands now, also while it is still being read anew. */
function orientationOf(state: AppState): Orientation | undefined {
  return ownOf(state).orientation ?? selectFacts(state)?.reading.orientation;
}

function whyNotRead(state: AppState): string | null {
  const image = selectImage(state);
  if (image === null) return 'No image is open.';
  if (image.source.kind === 'pixel-values') return 'Pixel values are taken as they are.';
  return orientationOf(state) === undefined ? 'The picture has not been read yet.' : null;
}

function readAgain(store: AppStore, change: OwnReading): void {
  const state = store.getState();
  const { selected, readings } = state.choices;
  if (selected === null) return;
  const wanted = { ...ownOf(state), ...change };
  const facts = selectFacts(state);
  const own = facts === null ? wanted : settled(wanted, facts.reading);
  readOtherwise(store, { readings: withReading(readings, selected, own) });
}

export const rotate: Command = {
  id: 'rotate-picture',
  label: 'Rotate the picture to the right',
  words: 'turn quarter clockwise orientation exif',
  keys: [windowKey('r')],
  whyNot: whyNotRead,
  run: ({ store }) => readAgain(store, { orientation: turnedRight(orientationOf(store.getState()) ?? 1) }),
};

export const asStored: Command = {
  id: 'picture-as-stored',
  label: 'As stored',
  words: 'picture orientation exif tag unturned',
  whyNot: (state) =>
    whyNotRead(state) ?? (orientationOf(state) === 1 ? 'The picture is as it is stored.' : null),
  run: ({ store }) => readAgain(store, { orientation: 1 }),
};

export const asTagged: Command = {
  id: 'picture-as-tagged',
  label: 'Turn as the tag says',
  words: 'picture orientation exif rotate',
  whyNot(state) {
    const reason = whyNotRead(state);
    if (reason !== null) return reason;
    const stored = selectFacts(state)?.reading.storedOrientation ?? 1;
    if (stored === 1) return 'The picture has no orientation tag that turns it.';
    return orientationOf(state) === stored ? 'The picture is turned as its tag says.' : null;
  },
  run: ({ store }) => {
    const facts = selectFacts(store.getState());
    if (facts !== null) readAgain(store, { orientation: facts.reading.storedOrientation });
  },
};

function whyNotFlatten(state: AppState, wanted: 'white' | 'drop', done: string): string | null {
  const reading = selectFacts(state)?.reading;
  if (reading === undefined) return whyNotRead(state) ?? 'The picture is being read.';
  if (!reading.transparent) return 'Nothing in the picture is transparent.';
  return reading.transparency === wanted ? done : null;
}

export const layOnWhite: Command = {
  id: 'picture-on-white',
  label: 'Lay on white',
  words: 'picture transparent transparency alpha background',
  whyNot: (state) => whyNotFlatten(state, 'white', 'The transparent parts lie on white.'),
  run: ({ store }) => readAgain(store, { transparency: 'white' }),
};

export const dropTransparency: Command = {
  id: 'picture-without-transparency',
  label: 'Drop transparency',
  words: 'picture transparent alpha colours beneath',
  whyNot: (state) => whyNotFlatten(state, 'drop', 'Transparency is dropped.'),
  run: ({ store }) => readAgain(store, { transparency: 'drop' }),
};

export const resetReading: Command = {
  id: 'reset-reading',
  label: 'Read the picture as usual',
  words: 'reset turn rotate transparency undo',
  whyNot: (state) =>
    whyNotRead(state) ?? (Object.keys(ownOf(state)).length === 0 ? 'The picture is read as usual.' : null),
  run: ({ store }) => {
    const { selected, readings } = store.getState().choices;
    if (selected !== null) readOtherwise(store, { readings: withReading(readings, selected, {}) });
  },
};

export const chooseRoute: readonly Command[] = routeWords.map(({ value, label, what }) => ({
  id: `image-route-${value}`,
  label: `Read pictures ${label.toLowerCase()}`,
  words: `image route reading ${value} ${what}`,
  checked: ({ choices }) => choices.imageRoute === value,
  run: ({ store }) => chooseImageRoute(store, value),
}));

export const chooseBackend: readonly Command[] = backendWords.map(({ value, label, what }) => ({
  id: `image-backend-${value}`,
  label: `Resize pictures as ${label}`,
  words: `image backend reading ${value} pil ${what}`,
  checked: ({ imageBackend }) => imageBackend === value,
  whyNot: ({ model }) => (model.kind === 'loading' ? 'A model is being loaded.' : null),
  run: ({ session }) => void session.useBackend(value),
}));

export const pictureCommands: CommandGroup = {
  title: 'Picture',
  sections: [
    [rotate, asStored, asTagged, resetReading],
    [layOnWhite, dropTransparency],
    ...regionCommands,
    chooseRoute,
    chooseBackend,
  ],
};
