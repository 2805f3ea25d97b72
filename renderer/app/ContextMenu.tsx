/** The menu of a part of the window, by the right button or the menu key: commands that are about what was pointed at. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import { Popover } from 'react-aria-components';
import type { Command } from '../commands/command.ts';
import { isTyping } from '../commands/keys.ts';
import { CommandMenu } from './CommandMenu.tsx';

interface Props {
  readonly of: RefObject<HTMLElement | null>;
  readonly label: string;
  readonly sections: readonly (readonly Command[])[];
}

export function ContextMenu({ of, label, sections }: Props) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [at, setAt] = useState({ x: 0, y: 0 }); // px from the corner of the window
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const element = of.current;
    if (element === null) return;
    const show = (event: MouseEvent) => {
      // Marked words and fields have the system's own menu, with copy and paste.
      if (event.defaultPrevented || isTyping(event.target) || getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      setAt({ x: event.clientX, y: event.clientY });
      setOpen(true);
    };
    element.addEventListener('contextmenu', show);
    return () => element.removeEventListener('contextmenu', show);
  }, [of]);

  return (
    <>
      <span ref={anchor} className="menu-anchor" style={{ left: at.x, top: at.y }} aria-hidden />
      <Popover
        className="popover"
        triggerRef={anchor}
        isOpen={open}
        onOpenChange={setOpen}
        placement="bottom start"
        offset={2}
        aria-label={label}
      >
        <CommandMenu label={label} sections={sections} onClose={() => setOpen(false)} />
      </Popover>
    </>
  );
}
