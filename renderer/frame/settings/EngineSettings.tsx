/** What computes, and how pictures reach it. */
import { useApp, useAppStore, useSession } from '../../app/context.ts';
import { Segmented } from '../../controls/Segmented.tsx';
import type { AppState } from '../../state/store.ts';
import { backendWords, routeWords, wordsOf } from '../../words/reading-words.ts';
import { deviceChoices } from '../../words/settings-words.ts';
import { SettingsPart, SettingsRow } from './SettingsPart.tsx';

const selectPreferences = (state: AppState) => state.preferences;
const selectBackend = (state: AppState) => state.imageBackend;
const selectRoute = (state: AppState) => state.choices.imageRoute;
const selectLoading = (state: AppState) => state.model.kind === 'loading';
const threadChoices = [1, 2, 4, 6, 8, 12, 16, 24, 32] as const;

export function EngineSettings() {
  const { device, threads } = useApp(selectPreferences);
  const backend = useApp(selectBackend);
  const route = useApp(selectRoute);
  const loading = useApp(selectLoading);
  const store = useAppStore();
  const session = useSession();
  return (
    <SettingsPart title="Engine">
      <SettingsRow
        label="Device"
        what="A device that is asked for and does not pass its check is refused with its reason. Another choice starts the engine again."
      >
        <Segmented
          label="Device"
          options={deviceChoices}
          value={device}
          onChange={(next) => store.getState().prefer({ device: next })}
        />
      </SettingsRow>
      <SettingsRow label="Threads of the CPU">
        <select
          className="select"
          aria-label="Threads of the CPU"
          value={threads ?? 'all'}
          onChange={({ target }) =>
            store.getState().prefer({ threads: target.value === 'all' ? null : Number(target.value) })
          }
        >
          <option value="all">as many as cores</option>
          {threadChoices.map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </SettingsRow>
      <SettingsRow
        label="Image backend"
        what={`${wordsOf(backendWords, backend).what} A change loads the model again.`}
      >
        <Segmented
          label="Image backend"
          options={backendWords}
          value={backend}
          disabled={loading ? backendWords.map(({ value }) => value) : []}
          onChange={(next) => void session.useBackend(next)}
        />
      </SettingsRow>
      <SettingsRow label="Image route" what={wordsOf(routeWords, route).what}>
        <Segmented
          label="Image route"
          options={routeWords}
          value={route}
          onChange={(imageRoute) => store.getState().choose({ imageRoute, pin: null })}
        />
      </SettingsRow>
    </SettingsPart>
  );
}
