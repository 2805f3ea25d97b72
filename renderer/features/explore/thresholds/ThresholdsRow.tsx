/** Under the budget slider: whose thresholds are in force, the slider's or one's own, and the way between both. */
import { Bookmark, SlidersVertical } from 'lucide-react';
import { CommandButton } from '../../../app/CommandButton.tsx';
import { CommandTextButton } from '../../../app/CommandTextButton.tsx';
import { useApp, useAppStore } from '../../../app/context.ts';
import { moveThresholds, openPresets, resetToSlider } from '../../../commands/thresholds.ts';
import { Help } from '../../../controls/Help.tsx';
import { selectModelInfo } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { choosePreset } from '../../../state/thresholds/acts.ts';
import { whyNotFit } from '../../../state/thresholds/custom.ts';
import { selectChoosable, selectCustom } from '../../../state/thresholds/selectors.ts';

const ofSlider = 'slider';
const unnamed = 'custom';
const named = (name: string) => `preset ${name}`;
const selectMethod = (state: AppState) => state.choices.method;

export function ThresholdsRow() {
  const custom = useApp(selectCustom);
  const presets = useApp(selectChoosable);
  const info = useApp(selectModelInfo);
  const method = useApp(selectMethod);
  const store = useAppStore();
  if (info === null || (method !== 'dymu' && presets.length === 0)) return null;
  const value = custom === null ? ofSlider : custom.name === null ? unnamed : named(custom.name);

  function choose(chosen: string): void {
    const preset = presets.find(({ name }) => named(name) === chosen);
    if (preset !== undefined) choosePreset(store, preset);
    else if (chosen === ofSlider) store.getState().choose({ thresholds: null });
  }

  return (
    <div
      className="thresholds-row"
      role="group"
      aria-label="Thresholds"
      data-custom={custom !== null || undefined}
    >
      <span className="thresholds-title">
        Thresholds
        <Help term="Thresholds">
          In each layer a pair of tokens merges if its score is above the layer’s threshold. The slider sets
          all of them by the calibration; on the layer chart each can be moved by itself. Moving the slider,
          or Reset, takes the slider’s back.
        </Help>
      </span>
      <span className="thresholds-choice">
        <select
          className="select"
          aria-label="Thresholds in force"
          value={value}
          onChange={(event) => choose(event.target.value)}
        >
          <option value={ofSlider}>as the slider says</option>
          {value === unnamed ? <option value={unnamed}>custom</option> : null}
          {custom?.name == null || presets.some(({ name }) => name === custom.name) ? null : (
            <option value={named(custom.name)}>{custom.name}</option>
          )}
          {presets.map((preset) => (
            <option
              key={preset.name}
              value={named(preset.name)}
              disabled={whyNotFit(preset, info, preset.name) !== null}
            >
              {preset.name}
            </option>
          ))}
        </select>
        <CommandButton command={moveThresholds} Icon={SlidersVertical} />
        <CommandButton command={openPresets} Icon={Bookmark} />
      </span>
      {custom === null ? null : <CommandTextButton command={resetToSlider} small />}
    </div>
  );
}
