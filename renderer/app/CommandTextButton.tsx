/** A button in words that runs a command; off while the command cannot run. */
import { useCallback } from 'react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { whyNot, type Command } from '../commands/command.ts';
import { isMac, spokenKey } from '../commands/keys.ts';
import type { AppState } from '../state/store.ts';
import { useCommand, useSettled } from './context.ts';

interface Props {
  readonly command: Command;
  readonly label?: string; // where its place says the rest
  readonly small?: boolean;
}

export function CommandTextButton({ command, label = command.label, small = false }: Props) {
  const run = useCommand();
  const off = useSettled(useCallback((state: AppState) => whyNot(command, state) !== null, [command]));
  const key = command.keys?.[0];
  return (
    <TooltipTrigger delay={500}>
      <Button className={small ? 'small-button' : 'button'} isDisabled={off} onPress={() => run(command)}>
        {label}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {command.label}
        {key === undefined ? null : <kbd>{spokenKey(key, isMac())}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
