/** The window's dealings with shell and engine, put together; what components may ask for. The store is told, never asked to act. */
import { LRUCache } from 'lru-cache';
import type { About, DymuBridge } from '../../electron/bridge.ts';
import type { Encoding, Engine } from '../../src-engine/engine.ts';
import type { AnyPort } from '../../src-engine/remote/port.ts';
import { sessionEnding } from '../../src-engine/session-file/document.ts';
import { finishedPair } from '../state/measurement.ts';
import { selectAnswers, selectAnswersCurrent } from '../state/selectors.ts';
import type { AppStore } from '../state/store.ts';
import { folderWords } from '../words/shelf-words.ts';
import { createActivities } from './activities.ts';
import { createAsker } from './ask.ts';
import { createBencher, type Bencher } from './bench.ts';
import { createBoot } from './boot.ts';
import { createConversation, type Conversation } from './conversation.ts';
import { createClosing, type Closing } from './closing.ts';
import { createCollectionSession, type CollectionSession } from './collection/collection.ts';
import type { Deps } from './deps.ts';
import { createEncodeLoop } from './encode-loop.ts';
import { createEngineLink, sentenceOf } from './engine-link.ts';
import { createEvaluationSession, type EvaluationSession } from './evaluation/evaluation.ts';
import { budgetsBesideTasks } from './idle/budgets-beside.ts';
import { collectionThumbnailTasks } from './idle/collection-thumbnails.ts';
import { thumbnailTasks } from './idle/thumbnails.ts';
import { tokenCountTasks } from './idle/token-counts.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createLibrary, type Library } from './library.ts';
import { createMeasurer } from './measure.ts';
import { createModelLoader } from './model-loader.ts';
import { createModels, type Models } from './models.ts';
import { createImageOpener, fromBytes, fromPath, type Candidate } from './open-images.ts';
import { createPreferences, type PreferencesSession } from './preferences.ts';
import { createPictureFacts } from './picture-facts.ts';
import { createPictureLoop } from './pictures.ts';
import { createQueueWatch, type QueueWatch } from './queue-runs.ts';
import { createRecorded } from './recorded.ts';
import { keepSession, type SessionTeller } from './kept-session.ts';
import { createExporter, type Exporter } from './export.ts';
import { createSessionFiles, type SessionFiles } from './session-files.ts';
import { createRegionSession, type RegionSession } from './regions/regions.ts';
import { createScheduler } from './scheduler.ts';
import { shellWords } from './shell-words.ts';
import { createSweepSession, type SweepSession } from './sweep/sweep.ts';
import { createThresholdSession, type ThresholdSession } from './thresholds/thresholds.ts';
import { revokeThumbnails } from './thumbnail-urls.ts';
import { createTraffic } from './traffic.ts';
import type { Handed } from './transfer.ts';
import { createVideos, type Videos } from './videos.ts';
import { createUpdatesSession, type UpdatesSession } from './updates.ts';

export interface Session {
  readonly start: () => Promise<void>;
  readonly openDialog: () => Promise<void>;
  readonly openFolder: () => Promise<void>;
  /** Files of a drop or a paste, or the sentence why there are none. */
  readonly take: (handed: Handed) => Promise<void>;
  readonly paste: () => Promise<void>;
  readonly closeImage: (id: string) => void;
  readonly closing: Closing;
  readonly ask: (question: string) => Promise<void>;
  readonly conversation: Conversation;
  readonly videos: Videos;
  /** A folder whose images are the frames of a video. */
  readonly openVideoFolder: () => Promise<void>;
  /** Repeats the question on screen both ways; asks it first where its answers are missing or out of date. */
  readonly measure: () => Promise<void>;
  /** Ends answers and measurements. */
  readonly stop: () => void;
  readonly chooseModel: () => Promise<void>;
  readonly useModel: Models['adopt'];
  readonly useEmbedded: Models['useEmbedded'];
  readonly useBackend: Models['useBackend'];
  readonly useTower: Models['useTower'];
  readonly useCalibration: Models['useCalibration'];
  readonly useShippedCalibration: Models['useShippedCalibration'];
  readonly usePrecision: Models['usePrecision'];
  readonly refreshModels: Models['refresh'];
  readonly forgetModel: Models['forget'];
  readonly about: () => Promise<About>;
  readonly loadDevices: () => Promise<void>;
  readonly restartEngine: DymuBridge['restartEngine'];
  readonly copyText: (text: string) => Promise<void>;
  /** Measures what merging would bring on this computer. */
  readonly bench: Bencher;
  readonly jobs: Jobs;
  readonly library: Library;
  readonly queue: QueueWatch;
  readonly collection: CollectionSession;
  readonly evaluation: EvaluationSession;
  readonly regions: RegionSession;
  readonly sweep: SweepSession;
  readonly thresholds: ThresholdSession;
  readonly updates: UpdatesSession;
  readonly preferences: PreferencesSession;
  readonly files: SessionFiles;
  readonly exported: Exporter;
  /** Writes a file where the user says; the notice names it. */
  readonly saveText: (name: string, text: string) => Promise<void>;
  readonly saveBytes: (name: string, bytes: Uint8Array) => Promise<void>;
  readonly dispose: () => void;
}

const sessionWithoutFile = 'That session has no file here; save it to a file first, and open that.';
const encodingBytesKept = 32_000_000;

export function createSession(
  store: AppStore,
  bridge: DymuBridge,
  connect: (port: AnyPort, ended: () => void) => Engine,
  afterFrame: Deps['afterFrame'] = (then) => then(),
): Session {
  store.getState().setCannot(bridge.cannot);
  const link = createEngineLink();
  const deps: Deps = {
    store,
    bridge,
    link,
    traffic: createTraffic(),
    activities: createActivities((activity) => store.getState().setActivity(activity)),
    encodings: new LRUCache<string, Encoding>({ maxSize: encodingBytesKept, sizeCalculation: bytesOf }),
    ahead: new Map(),
    afterFrame,
  };
  const stopRevoking = revokeThumbnails(store);
  const pictures = createPictureLoop(deps);
  const videos = createVideos(deps);
  const facts = createPictureFacts(deps, videos.fromPicture);
  const encodeLoop = createEncodeLoop(deps);
  const measurer = createMeasurer(deps);
  const bench = createBencher(deps);
  const asker = createAsker(deps);
  const opener = createImageOpener(deps);
  const closing = createClosing(deps);
  const loader = createModelLoader(deps);
  const recorded = createRecorded(deps, pictures);
  const saved = async (saving: Promise<string | null>) => {
    const path = await saving.catch(failed);
    if (typeof path === 'string') store.getState().notify('info', `Saved as ${path}.`);
  };
  const failed = (error: unknown) => {
    const { text, detail } = sentenceOf(error);
    store.getState().notify('error', text, { detail });
  };

  /** What the host comes to; null, and its sentence in a notice, where it refuses. */
  async function asked<T>(asking: Promise<T>): Promise<T | null> {
    try {
      return await asking;
    } catch (error) {
      store.getState().notify('error', shellWords(error));
      return null;
    }
  }

  function stop(): void {
    asker.stop();
    measurer.cancel();
  }

  async function ask(question: string): Promise<void> {
    measurer.giveWay();
    await asker.ask(question);
  }

  const models = createModels(deps, {
    loader,
    beforeChange: stop,
    afterChange: () => {
      asker.cool();
      encodeLoop.refresh();
    },
  });

  const jobs = createJobs(deps);
  const library = createLibrary(deps, { jobs, takeModel: (directory) => void models.adopt({ directory }) });
  const queue = createQueueWatch(deps);
  const collection = createCollectionSession(deps, { jobs, queue, loader, opener, models });
  const scheduler = createScheduler(deps, [
    thumbnailTasks(store),
    collectionThumbnailTasks(store, link, collection.thumbnails),
    budgetsBesideTasks(deps),
    measurer.tasks,
    tokenCountTasks(deps),
  ]);
  let teller: SessionTeller | null = null;
  const files = createSessionFiles(deps, {
    ...{ loader, teller: () => teller, stop },
    useEmbedded: models.useEmbedded,
    afterChange: () => {
      asker.cool();
      encodeLoop.refresh();
    },
  });
  const boot = createBoot(deps, {
    connect,
    loader,
    asker,
    encodeLoop,
    scheduler,
    opener,
    recorded,
    useCalibration: models.useCalibration,
    openSession: files.open,
    tellSession: () => (teller = keepSession(store, bridge, () => loader.inUse)),
    reopenFolder: collection.reopen,
    openFolder: collection.open,
  });
  const evaluation = createEvaluationSession(deps, { jobs, loader, opener });
  const sweep = createSweepSession(deps, { jobs, loader });
  const updates = createUpdatesSession(deps);
  const preferences = createPreferences(deps, { models, updates });

  async function candidate(file: File): Promise<Candidate> {
    const path = await bridge.pathForFile(file);
    if (path !== '') return fromPath({ path, name: file.name });
    return fromBytes(new Uint8Array(await file.arrayBuffer()), file.name === '' ? 'pasted image' : file.name);
  }

  async function take(handed: Handed): Promise<void> {
    if (handed.kind === 'refused') {
      store.getState().notify('info', handed.sentence);
      return;
    }
    if (handed.kind === 'folder') {
      collection.open(await bridge.pathForFile(handed.folder));
      return;
    }
    const session = handed.files.findLast(({ name }) => name.toLowerCase().endsWith(`.${sessionEnding}`));
    if (session !== undefined) {
      const path = await bridge.pathForFile(session);
      if (path === '') store.getState().notify('info', sessionWithoutFile);
      else await files.open(path);
    }
    const others = handed.files.filter((file) => file !== session);
    const found = await Promise.allSettled(others.map(candidate));
    await opener.open(found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
    const refused = found.find((each) => each.status === 'rejected');
    if (refused !== undefined) throw refused.reason;
  }

  return {
    start: () => boot.start(),
    openDialog: async () => opener.open(((await asked(bridge.openImages())) ?? []).map(fromPath)),
    openFolder: async () => {
      const opened = await asked(bridge.openFolder());
      if (opened === null) return;
      const { images, ...rest } = opened;
      const words = folderWords({ ...rest, images: images.length });
      if (words !== null) store.getState().notify('info', words);
      await opener.open(images.map(fromPath));
    },
    take: async (handed) => {
      await asked(take(handed));
    },
    paste: () => bridge.paste(),
    closeImage: (id) => closing.close([id]),
    closing,
    ask,
    conversation: createConversation(deps, { ask, stop }),
    videos,
    openVideoFolder: async () => {
      const opened = await bridge.openFolder();
      if (opened !== null) videos.fromFolder(opened);
    },
    measure: async () => {
      const { question } = store.getState();
      const onScreen = finishedPair(selectAnswers(store.getState()))?.full.asked.question;
      if (onScreen !== question.trim() || !selectAnswersCurrent(store.getState())) await ask(question);
      if (selectAnswersCurrent(store.getState())) await measurer.measure();
    },
    stop,
    chooseModel: async () => {
      const source = await asked(bridge.chooseModelFolder());
      if (source !== null) await models.adopt(source);
    },
    useModel: models.adopt,
    useEmbedded: models.useEmbedded,
    useBackend: models.useBackend,
    useTower: models.useTower,
    useCalibration: models.useCalibration,
    useShippedCalibration: models.useShippedCalibration,
    usePrecision: models.usePrecision,
    refreshModels: models.refresh,
    forgetModel: models.forget,
    about: () => bridge.about(),
    loadDevices: async () => {
      const engine = link.connected;
      const { setDevices } = store.getState();
      if (engine === null) {
        setDevices({ kind: 'failed', message: 'The engine is not running; its devices are unknown.' });
        return;
      }
      setDevices({ kind: 'loading' });
      try {
        setDevices({ kind: 'ready', report: await engine.devices() });
      } catch (error) {
        setDevices({ kind: 'failed', message: sentenceOf(error).text });
      }
    },
    restartEngine: (...devices) => bridge.restartEngine(...devices).catch(failed),
    copyText: async (text) => {
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        store.getState().notify('error', 'The text could not be copied; select it and copy it by hand.');
      }
    },
    bench,
    jobs,
    library,
    queue,
    collection,
    evaluation,
    regions: createRegionSession(deps),
    thresholds: createThresholdSession(deps),
    sweep,
    updates,
    preferences,
    files,
    exported: createExporter(deps),
    saveText: (name, text) => saved(bridge.saveText(name, text)),
    saveBytes: (name, bytes) => saved(bridge.saveBytes(name, bytes)),
    dispose: () => {
      boot.dispose();
      bench.cancel();
      stopRevoking();
      stop();
      [
        pictures,
        facts,
        encodeLoop,
        scheduler,
        collection,
        evaluation,
        sweep,
        updates,
        library,
        preferences,
        jobs,
        queue,
      ].forEach((part) => part.dispose());
    },
  };
}

function bytesOf(encoding: Encoding): number {
  return encoding.views.reduce(
    (sum, { owner, size, scores }) => sum + owner.byteLength + size.byteLength + (scores?.byteLength ?? 0),
    1024,
  );
}
