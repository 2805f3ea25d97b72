/** Everything on the canvas as a table: one row a token, sorted by any column, filtered, pinned, copied as CSV. */
import { ArrowDown, ArrowUp, Copy, Pin } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { ContextMenu } from '../../app/ContextMenu.tsx';
import { useApp, useAppStore, useSession } from '../../app/context.ts';
import { unpin } from '../../commands/edit.ts';
import { exportTokens } from '../../commands/export.ts';
import type { EncodedView } from '../../../src-engine/engine.ts';
import { plural } from '../../../src-engine/report/units.ts';
import { gridOf } from '../../overlay/overlay-model.ts';
import type { AppState } from '../../state/store.ts';
import {
  nextOrder,
  patchList,
  sortStories,
  tokenColumns,
  tokenFilter,
  tokensCsv,
  type TokenColumn,
  type TokenOrder,
} from '../../words/token-table.ts';
import { placeOf, type TokenStory } from '../../words/token-words.ts';
import { selectViewInWords } from '../../words/view-words.ts';

const titles: Readonly<Record<TokenColumn, string>> = {
  token: 'Token',
  patches: 'Patches',
  first: 'First patch',
  joined: 'Joined at layer',
};

const menu = [[unpin], exportTokens];

const selectPin = (state: AppState) => state.choices.pin;

interface Props {
  readonly view: EncodedView;
  readonly layer: number;
  readonly stories: readonly TokenStory[];
}

export function TokenTable({ view, layer, stories }: Props) {
  const session = useSession();
  const table = useRef<HTMLDivElement>(null);
  const of = useApp(selectViewInWords);
  const [order, setOrder] = useState<TokenOrder>({ column: 'token', descending: false });
  const [wish, setWish] = useState('');
  const looked = useDeferredValue(wish);
  const filter = useMemo(() => tokenFilter(looked, gridOf(view)), [looked, view]);
  const shown = useMemo(
    () => sortStories(filter === null ? stories : stories.filter(filter), order),
    [stories, filter, order],
  );
  return (
    <>
      <div className="token-tools">
        <input
          type="search"
          className="ask-field"
          aria-label="Find tokens"
          placeholder="7, 3,5 or >4"
          title="A token’s number, row and column of a patch, or > and a number of patches"
          value={wish}
          aria-invalid={filter === null || undefined}
          onChange={(event) => setWish(event.target.value)}
        />
        <span className="muted" role="status" aria-label="Tokens shown">
          {filter === null ? 'not understood' : plural(shown.length, 'token')}
        </span>
        <Button className="small-button" onPress={() => void session.copyText(tokensCsv(view, layer, shown))}>
          <Copy aria-hidden size="0.75rem" /> CSV
        </Button>
      </div>
      <ContextMenu of={table} label="Tokens" sections={menu} />
      <div ref={table} className="token-table" tabIndex={0} role="region" aria-label="Table of tokens">
        <table>
          <caption className="hidden-visually">
            Tokens{of === null ? '' : ` of ${of}`} after layer {layer}
          </caption>
          <thead>
            <tr>
              {tokenColumns.map((column) => (
                <Heading
                  key={column}
                  column={column}
                  order={order}
                  onPress={() => setOrder(nextOrder(order, column))}
                />
              ))}
              <th scope="col">All patches (row,column)</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((story) => (
              <Row key={story.token} story={story} view={view} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface HeadingProps {
  readonly column: TokenColumn;
  readonly order: TokenOrder;
  readonly onPress: () => void;
}

function Heading({ column, order, onPress }: HeadingProps) {
  const sorted = order.column === column;
  const Arrow = order.descending ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : undefined}>
      <button type="button" className="token-sort" onClick={onPress}>
        {titles[column]}
        {sorted ? <Arrow aria-hidden size="0.75rem" /> : null}
      </button>
    </th>
  );
}

function Row({ story, view }: { readonly story: TokenStory; readonly view: EncodedView }) {
  const store = useAppStore();
  const pin = useApp(selectPin);
  const grid = gridOf(view);
  const pinned = pin !== null && story.patches.includes(pin);
  return (
    <tr data-pinned={pinned || undefined}>
      <th scope="row">
        <button
          type="button"
          className="token-pin"
          aria-pressed={pinned}
          aria-label={`Pin token ${story.token + 1}`}
          onClick={() => store.getState().choose({ pin: pinned ? null : (story.patches[0] ?? null) })}
        >
          <Pin aria-hidden size="0.75rem" /> {story.token + 1}
        </button>
      </th>
      <td>{story.patches.length}</td>
      <td>{placeOf(story.patches[0] ?? 0, grid)}</td>
      <td>{story.joins.map((join) => join.layer).join(', ') || '–'}</td>
      <td className="token-members selectable">{patchList(story, grid)}</td>
    </tr>
  );
}
