/** A folder of images: opening, counting, selecting, looking at single ones, calibrating, taking the numbers along. */
import { collectionSvg } from '../charts/collection-svg.ts';
import { collectionExport, collectionFigure } from '../state/collection/exported.ts';
import { meantRows, selectAllShown, selectNone, selectRows } from '../state/collection/acts.ts';
import {
  selectCountedMethod,
  selectPlan,
  selectSelectedRows,
  selectUnit,
} from '../state/collection/selectors.ts';
import { isActive } from '../state/jobs-slice.ts';
import { selectModelInfo } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { countingJob, selectUncounted } from '../session/collection/counting.ts';
import { pathOf } from '../session/collection/collection.ts';
import {
  collectionCsv,
  collectionFileName,
  collectionJson,
  collectionSummary,
} from '../words/collection-files.ts';
import {
  calibrationMissing,
  folderName,
  planSentence,
  relationWords,
  unitHeading,
} from '../words/collection-words.ts';
import type { App, Command, CommandGroup } from './command.ts';
import { menuKey, partKey } from './keys.ts';

const noFolder = ({ collection }: AppState) => (collection.kind === 'none' ? 'No collection is open.' : null);
const noImages = (state: AppState) =>
  noFolder(state) ?? (state.columns.rows === 0 ? 'The collection has no images.' : null);
const noneMeant = (state: AppState) =>
  noImages(state) ??
  (selectSelectedRows(state).length === 0 && state.collectionActive === null
    ? 'No image of the collection is selected.'
    : null);

export const openCollection: Command = {
  id: 'open-collection',
  label: 'Open a folder as a collection…',
  words: 'directory many images count complexity',
  keys: [menuKey('Mod+Shift+F')],
  whyNot: ({ cannot }) => cannot.folders ?? null,
  run: ({ session }) => void session.collection.choose(),
};

export const closeCollection: Command = {
  id: 'close-collection',
  label: 'Close the collection',
  whyNot: noFolder,
  run: ({ session }) => session.collection.close(),
};

export const rescanCollection: Command = {
  id: 'rescan-collection',
  label: 'Look through the folder again',
  words: 'refresh reload rescan new files',
  whyNot: noFolder,
  run: ({ session }) => session.collection.look(),
};

export const followFolders: Command = {
  id: 'follow-folders',
  label: 'Follow changes of the folder',
  words: 'watch new files added removed',
  checked: (state) => state.followFolders,
  run: ({ store }) => store.getState().setFollowFolders(!store.getState().followFolders),
};

export const exploreSelected: Command = {
  id: 'explore-selected',
  label: 'Open the selected images in Explore',
  words: 'shelf look',
  keys: [partKey('Enter')],
  whyNot: noneMeant,
  run: ({ store, session }) => void session.collection.explore(meantRows(store)),
};

export const selectAll: Command = {
  id: 'collection-select-all',
  label: 'Select all images shown',
  keys: [partKey('Mod+A')],
  whyNot: noImages,
  run: ({ store }) => selectAllShown(store),
};

export const selectNothing: Command = {
  id: 'collection-select-none',
  label: 'Select no image',
  keys: [partKey('Escape')],
  whyNot: (state) =>
    noImages(state) ?? (selectSelectedRows(state).length === 0 ? 'No image is selected.' : null),
  run: ({ store }) => selectNone(store),
};

function selectOutliers(side: 'high' | 'low', label: string): Command {
  return {
    id: `collection-select-${side}`,
    label,
    words: 'outliers far',
    whyNot: (state) =>
      noImages(state) ??
      ((selectPlan(state)?.[side].length ?? 0) === 0 ? 'No image lies that far from the others.' : null),
    run: ({ store }) => selectRows(store, selectPlan(store.getState())?.[side] ?? []),
  };
}

export const selectHigh = selectOutliers('high', 'Select images with far more tokens or rows than others');
export const selectLow = selectOutliers('low', 'Select images with far fewer tokens or rows than others');

export const showLayouts: readonly Command[] = (
  [
    ['tiles', 'Collection as pictures'],
    ['rows', 'Collection as a list'],
  ] as const
).map(([layout, label]) => ({
  id: `collection-${layout}`,
  label,
  words: 'grid table view',
  checked: (state) => state.collectionLayout === layout,
  run: ({ store }) => store.getState().setCollectionLayout(layout),
}));

export const countImages: Command = {
  id: 'collection-count',
  label: 'Count the images of the collection',
  words: 'encode resume start job',
  whyNot: (state) => {
    const job = countingJob(state);
    if (selectModelInfo(state) === null) return 'No model is loaded yet.';
    return noFolder(state) ?? (job !== null && isActive(job) ? 'The images are being counted.' : null);
  },
  run: ({ session }) => void session.collection.count(),
};

export const pauseCounting: Command = {
  id: 'collection-pause',
  label: 'Pause the counting',
  words: 'stop job',
  whyNot: (state) => {
    const job = countingJob(state);
    return job !== null && isActive(job) ? null : 'Nothing is being counted.';
  },
  run: ({ store, session }) => {
    const job = countingJob(store.getState());
    if (job !== null) void session.jobs.change(job.id, 'pause');
  },
};

export const sendToWorkers: Command = {
  id: 'collection-send',
  label: 'Send to workers…',
  words: 'queue redis machines computers count share',
  whyNot: (state) => {
    const info = selectModelInfo(state);
    if (info === null) return 'No model is loaded yet.';
    const missing = calibrationMissing(info, selectCountedMethod(state));
    if (missing !== null) return missing;
    if (state.sending.kind === 'running') return 'Images are being counted by workers.';
    return noImages(state) ?? (selectUncounted(state) === 0 ? 'All images are counted.' : null);
  },
  run: ({ store }) => store.getState().setDialog('send'),
};

export const calibrateHere: Command = {
  id: 'collection-calibrate',
  label: 'Calibrate on these images',
  words: 'thresholds budget average',
  whyNot: (state) => noImages(state) ?? (selectModelInfo(state) === null ? 'No model is loaded yet.' : null),
  run: ({ store, session }) => {
    const state = store.getState();
    const { columns } = state;
    const selected = selectSelectedRows(state);
    const rows = Array.from({ length: columns.rows }, (_, row) => row).filter(
      (row) => columns.alive[row] === 1,
    );
    const paths = Array.from(selected.length > 0 ? selected : rows, (row) =>
      pathOf(columns.source, columns.paths[row] ?? ''),
    );
    void session.collection.calibrating.start(paths, folderName(columns.source));
  },
};

/** Pictures of the shelf that are files: what was pasted has none that a job could read later. */
const shelfFiles = ({ images }: AppState): string[] =>
  images.flatMap(({ source }) => (source.kind === 'file' ? [source.path] : []));

export const calibrateShelf: Command = {
  id: 'shelf-calibrate',
  label: 'Calibrate on the pictures open in Explore',
  words: 'thresholds budget average shelf',
  whyNot: (state) => {
    if (selectModelInfo(state) === null) return 'No model is loaded yet.';
    return shelfFiles(state).length === 0 ? 'No picture that is a file is open in Explore.' : null;
  },
  run: ({ store, session }) =>
    void session.collection.calibrating.start(shelfFiles(store.getState()), 'shelf'),
};

function exporting(id: string, label: string, save: (app: App) => void): Command {
  return { id, label, words: 'export save file table', whyNot: noImages, run: save };
}

export const exportCollection: readonly Command[] = [
  exporting('collection-export-csv', 'Export the collection as CSV…', ({ store, session }) => {
    const { name, text } = collectionCsv(collectionExport(store.getState()));
    void session.saveText(name, text);
  }),
  exporting('collection-export-json', 'Export the collection as JSON…', ({ store, session }) => {
    const { name, text } = collectionJson(collectionExport(store.getState()));
    void session.saveText(name, text);
  }),
  exporting('collection-export-parquet', 'Export the collection as Parquet…', ({ store, session }) => {
    const exported = collectionExport(store.getState());
    void import('../words/collection-parquet.ts').then(({ collectionParquetFile }) => {
      const { name, bytes } = collectionParquetFile(exported);
      return session.saveBytes(name, bytes);
    });
  }),
  exporting('collection-export-svg', 'Export the collection’s figures as SVG…', ({ store, session }) => {
    const exported = collectionExport(store.getState());
    const { points, most } = collectionFigure(store.getState());
    const unit = selectUnit(store.getState());
    const details = [
      ...(exported.plan === null ? [] : [planSentence(exported.plan, unit)]),
      `${unitHeading(unit)} and bytes per pixel: ${relationWords(exported.relation)}`,
    ];
    const title = `${folderName(exported.columns.source)}: ${unit} against complexity`;
    const svg = collectionSvg(points, most, { title, details, unit }, collectionSummary(exported));
    void session.saveText(collectionFileName(exported, '.svg'), svg);
  }),
];

export const collectionCommands: CommandGroup = {
  title: 'Collection',
  sections: [
    [openCollection, exploreSelected],
    [rescanCollection, followFolders],
    [countImages, pauseCounting, sendToWorkers, calibrateHere, calibrateShelf],
    [selectAll, selectNothing, selectHigh, selectLow],
    showLayouts,
    exportCollection,
    [closeCollection],
  ],
};
