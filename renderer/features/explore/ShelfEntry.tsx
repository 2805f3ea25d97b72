/** One picture of the shelf: the whole thumbnail, its name, its tokens; a cross for the mouse and a menu of its own. */
import { X } from 'lucide-react';
import { memo, useCallback, useRef, useState } from 'react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import { useCommand, useSession, useSettled } from '../../app/context.ts';
import { closeAllImages } from '../../commands/shelf.ts';
import { requestKeyOf } from '../../state/selectors.ts';
import type { ShelfImage, TokenCount } from '../../state/shelf-slice.ts';
import type { AppState } from '../../state/store.ts';
import { chosenWords } from '../../words/subject-words.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';

/** A click alone chooses one picture; with Ctrl or Cmd one more or less, with Shift all up to it. */
export type Choosing = 'alone' | 'toggle' | 'stretch';

export function choosingOf(event: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>): Choosing {
  if (event.shiftKey) return 'stretch';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'alone';
}

interface Props {
  readonly image: ShelfImage;
  readonly count: TokenCount | undefined;
  readonly selected: boolean;
  readonly reachable: boolean; // by Tab: one entry of the list
  /** Its place among the pictures of the next question, -1 if it is none of them. */
  readonly chosenAt: number;
  /** How many those are; 0 while the question is about one. */
  readonly chosenOf: number;
  readonly onChoose: (id: string, how: Choosing) => void;
}

/** A new count draws one entry anew and no other. */
export const ShelfEntry = memo(function ShelfEntry(props: Props) {
  const { image, count, selected, reachable, chosenAt, chosenOf, onChoose } = props;
  const several = chosenOf > 0;
  const { closing } = useSession();
  const button = useRef<HTMLButtonElement>(null);
  const [menu, setMenu] = useState(false);
  return (
    <li
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
      <button
        ref={button}
        type="button"
        className="shelf-entry"
        title={image.credit === null ? nameOf(image) : `${image.name} (${image.credit})`}
        tabIndex={reachable ? 0 : -1}
        data-image={image.id}
        aria-current={selected ? 'true' : undefined}
        aria-label={
          entryWords(image, count) + (several && chosenAt >= 0 ? chosenWords(chosenAt, chosenOf) : '')
        }
        aria-pressed={several ? chosenAt >= 0 : undefined}
        onClick={(event) => onChoose(image.id, choosingOf(event))}
      >
        <ThumbnailView image={image} />
        {several && chosenAt >= 0 ? (
          <span className="shelf-chosen" aria-hidden>
            {chosenAt + 1}
          </span>
        ) : null}
        <span className="shelf-name">{nameOf(image)}</span>
        <CountBar id={image.id} count={count} />
      </button>
      {/* For the mouse alone: the keyboard has Delete, and both have the menu. */}
      <span className="shelf-close" aria-hidden title="Close" onClick={() => closing.close([image.id])}>
        <X size="0.875rem" />
      </span>
      <Popover
        className="popover"
        triggerRef={button}
        isOpen={menu}
        onOpenChange={setMenu}
        placement="end top"
        aria-label={image.name}
      >
        <EntryMenu
          image={image}
          asked={several ? chosenAt >= 0 : selected}
          onToggle={() => onChoose(image.id, 'toggle')}
          onClose={() => setMenu(false)}
        />
      </Popover>
    </li>
  );
});

interface MenuProps {
  readonly image: ShelfImage;
  /** The next question is about it. */
  readonly asked: boolean;
  readonly onToggle: () => void;
  readonly onClose: () => void;
}

function EntryMenu({ image, asked, onToggle, onClose }: MenuProps) {
  const session = useSession();
  const command = useCommand();
  const acts = {
    close: () => session.closing.close([image.id]),
    all: () => command(closeAllImages),
    name: () => void session.copyText(image.name),
  };
  return (
    <Menu className="menu" aria-label={image.name} autoFocus="first" onClose={onClose}>
      <MenuItem className="menu-item" onAction={onToggle}>
        {asked ? 'Leave out of the question' : 'Add to the question'}
      </MenuItem>
      <MenuItem className="menu-item" onAction={acts.close}>
        Close
      </MenuItem>
      <MenuItem className="menu-item" onAction={acts.all}>
        {closeAllImages.label}
      </MenuItem>
      <MenuItem className="menu-item" onAction={acts.name}>
        Copy the name
      </MenuItem>
    </Menu>
  );
}

function ThumbnailView({ image: { thumbnail } }: { readonly image: ShelfImage }) {
  switch (thumbnail.kind) {
    case 'waiting':
      return <span className="thumbnail thumbnail-waiting" />;
    case 'failed':
      return <span className="thumbnail thumbnail-failed">cannot be read</span>;
    case 'ready':
      return <img className="thumbnail" src={thumbnail.url} alt="" draggable={false} />;
  }
}

function CountBar({ id, count }: { readonly id: string; readonly count: TokenCount | undefined }) {
  // Counted at another budget, or of the picture read in another way.
  const guess = useSettled(
    useCallback((state: AppState) => state.counts[id]?.key !== requestKeyOf(state, id), [id]),
  );
  const share = count === undefined ? 0 : count.tokens / count.fullTokens;
  return (
    <span className="count" data-guess={guess || undefined}>
      <span className="count-bar">
        <span style={{ width: `${100 * share}%` }} />
      </span>
      <span className="count-numbers">
        <span>{count?.tokens ?? '–'}</span>
        <span>{count === undefined ? '' : formatPercent(share)}</span>
      </span>
    </span>
  );
}

/** Of a video its own, not that of its first frame. */
const nameOf = ({ name, frame }: ShelfImage): string => (frame === undefined ? name : `${frame.name}, video`);

function entryWords(image: ShelfImage, count: TokenCount | undefined): string {
  const name = nameOf(image);
  if (image.thumbnail.kind === 'failed') return `${name}, cannot be read`;
  return count === undefined ? name : `${name}, ${count.tokens} of ${count.fullTokens} tokens`;
}
