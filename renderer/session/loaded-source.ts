/** The model in use, as a job names it. */
import type { ModelSource } from '../../src-engine/engine.ts';
import { isHubName } from '../../src-engine/remote/path-roles.ts';
import { selectModelInfo } from '../state/selectors.ts';
import type { AppStore } from '../state/store.ts';
import type { ModelLoader } from './model-loader.ts';

/** As it was loaded: a job of other pixels or another encoder would wait for ever. Null while none is. */
export function loadedSource(store: AppStore, { current }: Pick<ModelLoader, 'current'>): ModelSource | null {
  const info = selectModelInfo(store.getState());
  if (current === null || info === null) return null;
  const precision = store.getState().languagePrecisions[current.directory];
  return {
    ...{ ...current, imageBackend: info.imageBackend, tower: info.tower },
    // Jobs are known by the folder, also of a model that was asked for by its name on the hub.
    ...(isHubName(current.directory) ? { directory: info.directory } : {}),
    ...(precision === undefined ? {} : { precision }),
  };
}
