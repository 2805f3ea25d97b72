/** A picture that runs a command: words, key and whether it is off come from the command. */
import type { LucideIcon } from 'lucide-react';
import { useCallback } from 'react';
import { whyNot, type Command } from '../commands/command.ts';
import { isMac, spokenKey } from '../commands/keys.ts';
import { IconButton } from '../controls/IconButton.tsx';
import type { AppState } from '../state/store.ts';
import { useCommand, useSettled } from './context.ts';

interface Props {
  readonly command: Command;
  readonly Icon: LucideIcon;
  readonly label?: string; // where the command's own says too little or too much
  readonly size?: string;
}

export function CommandButton({ command, Icon, label, size = '1rem' }: Props) {
  const run = useCommand();
  const off = useSettled(useCallback((state: AppState) => whyNot(command, state) !== null, [command]));
  const on = useSettled(useCallback((state: AppState) => command.checked?.(state), [command]));
  const key = command.keys?.[0];
  return (
    <IconButton
      label={label ?? command.label.replace(/…$/, '')}
      {...(key === undefined ? {} : { keys: spokenKey(key, isMac()) })}
      onPress={() => run(command)}
      isDisabled={off}
      {...(on === undefined || label !== undefined ? {} : { pressed: on })} // other words say it themselves
    >
      <Icon aria-hidden size={size} />
    </IconButton>
  );
}
