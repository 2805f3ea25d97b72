/** One picture of the shelf: the whole thumbnail, its name, its tokens; a cross for the mouse and a menu of its own. */
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import { useAppStore, useCommand, useSession } from '../../app/context.ts';
import { closeAllImages } from '../../commands/shelf.ts';
import type { ShelfImage, TokenCount } from '../../state/shelf-slice.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';

interface Props {
  readonly image: ShelfImage;
  readonly count: TokenCount | undefined;
  readonly guess: boolean; // counted at another budget, or of the picture read in another way
  readonly selected: boolean;
  readonly reachable: boolean; // by Tab: one entry of the list
}

export function ShelfEntry({ image, count, guess, selected, reachable }: Props) {
  const store = useAppStore();
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
        title={image.credit === null ? image.name : `${image.name} (${image.credit})`}
        tabIndex={reachable ? 0 : -1}
        data-image={image.id}
        aria-current={selected ? 'true' : undefined}
        aria-label={entryWords(image, count)}
        onClick={() => store.getState().choose({ selected: image.id, pin: null })}
      >
        <ThumbnailView image={image} />
        <span className="shelf-name">{image.name}</span>
        <CountBar count={count} guess={guess} />
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
      >
        <EntryMenu image={image} />
      </Popover>
    </li>
  );
}

function EntryMenu({ image }: { readonly image: ShelfImage }) {
  const session = useSession();
  const command = useCommand();
  const acts = {
    close: () => session.closing.close([image.id]),
    all: () => command(closeAllImages),
    name: () => void session.copyText(image.name),
  };
  return (
    <Menu className="menu" aria-label={image.name}>
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

function CountBar({ count, guess }: { readonly count: TokenCount | undefined; readonly guess: boolean }) {
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

function entryWords(image: ShelfImage, count: TokenCount | undefined): string {
  if (image.thumbnail.kind === 'failed') return `${image.name}, cannot be read`;
  return count === undefined ? image.name : `${image.name}, ${count.tokens} of ${count.fullTokens} tokens`;
}
