/** Reads and keeps what the user prefers, restarts the engine where it is to compute elsewhere, knows where data lies, and takes everything back to how it was at first. */
import { shallow } from 'zustand/shallow';
import type { DataPlaceId, WindowSettings } from '../../electron/bridge.ts';
import { usualPreferences, type Preferences } from '../state/preferences-slice.ts';
import type { AppState } from '../state/store.ts';
import type { TourState } from '../state/tour/slice.ts';
import { clearedWords } from '../words/settings-words.ts';
import type { Deps } from './deps.ts';
import type { Models } from './models.ts';
import { shellWords } from './shell-words.ts';
import type { UpdatesSession } from './updates.ts';

export interface PreferencesSession {
  /** All settings as they were at first, layout and lists apart; a notice takes it back. */
  readonly reset: () => void;
  /** Looks where data lies and how much of it there is. */
  readonly look: () => Promise<void>;
  readonly clear: (id: DataPlaceId) => Promise<void>;
  readonly show: (id: DataPlaceId) => Promise<void>;
  readonly dispose: () => void;
}

interface Parts {
  readonly models: Pick<Models, 'useBackend'>;
  readonly updates: Pick<UpdatesSession, 'setAtStart'>;
}

/** What stands in the settings dialog, of all slices. */
function chosenOf(state: AppState) {
  const { theme, preferences, imageBackend, autoMeasure, restoresSession, followFolders } = state;
  const { updatesAtStart, choices } = state;
  const { imageRoute } = choices;
  return {
    ...{ theme, preferences, imageBackend, autoMeasure, restoresSession, followFolders },
    ...{ updatesAtStart, imageRoute },
  };
}
type Chosen = ReturnType<typeof chosenOf>;

const usual: Chosen = {
  theme: 'system',
  preferences: usualPreferences,
  imageBackend: 'torchvision',
  imageRoute: 'path',
  autoMeasure: true,
  restoresSession: true,
  followFolders: true,
  updatesAtStart: false,
};

/** Whether a reset would change anything. */
export function isUsual(state: AppState): boolean {
  const { preferences, ...others } = chosenOf(state);
  const { preferences: usually, ...othersUsually } = usual;
  return shallow(preferences, usually) && shallow(others, othersUsually);
}

export function createPreferences({ store, bridge }: Deps, { models, updates }: Parts): PreferencesSession {
  const failed = (error: unknown) => store.getState().notify('error', shellWords(error));
  let stop = () => {};

  const read = bridge.settings.read().then(
    (settings) => {
      store.getState().prefer(preferencesOf(settings));
      if (settings.tour === undefined || settings.tour === 'to-offer')
        store.getState().setTour({ kind: 'offered' });
      const stops = [
        store.subscribe(({ preferences }) => preferences, keep, { equalityFn: shallow }),
        store.subscribe(({ tour }) => tour.kind, keepTour),
      ];
      stop = () => stops.forEach((each) => each());
    },
    () => undefined, // whoever reads the other settings says so
  );

  function keep(preferences: Preferences, before: Preferences): void {
    const elsewhere = preferences.device !== before.device || preferences.threads !== before.threads;
    bridge.settings
      .write({ ...preferences })
      .then(() => (elsewhere ? bridge.restartEngine('all') : undefined))
      .catch(failed);
  }

  /** Offered once: whoever has taken it, or would not have it, is not asked again. */
  function keepTour(_: TourState['kind'], before: TourState['kind']): void {
    if (before === 'offered') void bridge.settings.write({ tour: 'known' }).catch(failed);
  }

  function take(chosen: Chosen): void {
    const state = store.getState();
    state.setTheme(chosen.theme);
    state.prefer(chosen.preferences);
    state.setAutoMeasure(chosen.autoMeasure);
    state.setRestoresSession(chosen.restoresSession);
    state.setFollowFolders(chosen.followFolders);
    if (state.choices.imageRoute !== chosen.imageRoute)
      state.choose({ imageRoute: chosen.imageRoute, pin: null });
    if (state.updatesAtStart !== chosen.updatesAtStart) updates.setAtStart(chosen.updatesAtStart);
    void models.useBackend(chosen.imageBackend);
  }

  return {
    reset: () => {
      const before = chosenOf(store.getState());
      take(usual);
      store.getState().notify('info', 'The settings are as they were at first.', {
        action: { label: 'Undo', run: () => take(before) },
      });
    },
    look: async () => {
      await bridge.data?.places().then(store.getState().setPlaces, failed);
    },
    clear: async (id) => {
      const before = store.getState().places;
      await bridge.data?.clear(id).then((places) => {
        store.getState().setPlaces(places);
        store.getState().notify('info', clearedWords(id, before, places));
      }, failed);
    },
    show: async (id) => {
      await bridge.data?.show(id).catch(failed);
    },
    dispose: () => {
      void read.then(() => stop());
    },
  };
}

function preferencesOf({ textSize, motion, device, threads }: WindowSettings): Partial<Preferences> {
  return {
    ...(textSize === undefined ? {} : { textSize }),
    ...(motion === undefined ? {} : { motion }),
    ...(device === undefined ? {} : { device }),
    ...(threads === undefined ? {} : { threads }),
  };
}
