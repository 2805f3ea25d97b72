/** Loads models and says what happens meanwhile; the model before stays in use when the new one fails. */
import type { Engine, ModelInfo, ModelSource } from '../../src-engine/engine.ts';
import { adaptiveFor, firstTokens, methodFor } from '../state/budget.ts';
import { customFor } from '../state/thresholds/custom.ts';
import { modelInfo, towerOf } from '../state/model-slice.ts';
import { chosenCalibration } from './chosen-calibration.ts';
import type { Deps } from './deps.ts';
import type { ModelInUse } from './kept-session.ts';
import { EngineError, type ErrorCode } from '../../src-engine/errors.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';

export interface ModelLoader {
  /** Answers true when the model is in use. Failures are said in the notices. Where its calibration is not for this encoder or cannot be read it is loaded with the one that was chosen or one that is found, unless that is `meant`. */
  readonly load: (source: ModelSource, calibration?: 'meant') => Promise<boolean>;
  /** The model to load again after a restart of the engine. */
  readonly current: ModelSource | null;
  /** The same with the folder that it was found in. */
  readonly inUse: ModelInUse | null;
  /** What was in use before the page was loaded again: the choices are for it. */
  readonly takeUp: (model: ModelInUse) => void;
}

/** Failures that another calibration may mend: it is for another encoder, has gone, or may not be read any more, as what another browser sent. */
const unusable: ReadonlySet<ErrorCode> = new Set(['bad-calibration', 'bad-input']);

export function createModelLoader({ store, link, traffic, activities, encodings }: Deps): ModelLoader {
  let inUse: ModelInUse | null = null;

  async function load(asked: ModelSource, calibration?: 'meant' | 'found'): Promise<boolean> {
    const source = calibration === 'found' ? asked : chosenCalibration(store.getState(), asked);
    const engine = link.connected;
    const { setModel, model, languagePrecisions } = store.getState();
    const precision = languagePrecisions[source.directory];
    if (engine === null) return false;
    const before = modelInfo(model);
    const stop = new AbortController();
    const leave = traffic.enter();
    const activity = activities.begin(`Loading ${nameOf(source)}`, () => stop.abort());
    setModel({ kind: 'loading', directory: source.directory, progress: null, before });
    try {
      const info = await engine.load(
        {
          ...source,
          imageBackend: store.getState().imageBackend,
          tower: towerOf(store.getState(), source.directory),
          ...(precision === undefined ? {} : { precision }),
        },
        {
          signal: stop.signal,
          onProgress: (progress) => {
            activity.progress(progress);
            setModel({ kind: 'loading', directory: source.directory, progress, before });
          },
        },
      );
      if (link.connected !== engine) return false;
      take(info, before);
      inUse = { source, directory: info.directory };
      return true;
    } catch (error) {
      const { calibration: file, ...plain } = source;
      const unfit = error instanceof EngineError && unusable.has(error.code);
      if (!unfit || file === undefined || calibration === 'meant' || link.connected !== engine) {
        settleFailure(error, before, engine);
        return false;
      }
      activity.end();
      setModel({ kind: 'loading', directory: source.directory, progress: null, before });
      // Named by what was remembered: another may have been chosen since.
      const again = chosenCalibration(store.getState(), plain).calibration === file ? 'found' : undefined;
      const loaded = await load(plain, again);
      if (loaded) store.getState().notify('info', `A calibration is not used: ${sentenceOf(error).text}`);
      return loaded;
    } finally {
      activity.end();
      leave();
    }
  }

  function take(info: ModelInfo, before: ModelInfo | null): void {
    const state = store.getState();
    const same = inUse?.directory === info.directory;
    encodings.clear();
    if (
      same &&
      before !== null &&
      (before.imageBackend !== info.imageBackend ||
        before.tower !== info.tower ||
        JSON.stringify(before.calibration) !== JSON.stringify(info.calibration))
    ) {
      state.forgetCounts();
      state.outdateShown();
    }
    if (same && before?.calibration === null && info.calibration !== null && before.tower === info.tower)
      state.settle({ tokens: firstTokens(info), method: adaptiveFor(info) });
    if (!same) {
      state.forgetCounts();
      state.settle({
        tokens: firstTokens(info),
        method: methodFor(state.choices.method, info),
        thresholds: null,
        pin: null,
      });
      state.setLayer(null);
    }
    state.setModel({ kind: 'ready', info });
    const { thresholds } = store.getState().choices;
    if (thresholds !== null && customFor(thresholds, info) === null)
      state.notify('info', 'The custom thresholds are for another vision encoder; the slider decides here.');
    link.setLoaded(true);
  }

  function settleFailure(error: unknown, before: ModelInfo | null, engine: Engine): void {
    const { setModel, notify } = store.getState();
    if (engineDied(error) || link.connected !== engine) return;
    const { text, detail } = sentenceOf(error);
    // The engine keeps the model before; only a load into an empty engine leaves nothing.
    const kept = link.ready === null ? null : before;
    setModel(kept === null ? { kind: 'failed', message: text } : { kind: 'ready', info: kept });
    if (wasAborted(error)) {
      notify('info', 'Loading stopped; nothing has changed.');
      return;
    }
    notify('error', text, { detail });
  }

  return {
    load,
    get current() {
      return inUse?.source ?? null;
    },
    get inUse() {
      return inUse;
    },
    takeUp: (model) => {
      inUse = model;
    },
  };
}

function nameOf(source: ModelSource): string {
  return source.directory.split(/[\\/]/).filter(Boolean).at(-1) ?? source.directory;
}
