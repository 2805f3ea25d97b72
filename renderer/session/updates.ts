/** The window's dealings with updates: asks the shell, tells the store, says in a notice what was found while nobody looked. */
import type { UpdateView } from '../../electron/bridge.ts';
import { foundWords } from '../words/update-words.ts';
import type { Deps } from './deps.ts';

export interface UpdatesSession {
  readonly check: () => void;
  readonly download: () => void;
  readonly cancel: () => void;
  readonly install: () => void;
  readonly setAtStart: (asks: boolean) => void;
  readonly dispose: () => void;
}

export function createUpdatesSession({ store, bridge }: Pick<Deps, 'store' | 'bridge'>): UpdatesSession {
  const { updates } = bridge;
  const failed = () =>
    store.getState().notify('error', 'The application did not answer; start it again to look for updates.');

  function hear(view: UpdateView): void {
    const before = store.getState().updates?.state.kind;
    store.getState().setUpdates(view);
    if (view.state.kind !== 'found' || before === 'downloading' || store.getState().dialog === 'updates')
      return;
    store.getState().notify('info', foundWords(view.state.version), {
      action: { label: 'Show', run: () => store.getState().setDialog('updates') },
    });
  }

  const stop = bridge.onUpdateView(hear);
  bridge.settings.read().then(
    (settings) => store.getState().setUpdatesAtStart(settings.updatesAtStart),
    () => undefined, // whoever reads the other settings says so
  );

  return {
    check: () => void updates.check().catch(failed),
    download: () => void updates.download().catch(failed),
    cancel: () => void updates.cancel().catch(failed),
    install: () => void updates.install().catch(failed),
    setAtStart: (asks) => {
      store.getState().setUpdatesAtStart(asks);
      bridge.settings
        .write({ updatesAtStart: asks })
        .catch(() => store.getState().notify('error', 'The setting could not be saved; try again.'));
    },
    dispose: stop,
  };
}
