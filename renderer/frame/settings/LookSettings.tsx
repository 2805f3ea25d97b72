/** How the window looks: colours, size of text, movement. */
import { useApp, useAppStore } from '../../app/context.ts';
import { Segmented } from '../../controls/Segmented.tsx';
import { textSizes } from '../../state/preferences-slice.ts';
import type { AppState } from '../../state/store.ts';
import { motionChoices, themeChoices } from '../../words/settings-words.ts';
import { SettingsPart, SettingsRow } from './SettingsPart.tsx';

const selectTheme = (state: AppState) => state.theme;
const selectPreferences = (state: AppState) => state.preferences;
const selectNoZoom = (state: AppState) => state.cannot.menu !== undefined;

export function LookSettings() {
  const theme = useApp(selectTheme);
  const { textSize, motion } = useApp(selectPreferences);
  const noZoom = useApp(selectNoZoom);
  const store = useAppStore();
  return (
    <SettingsPart title="Look">
      <SettingsRow label="Theme">
        <Segmented
          label="Theme"
          options={themeChoices}
          value={theme}
          onChange={(next) => store.getState().setTheme(next)}
        />
      </SettingsRow>
      {noZoom ? (
        <p className="muted">The browser sets the size of text: Ctrl + and Ctrl −.</p>
      ) : (
        <SettingsRow label="Size of text">
          <Segmented
            label="Size of text"
            options={textSizes.map((size) => ({ value: String(size), label: `${size} %` }))}
            value={String(textSize)}
            onChange={(next) => store.getState().prefer({ textSize: Number(next) })}
          />
        </SettingsRow>
      )}
      <SettingsRow label="Movement">
        <Segmented
          label="Movement"
          options={motionChoices}
          value={motion}
          onChange={(next) => store.getState().prefer({ motion: next })}
        />
      </SettingsRow>
    </SettingsPart>
  );
}
