/** The order of a start: shelf, recorded results, engine, model, first picture, first answer; and of a restart: model again, same session. */
import type { EngineStatus, OpenedFile, KeptSession } from '../../electron/bridge.ts';
import { overlayNames } from '../../src-engine/overlay/modes.ts';
import type { Engine, ModelSource } from '../../src-engine/engine.ts';
import type { AnyPort } from '../../src-engine/remote/port.ts';
import { selectAnswers, selectImage } from '../state/selectors.ts';
import type { Asker } from './ask.ts';
import type { Deps } from './deps.ts';
import type { EncodeLoop } from './encode-loop.ts';
import { sentenceOf } from './engine-link.ts';
import type { SessionTeller } from './kept-session.ts';
import type { ModelLoader } from './model-loader.ts';
import { fromPath, type ImageOpener } from './open-images.ts';
import type { Recorded } from './recorded.ts';
import type { Scheduler } from './scheduler.ts';
import { shellWords } from './shell-words.ts';
import { samplePicture } from './shelf-pictures.ts';
import { takeUp as takeUpSession } from './take-up-session.ts';
import { leftWords } from '../words/session-words.ts';
import { fasterDevice } from '../words/device-words.ts';
import { chosenCalibration } from './chosen-calibration.ts';
import { keepSaved, readValues } from './saved-values.ts';

interface Parts {
  /** `ended` is called when the engine has gone, before its calls reject. */
  readonly connect: (port: AnyPort, ended: () => void) => Engine;
  readonly loader: ModelLoader;
  readonly asker: Asker;
  readonly encodeLoop: EncodeLoop;
  readonly scheduler: Scheduler;
  readonly opener: ImageOpener;
  readonly recorded: Recorded;
  readonly useCalibration: (file: string) => Promise<void>;
  readonly openSession: (path: string) => Promise<void>;
  /** Tells the shell what the window is like, from its call on. */
  readonly tellSession: () => SessionTeller;
  /** Opens a folder as a collection, behind what is on screen. */
  readonly reopenFolder: (folder: string) => void;
  /** Opens a folder as a collection, in front. */
  readonly openFolder: (folder: string) => void;
}

export interface Boot {
  readonly start: () => Promise<void>;
  readonly dispose: () => void;
}

/** The first question waits this long for the thumbnails; a large shelf or a slow disk must not hold it up. */
const thumbnailsFirstMs = 1500;

export function createBoot(deps: Deps, parts: Parts): Boot {
  const { store, bridge, link, traffic } = deps;
  const stops: (() => void)[] = [];
  let lastCause: string | null = null;
  /** It had not ended: it could not be reached. */
  let reached = false;
  let firstStart = true;
  /** Asked before the page was loaded again, and never answered. */
  let interrupted: string | undefined;

  async function start(): Promise<void> {
    const [settings, shelf, embedded] = await Promise.all([
      bridge.settings.read(),
      bridge.shelf(),
      bridge.defaultModel(),
    ]);
    store.getState().setEmbedded(embedded.directory);
    const values = readValues(settings.values);
    const { overlay, opacity, autoMeasure, imageRoute, imageBackend, fastEncoders, openFolder } = values;
    store.getState().setTheme(settings.theme);
    for (const name of overlayNames) store.getState().setOpacity(name, opacity[name]);
    store.getState().setAutoMeasure(autoMeasure);
    store.getState().setImageBackend(imageBackend);
    store.getState().setFastEncoders(fastEncoders);
    store.getState().setLanguagePrecisions(values.languagePrecisions);
    store.getState().setCalibrationChoices(values.calibrationChoices);
    const { collectionLayout, collectionSort, collectionTags, recentFolders, followFolders } = values;
    store
      .getState()
      .settleCollection({ collectionLayout, collectionSort, collectionTags, recentFolders, followFolders });
    if (openFolder !== null) parts.reopenFolder(openFolder);
    store.getState().setQueueAddress(values.queueAddress);
    store.getState().setPanes(values.paneSizes, values.openPanes);
    for (const [model, rate] of Object.entries(values.answerRates))
      store.getState().setAnswerRate(model, rate);
    store.getState().setRestoresSession(values.restoreSession);
    store.getState().setShelfSort(values.shelfSort);
    store.getState().setThresholdPresets(values.thresholdPresets);
    const images = shelf.map(samplePicture);
    const [first] = images;
    store.getState().addImages(images);
    store.getState().settle({ overlay, imageRoute, selected: first?.id ?? null });
    const kept = await bridge.keptSession().catch((error: unknown) => {
      store.getState().notify('error', shellWords(error));
      return null;
    });
    const taken = takeUp(kept);
    // It was recorded with the usual ones.
    const usual =
      !taken &&
      settings.model === null &&
      imageBackend === 'torchvision' &&
      imageRoute === 'path' &&
      !fastEncoders.includes(embedded.directory) &&
      values.languagePrecisions[embedded.directory] === undefined &&
      chosenCalibration(store.getState(), embedded).calibration === undefined;
    if (first !== undefined && usual) void parts.recorded.show(first.id, embedded);
    const teller = parts.tellSession();
    if (kept?.session.file?.changed === false) teller.settleFile(teller.essenceNow());
    stops.push(
      keepSaved(store, bridge, settings.values),
      teller.dispose,
      suggestQuestions(),
      bridge.onEngineStatus(tellStatus),
      bridge.onEnginePort((port) => void receive(port, settings.model, embedded)),
      bridge.onOpenFiles((files) => void whenConnected(() => open(files))),
    );
  }

  /** True where there is a session to go on with: the page was loaded again, or the application started. */
  function takeUp(kept: KeptSession | null): boolean {
    if (kept === null) return false;
    const { images, embedded } = store.getState();
    const { cause, place } = kept;
    const { state, model, left } = takeUpSession(kept, {
      ...{ samples: images, embedded, origin: null, jobs: 'alive' as const },
      cutOff: `The ${cause === null ? 'application was closed' : 'window was loaded again'} while this was answered; ask again.`,
    });
    store.setState(state);
    const { file, imageBackend } = kept.session;
    store.getState().setImageBackend(imageBackend);
    if (file !== null && place !== null) store.getState().setSessionFile({ ...file, place });
    // A page that went before its answers were told to the shell asks again, or for the first time.
    firstStart = !hasAnswers();
    if (firstStart) interrupted = store.getState().asked.at(-1);
    if (model !== null) parts.loader.takeUp(model);
    if (cause === null) {
      if (left.length > 0) store.getState().notify('info', `${leftWords(left)} The rest is as you left it.`);
      return true;
    }
    const rest = left.length === 0 ? 'your session is as you left it.' : leftWords(left);
    store.getState().setBanner({
      tone: left.length === 0 ? 'good' : 'warn',
      text: `${cause} It was loaded again; ${rest}`,
    });
    return true;
  }

  async function open(files: readonly OpenedFile[]): Promise<void> {
    const images = files.filter(({ kind }) => kind === 'image');
    const calibration = files.findLast(({ kind }) => kind === 'calibration');
    const session = files.findLast(({ kind }) => kind === 'session');
    if (session !== undefined) {
      await untilLoaded();
      await parts.openSession(session.path);
    }
    const folder = files.findLast(({ kind }) => kind === 'folder');
    if (folder !== undefined) parts.openFolder(folder.path);
    if (images.length > 0) {
      store.getState().setView('explore'); // whichever was looked at, or comes back from the last time
      await parts.opener.open(images.map(fromPath));
    }
    if (calibration === undefined) return;
    await untilLoaded();
    await parts.useCalibration(calibration.path);
  }

  /** Until the model that is being loaded is there, or is not to be had. */
  function untilLoaded(): Promise<void> {
    const settled = () => ['ready', 'failed'].includes(store.getState().model.kind);
    if (settled()) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = store.subscribe(
        ({ model }) => model.kind,
        () => {
          if (!settled()) return;
          stop();
          resolve();
        },
      );
    });
  }

  async function receive(port: AnyPort, chosen: ModelSource | null, embedded: ModelSource): Promise<void> {
    // At once: the shell says it later, and until then whoever tries again would find the dead engine again.
    const engine: Engine = parts.connect(port, () => link.disconnect(engine));
    link.connect(engine);
    const source = parts.loader.current ?? chosen ?? embedded;
    let loaded = await parts.loader.load(source);
    if (!loaded && link.connected !== null && source.directory !== embedded.directory) {
      loaded = await parts.loader.load(embedded);
    }
    if (!loaded) {
      if (link.connected !== null) parts.recorded.settle();
      return;
    }
    if (lastCause !== null) welcomeBack(lastCause);
    lastCause = null;
    parts.encodeLoop.refresh();
    if (!firstStart) {
      parts.asker.resume();
      return;
    }
    firstStart = false;
    await greet().finally(parts.recorded.settle);
  }

  function welcomeBack(cause: string): void {
    const { engine, setBanner } = store.getState();
    const kept = 'your session is as you left it';
    if (engine.devices !== 'processor') {
      setBanner({
        tone: 'good',
        text: `${cause} ${reached ? 'It is there again' : 'The engine was restarted'}; ${kept}.`,
      });
      return;
    }
    setBanner({
      tone: 'warn',
      text: `${cause} It has ended often in a short time, so it now uses the CPU alone; ${kept}.`,
      action: { label: fasterDevice, run: () => void bridge.restartEngine('all').catch(say) },
    });
  }

  /** Asks the first sample's best question by itself, so that the window is alive. */
  async function greet(): Promise<void> {
    await untilIdle();
    await Promise.race([
      parts.scheduler.doSeen(),
      new Promise((resolve) => setTimeout(resolve, thumbnailsFirstMs)),
    ]);
    const state = store.getState();
    if (hasAnswers()) return;
    const question = interrupted ?? selectImage(state)?.questions[0];
    if (question === undefined) return;
    if (interrupted === undefined && (state.typed || state.asked.length > 0)) return;
    await parts.asker.ask(question);
  }

  /** Of this computer: a session that was opened meanwhile brings its own. */
  function hasAnswers(): boolean {
    const { full, merged } = selectAnswers(store.getState());
    return [full, merged].some(({ kind }) => kind !== 'idle' && kind !== 'recorded');
  }

  function untilIdle(): Promise<void> {
    if (!traffic.busy) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = traffic.listen((state) => {
        if (state !== 'idle') return;
        stop();
        resolve();
      });
    });
  }

  function tellStatus(status: EngineStatus): void {
    const { setEngine, setBanner } = store.getState();
    setEngine(status);
    if (status.kind === 'starting') setBanner(null);
    if (status.kind === 'restarting') {
      link.disconnect();
      lastCause = status.cause;
      reached = status.how === 'reached';
      const again = status.how === 'reached' ? 'Trying to reach it again…' : 'Starting it again…';
      setBanner({ tone: 'warn', text: `${status.cause} ${again}` });
    }
    if (status.kind === 'failed' || status.kind === 'gone') {
      link.disconnect();
      lastCause = null;
      parts.recorded.settle();
      const again = { label: 'Start it again', run: () => void bridge.restartEngine().catch(say) };
      setBanner({ tone: 'bad', text: status.cause, ...(status.kind === 'failed' ? { action: again } : {}) });
    }
  }

  /** Until the user types, the field offers the selected image's best question. */
  function suggestQuestions(): () => void {
    const suggest = () => {
      const state = store.getState();
      const [question] = selectImage(state)?.questions ?? [];
      if (!state.typed && question !== undefined && question !== state.question) {
        state.setQuestion(question, false);
      }
    };
    suggest();
    return store.subscribe(({ choices }) => choices.selected, suggest);
  }

  async function whenConnected(task: () => Promise<void>): Promise<void> {
    if (link.connected === null) {
      await new Promise<void>((resolve) => {
        const stop = link.listen(() => {
          stop();
          resolve();
        });
      });
    }
    await task();
  }

  function say(error: unknown): void {
    const { text, detail } = sentenceOf(error);
    store.getState().notify('error', text, { detail });
  }

  return {
    start: async () => {
      await start().catch(say);
    },
    dispose: () => stops.forEach((stop) => stop()),
  };
}
