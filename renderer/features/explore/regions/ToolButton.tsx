/** A tool that is on or off: the words, the key and why it is off come from its command. */
import type { LucideIcon } from 'lucide-react';
import { useCallback } from 'react';
import { ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useApp, useCommand } from '../../../app/context.ts';
import { whyNot, type Command } from '../../../commands/command.ts';
import { isMac, spokenKey } from '../../../commands/keys.ts';
import type { AppState } from '../../../state/store.ts';

interface Props {
  readonly command: Command;
  readonly Icon: LucideIcon;
  readonly label: string;
}

export function ToolButton({ command, Icon, label }: Props) {
  const run = useCommand();
  const off = useApp(useCallback((state: AppState) => whyNot(command, state) !== null, [command]));
  const on = useApp(useCallback((state: AppState) => command.checked?.(state) ?? false, [command]));
  const key = command.keys?.[0];
  return (
    <TooltipTrigger delay={500}>
      <ToggleButton
        className="tool-button"
        aria-label={label}
        isSelected={on}
        isDisabled={off}
        onChange={() => run(command)}
      >
        <Icon aria-hidden size="1rem" />
      </ToggleButton>
      <Tooltip className="tooltip" offset={6}>
        {command.label}
        {key === undefined ? null : <kbd>{spokenKey(key, isMac())}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
