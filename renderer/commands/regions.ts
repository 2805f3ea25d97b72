/** Regions of the picture with budgets of their own: drawing, changing, taking away. */
import { brushSizes, type Tool } from '../state/regions/slice.ts';
import { addInMiddle, clearRegions, removeRegion } from '../state/regions/acts.ts';
import { whyNotEven } from '../state/regions/even.ts';
import { isFull } from '../state/regions/list.ts';
import { selectRegionInHand, selectRegions, whyNotSteer } from '../state/regions/selectors.ts';
import type { AppState } from '../state/store.ts';
import type { Command } from './command.ts';
import { everywhereKey, partKey, windowKey } from './keys.ts';

const noRoom = (state: AppState) =>
  isFull(selectRegions(state)) ? 'There is no room for another region; remove one first.' : null;
const none = (state: AppState) =>
  selectRegions(state).length === 0 ? 'This picture has no regions yet.' : null;

export const addRegion: Command = {
  id: 'add-region',
  label: 'Add a region in the middle',
  words: 'steer box detail budget part',
  keys: [windowKey('g')],
  whyNot: (state) => whyNotSteer(state) ?? noRoom(state),
  run: ({ store }) => addInMiddle(store),
};

function toolCommand(tool: Tool, label: string, words: string, key: string): Command {
  return {
    id: `region-${tool}`,
    label,
    words: `steer region draw ${words}`,
    keys: [windowKey(key)],
    checked: ({ regionTool }) => regionTool === tool,
    whyNot: whyNotSteer,
    run: ({ store }) => {
      const { regionTool, setRegionTool, setView } = store.getState();
      setView('explore');
      setRegionTool(regionTool === tool ? null : tool);
    },
  };
}

export const boxTool = toolCommand('box', 'Draw a box', 'rectangle', 'x');
export const lassoTool = toolCommand('lasso', 'Draw with the lasso', 'polygon outline', 'c');
export const brushTool = toolCommand('brush', 'Paint with the brush', 'mask', 'v');
export const eraseTool = toolCommand('erase', 'Erase from the region', 'brush mask', 'e');

/** One size up or down. */
function sizeCommand(by: 1 | -1, label: string, key: string): Command {
  const next = ({ brushSize }: AppState) =>
    brushSizes[brushSizes.findIndex((size) => size === brushSize) + by];
  return {
    id: by === 1 ? 'larger-brush' : 'smaller-brush',
    label,
    words: 'steer region brush eraser size pen',
    keys: [windowKey(key)],
    whyNot: (state) =>
      next(state) === undefined ? `The brush is at its ${by === 1 ? 'largest' : 'smallest'}.` : null,
    run: ({ store }) => {
      const size = next(store.getState());
      if (size !== undefined) store.getState().setBrushSize(size);
    },
  };
}

export const smallerBrush = sizeCommand(-1, 'Smaller brush', '[');
export const largerBrush = sizeCommand(1, 'Larger brush', ']');

export const cancelDrawing: Command = {
  id: 'cancel-drawing',
  label: 'Stop drawing',
  words: 'region cancel tool',
  keys: [everywhereKey('Escape')],
  whyNot: ({ regionTool, regionDraft }) =>
    regionTool === null && regionDraft === null ? 'Nothing is being drawn.' : null,
  run: ({ store }) => {
    const { regionDraft, setRegionDraft, setRegionTool } = store.getState();
    // First what is drawn, then the tool.
    if (regionDraft === null) setRegionTool(null);
    else setRegionDraft(null);
  },
};

export const deleteRegion: Command = {
  id: 'delete-region',
  label: 'Remove the region',
  words: 'delete steer',
  keys: [partKey('Delete')],
  whyNot: (state) => (selectRegionInHand(state) === null ? 'No region is selected.' : null),
  run: ({ store }) => {
    const { regionSelected } = store.getState();
    if (regionSelected !== null) removeRegion(store, regionSelected);
  },
};

export const deleteAllRegions: Command = {
  id: 'delete-all-regions',
  label: 'Remove all regions',
  words: 'clear steer uniform',
  whyNot: none,
  run: ({ store }) => clearRegions(store),
};

export const saveRegions: Command = {
  id: 'save-regions',
  label: 'Save the regions as a file…',
  words: 'export json command line steer',
  whyNot: none,
  run: ({ session }) => {
    const text = session.regions.text();
    if (text !== null) void session.saveText('regions.json', text);
  },
};

export const compareEvenly: Command = {
  id: 'compare-evenly',
  label: 'Compare regions with an even spread',
  words: 'uniform steered answer same tokens',
  whyNot: whyNotEven,
  run: ({ session }) => void session.regions.compareEvenly(),
};

export const regionCommands: readonly (readonly Command[])[] = [
  [addRegion, boxTool, lassoTool, brushTool, eraseTool, smallerBrush, largerBrush, cancelDrawing],
  [deleteRegion, deleteAllRegions, saveRegions, compareEvenly],
];
