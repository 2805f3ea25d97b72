/** Regions of the picture with budgets of their own: tools, the list, what is said where nothing can be steered. */
import { BoxSelect, Brush, Eraser, Lasso, Plus, Trash2 } from 'lucide-react';
import { useApp, useAppStore } from '../../../app/context.ts';
import { CommandButton } from '../../../app/CommandButton.tsx';
import {
  addRegion,
  boxTool,
  brushTool,
  deleteAllRegions,
  eraseTool,
  lassoTool,
} from '../../../commands/regions.ts';
import { TermHelp } from '../../../app/TermHelp.tsx';
import { keptOf, selectRegions, whyNotSteer } from '../../../state/regions/selectors.ts';
import { selectModelInfo, selectShown } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { brushSizes } from '../../../state/regions/slice.ts';
import { brushWords } from '../../../words/region-words.ts';
import { EvenSpread } from './EvenSpread.tsx';
import { RegionFiles } from './RegionFiles.tsx';
import { RegionRow } from './RegionRow.tsx';
import { ToolButton } from './ToolButton.tsx';

const selectSelected = (state: AppState) => state.regionSelected;
const selectTool = (state: AppState) => state.regionTool;

export function RegionsPanel() {
  const regions = useApp(selectRegions);
  const selected = useApp(selectSelected);
  const shown = useApp(selectShown);
  const info = useApp(selectModelInfo);
  const reason = useApp(whyNotSteer);
  const store = useAppStore();
  const kept = keptOf(shown, regions.length);
  return (
    <section className="panel regions" role="group" aria-labelledby="regions-title">
      <header>
        <h2 id="regions-title">Regions</h2>
        <TermHelp id="region" />
      </header>
      <div className="region-tools" role="toolbar" aria-label="Draw a region">
        <ToolButton command={boxTool} Icon={BoxSelect} label="Box" />
        <ToolButton command={lassoTool} Icon={Lasso} label="Lasso" />
        <ToolButton command={brushTool} Icon={Brush} label="Brush" />
        <ToolButton command={eraseTool} Icon={Eraser} label="Eraser" />
        <span className="region-tools-end">
          <CommandButton command={addRegion} Icon={Plus} />
          <RegionFiles />
          <CommandButton command={deleteAllRegions} Icon={Trash2} />
        </span>
      </div>
      <BrushSize />
      <ToolHint />
      {regions.length > 0 && reason !== null ? <p className="panel-note">{reason}</p> : null}
      {regions.length === 0 ? null : (
        <ol className="region-list" aria-label="Regions of this picture">
          {regions.map((region, index) => (
            <RegionRow
              key={index}
              region={region}
              place={{ index, count: regions.length }}
              kept={reason === null ? (kept?.[index] ?? null) : null}
              info={info}
              selected={index === selected}
              onSelect={() => store.getState().selectRegion(index === selected ? null : index)}
            />
          ))}
        </ol>
      )}
      <EvenSpread />
    </section>
  );
}

const selectBrush = (state: AppState) => state.brushSize;
const biggest = brushSizes[brushSizes.length - 1] ?? 1;

/** Only while something is painted. */
function BrushSize() {
  const tool = useApp(selectTool);
  const size = useApp(selectBrush);
  const store = useAppStore();
  if (tool !== 'brush' && tool !== 'erase') return null;
  const at = brushSizes.findIndex((each) => each === size);
  return (
    <label className="region-own brush-size">
      <span>Brush size</span>
      <input
        type="range"
        className="range range-small"
        aria-label="Brush size"
        aria-valuetext={brushWords(size)}
        title="Smaller and larger with the keys [ and ]"
        min={0}
        max={brushSizes.length - 1}
        value={at}
        style={{ '--fill': at / (brushSizes.length - 1) }}
        onChange={(event) => store.getState().setBrushSize(brushSizes[event.target.valueAsNumber] ?? size)}
      />
      <span className="brush-dot" style={{ '--size': size / biggest }} aria-hidden />
    </label>
  );
}

const hints = {
  box: 'Drag over the picture.',
  lasso: 'Draw around a part of the picture.',
  brush: 'Paint on the picture; a brushed region that is selected grows.',
  erase: 'Paint over what the selected brushed region is to lose.',
} as const;

/** What to do with the tool in hand, with and without a mouse. */
function ToolHint() {
  const tool = useApp(selectTool);
  return (
    <p className="region-hint muted" role="status" aria-label="Drawing">
      {tool === null
        ? ''
        : `${hints[tool]} With keys: arrows on the picture, Enter to begin and to end, Esc to stop.`}
    </p>
  );
}
