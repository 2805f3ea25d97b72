/** The window's own values in the settings file: written when they change, read with distrust. */
import { z } from 'zod';
import { shallow } from 'zustand/shallow';
import { overlayNames, perOverlay } from '../../src-engine/overlay/modes.ts';
import type { DymuBridge, Json } from '../../electron/bridge.ts';
import { allOpen, explorePanes, noSizes, sizedPanes } from '../state/panes.ts';
import { sortFields } from '../state/collection/order.ts';
import { longestTag } from '../state/collection/tags.ts';
import { shelfSorts } from '../state/shelf-order.ts';
import { savedAddress } from '../state/queue-slice.ts';
import type { AppState, AppStore } from '../state/store.ts';
import { longestPresetName, mostPresets } from '../state/thresholds/presets.ts';

const shareSchema = z.number().min(0).max(1);

const fieldSchema = z.enum(sortFields);
const longestPath = 4096;

const presetSchema = z.object({
  name: z.string().min(1).max(longestPresetName),
  encoder: z.string().min(1).max(1000),
  model: z.string().max(1000),
  values: z.array(z.number()).min(1).max(1000),
});

const valuesSchema = z.object({
  collectionLayout: z.enum(['tiles', 'rows']).catch('tiles'),
  collectionSort: z
    .object({ field: fieldSchema, descending: z.boolean() })
    .catch({ field: 'tokens', descending: true }),
  /** By folder, then by tag: paths below the folder. */
  collectionTags: z
    .record(
      z.string().max(longestPath),
      z.record(z.string().max(longestTag), z.array(z.string().max(longestPath))),
    )
    .catch({}),
  followFolders: z.boolean().catch(true),
  recentFolders: z.array(z.string().max(longestPath)).max(20).catch([]),
  /** The folder that was open; it is opened again. */
  openFolder: z.string().max(longestPath).nullable().catch(null),
  overlay: z.enum(overlayNames).catch('outlines'),
  opacity: z
    .object(perOverlay((mode) => shareSchema.catch(mode.opacity ?? 1)))
    .catch(perOverlay((mode) => mode.opacity ?? 1)),
  autoMeasure: z.boolean().catch(true),
  imageRoute: z.enum(['path', 'object']).catch('path'),
  imageBackend: z.enum(['torchvision', 'pil', 'pil-12']).catch('torchvision'),
  fastEncoders: z.array(z.string().min(1).max(4096)).max(30).catch([]),
  languagePrecisions: z
    .record(z.string().min(1).max(longestPath), z.enum(['fp16', 'int8', 'int4']))
    .catch({}),
  calibrationChoices: z
    .record(
      z
        .string()
        .min(1)
        .max(longestPath + 10),
      z.object({ shipped: z.boolean(), own: z.string().max(longestPath).exactOptional() }),
    )
    .catch({}),
  answerRates: z.record(z.string(), z.number().positive()).catch({}),
  queueAddress: z.string().max(2000).catch(''),
  paneSizes: z
    .record(z.enum(sizedPanes), z.number().min(40).max(10_000).nullable().catch(null))
    .catch({ ...noSizes }),
  openPanes: z.record(z.enum(explorePanes), z.boolean().catch(true)).catch({ ...allOpen }),
  /** The main process reads this one too: without it nothing of a session is on disk. */
  restoreSession: z.boolean().catch(true),
  shelfSort: z.enum(shelfSorts).catch('tokens'),
  /** One that cannot be read is left out, not all of them. */
  thresholdPresets: z
    .array(z.unknown())
    .transform((list) =>
      list.flatMap((each) => presetSchema.safeParse(each).data ?? []).slice(0, mostPresets),
    )
    .catch([]),
});

const writeAfterMs = 400;

/** What cannot be read falls back field by field. */
export function readValues(values: Readonly<Record<string, Json>>): z.infer<typeof valuesSchema> {
  return valuesSchema.parse(values);
}

export function keepSaved(
  store: AppStore,
  bridge: DymuBridge,
  others: Readonly<Record<string, Json>>,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    const { theme, collectionSort, collectionTags, recentFolders, thresholdPresets, ...own } = keptOf(
      store.getState(),
    );
    const values = {
      ...others,
      ...own,
      fastEncoders: [...own.fastEncoders],
      languagePrecisions: { ...own.languagePrecisions },
      calibrationChoices: mapValues(own.calibrationChoices, ({ shipped, own: file }) => ({
        shipped,
        ...(file === undefined ? {} : { own: file }),
      })),
      ...collectionJson({ collectionSort, collectionTags, recentFolders }),
      thresholdPresets: thresholdPresets.map((preset) => ({ ...preset, values: [...preset.values] })),
    };
    bridge.settings.write({ theme, values }).catch(() => {
      store
        .getState()
        .notify('info', 'The settings could not be saved; they hold until the window is closed.');
    });
  };
  const stop = store.subscribe(
    keptOf,
    () => {
      // Not put off by what follows: who goes on changing things loses no more than that when the window is closed.
      timer ??= setTimeout(write, writeAfterMs);
    },
    { equalityFn: shallow },
  );
  // Chosen seldom and meant for good: a window that is closed the moment after loses nothing of it.
  const stopChoices = store.subscribe(({ calibrationChoices }) => calibrationChoices, write);
  return () => {
    clearTimeout(timer);
    stop();
    stopChoices();
  };
}

/** Read-only lists are no JSON to the compiler; copies are. */
function collectionJson({
  collectionSort,
  collectionTags,
  recentFolders,
}: Pick<AppState, 'collectionSort' | 'collectionTags' | 'recentFolders'>): Record<string, Json> {
  const tags = mapValues(collectionTags, (ofFolder) => mapValues(ofFolder, (paths) => [...paths]));
  return { collectionSort: { ...collectionSort }, collectionTags: tags, recentFolders: [...recentFolders] };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function keptOf(state: AppState) {
  const { theme, opacity, choices, autoMeasure, imageBackend, fastEncoders, languagePrecisions, collection } =
    state;
  const { overlay, imageRoute } = choices;
  const { collectionLayout, collectionSort, collectionTags, recentFolders, followFolders } = state;
  const { answerRates, queueAddress, paneSizes, openPanes } = state;
  const openFolder = collection.kind === 'none' ? null : collection.folder;
  return {
    ...{ theme, opacity, overlay, autoMeasure, imageRoute, imageBackend, fastEncoders },
    languagePrecisions,
    calibrationChoices: state.calibrationChoices,
    ...{ collectionLayout, collectionSort, collectionTags, recentFolders, followFolders, openFolder },
    ...{ answerRates, queueAddress: savedAddress(queueAddress), paneSizes, openPanes },
    ...{
      restoreSession: state.restoresSession,
      shelfSort: state.shelfSort,
      thresholdPresets: state.thresholdPresets,
    },
  };
}
