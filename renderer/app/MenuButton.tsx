/** A button with a picture that opens a menu below itself. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, MenuTrigger, Popover } from 'react-aria-components';

interface Props {
  readonly label: string;
  readonly Icon: LucideIcon;
  readonly className?: string;
  /** The menu. */
  readonly children: ReactNode;
}

export function MenuButton({ label, Icon, className = '', children }: Props) {
  return (
    <MenuTrigger>
      <Button className={`icon-button ${className}`} aria-label={label}>
        <Icon aria-hidden size="1rem" />
      </Button>
      <Popover className="popover" placement="bottom end">
        {children}
      </Popover>
    </MenuTrigger>
  );
}
