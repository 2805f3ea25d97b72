/** A button with a picture only: its words are in the label and in the tooltip. */
import type { ReactNode } from 'react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';

interface Props {
  readonly label: string;
  readonly keys?: string; // as people read them
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  /** For one that is on or off. */
  readonly pressed?: boolean;
  readonly children: ReactNode;
}

export function IconButton({ label, keys, onPress, isDisabled = false, pressed, children }: Props) {
  return (
    <TooltipTrigger delay={500}>
      <Button
        className="icon-button"
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onPress={onPress}
        isDisabled={isDisabled}
      >
        {children}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {label}
        {keys === undefined ? null : <kbd>{keys}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
