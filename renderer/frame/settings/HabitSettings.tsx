/** What the application does by itself. */
import { useApp, useAppStore, useSession } from '../../app/context.ts';
import { Switch } from '../../controls/Switch.tsx';
import type { AppState } from '../../state/store.ts';
import { requestWords } from '../../words/update-words.ts';
import { SettingsPart } from './SettingsPart.tsx';

const selectAutoMeasure = (state: AppState) => state.autoMeasure;
const selectFollow = (state: AppState) => state.followFolders;
const selectRestores = (state: AppState) => state.restoresSession;
const selectAtStart = (state: AppState) => state.updatesAtStart;
const selectHost = (state: AppState) => state.updates?.host ?? null;
const selectCannot = (state: AppState) => state.cannot;

export function HabitSettings() {
  const autoMeasure = useApp(selectAutoMeasure);
  const follow = useApp(selectFollow);
  const restores = useApp(selectRestores);
  const atStart = useApp(selectAtStart);
  const host = useApp(selectHost);
  const cannot = useApp(selectCannot);
  const store = useAppStore();
  const { updates } = useSession();
  return (
    <SettingsPart title="By itself">
      <Switch
        label="Measure after an answer, while nothing else is done"
        checked={autoMeasure}
        onChange={(on) => store.getState().setAutoMeasure(on)}
      />
      <Switch
        label="Follow changes of the open folder"
        checked={follow}
        onChange={(on) => store.getState().setFollowFolders(on)}
      />
      {cannot['next-start'] === undefined ? (
        <Switch
          label="Take up the session at the next start"
          checked={restores}
          onChange={(on) => store.getState().setRestoresSession(on)}
        />
      ) : null}
      {host === null || cannot.updates !== undefined ? null : (
        <>
          <Switch label="Look for updates at every start" checked={atStart} onChange={updates.setAtStart} />
          <p className="muted">{requestWords(host)}</p>
        </>
      )}
    </SettingsPart>
  );
}
