/** All settings in one place. Each holds at once; all of them can be taken back together. */
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { resetSettings } from '../../commands/settings.ts';
import { WindowDialog } from '../WindowDialog.tsx';
import { DataSettings } from './DataSettings.tsx';
import { EngineSettings } from './EngineSettings.tsx';
import { HabitSettings } from './HabitSettings.tsx';
import { LookSettings } from './LookSettings.tsx';

export function SettingsDialog() {
  return (
    <WindowDialog name="settings" title="Settings" className="settings-dialog">
      <LookSettings />
      <EngineSettings />
      <HabitSettings />
      <DataSettings />
      <CommandTextButton command={resetSettings} />
    </WindowDialog>
  );
}
