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
import { Help } from '../../../controls/Help.tsx';
import { keptOf, selectRegions, whyNotSteer } from '../../../state/regions/selectors.ts';
import { selectBehind, selectModelInfo, selectShown } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
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
  const behind = useApp(selectBehind);
  const info = useApp(selectModelInfo);
  const reason = useApp(whyNotSteer);
  const store = useAppStore();
  const kept = keptOf(shown, regions.length);
  return (
    <section className="panel regions" role="group" aria-labelledby="regions-title">
      <header>
        <h2 id="regions-title">Regions</h2>
        <Help term="Region">
          A part of the picture with a budget of its own: draw it, then say whether nothing may merge there,
          little is to be spent, or how many tokens an average picture would get if all of it were like this.
          Where regions overlap the later one in the list wins.
        </Help>
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
      <ToolHint />
      {regions.length > 0 && reason !== null ? <p className="panel-note">{reason}</p> : null}
      {regions.length === 0 ? null : (
        <ol className="region-list" aria-label="Regions of this picture" data-behind={behind || undefined}>
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
