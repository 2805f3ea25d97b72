/** The images as a table of thousands of rows, of which only those in sight are drawn; as pictures or as a list. Walks, selects and opens with keys. */
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import { useApp, useAppStore, useCommand, useSession } from '../../app/context.ts';
import { exploreSelected } from '../../commands/collection.ts';
import { useSize } from '../../controls/use-size.ts';
import { scrollIntoSight, useVisibleRows } from '../../controls/use-visible-rows.ts';
import { pathOf } from '../../session/collection/collection.ts';
import { selectBetween, selectRows, toggleRow } from '../../state/collection/acts.ts';
import { keptPart } from '../../state/collection/kept-part.ts';
import { selectActivePlace, selectMostTokens, selectShownRows } from '../../state/collection/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { ImageRow } from './ImageRow.tsx';
import { RowNumbers } from './RowNumbers.tsx';
import { SortBar } from './SortBar.tsx';
import { useTableKeys } from './use-table-keys.ts';

const selectColumns = (state: AppState) => state.columns;
const selectLayout = (state: AppState) => state.collectionLayout;
const selectSelection = (state: AppState) => state.collectionChoices.selection;
const selectActive = (state: AppState) => state.collectionActive;
const selectShownTotal = (state: AppState) => selectShownRows(state).length;
const selectCompared = (state: AppState) => state.collectionChoices.other !== null;

const tile = { width: 140, height: 156, gap: 6 }; // css px; width and height hold the gap
const line = 44;
const padding = 8;

export function ImageTable() {
  const store = useAppStore();
  const command = useCommand();
  const { thumbnails } = useSession().collection;
  const columns = useApp(selectColumns);
  const total = useApp(selectShownTotal);
  const compared = useApp(selectCompared);
  const digits = String(useApp(selectMostTokens)).length;
  const layout = useApp(selectLayout);
  const selection = useApp(selectSelection);
  const active = useApp(selectActive);
  const box = useRef<HTMLDivElement>(null);
  const width = useSize(box)?.width ?? 800;
  const across = layout === 'tiles' ? Math.max(1, Math.floor((width - 2 * padding) / tile.width)) : 1;
  const tileWidth = (width - 2 * padding) / across; // a little wider than need be, so that no gap is left
  const height = layout === 'tiles' ? tile.height : line;
  const lines = Math.ceil(total / across);
  const { first, end, sight } = useVisibleRows(box, lines, height, 0);
  const from = first * across;
  const to = Math.min(total, end * across);
  const partOf = useMemo(() => keptPart(), []);
  const shown = useApp(
    useCallback((state: AppState) => partOf(selectShownRows(state), from, to), [partOf, from, to]),
  );
  const reachable = useApp(selectActivePlace);
  const onKeys = useTableKeys({ across, page: Math.max(1, end - first - 4) * across, names: columns.names });

  useEffect(() => {
    thumbnails.show(Array.from(shown, (row) => pathOf(columns.source, columns.paths[row] ?? '')));
  }, [thumbnails, shown, columns.source, columns.paths]);

  // The image that the keys are on stays in sight and keeps the focus, however far it was.
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || reachable < 0 || !hadFocus.current) return;
    const heading = element.querySelector<HTMLElement>('.sort-bar')?.offsetHeight ?? 0;
    scrollIntoSight(element, Math.floor(reachable / across), height, heading);
    element.querySelector<HTMLElement>(`[data-row="${active}"]`)?.focus({ preventScroll: true });
  }, [active, reachable, across, height]);

  function onKeyDown(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || event.target.closest('[data-row]') === null) return;
    hadFocus.current = true;
    onKeys(event);
  }

  function rowOf(event: MouseEvent): number | null {
    const text = (event.target as Element).closest('[data-row]')?.getAttribute('data-row');
    return text === null || text === undefined ? null : Number(text);
  }

  function onClick(event: MouseEvent): void {
    const row = rowOf(event);
    if (row === null) return;
    hadFocus.current = true;
    if (event.shiftKey && active !== null) selectBetween(store, active, row);
    else if (event.ctrlKey || event.metaKey) toggleRow(store, row);
    else selectRows(store, [row]);
    store.getState().setCollectionActive(row);
  }

  const drawn = Array.from(shown, (row, index) => ({ row, place: from + index }));
  if (active !== null && reachable >= 0 && (reachable < from || reachable >= to))
    drawn.push({ row: active, place: reachable });
  const tabStop = reachable >= 0 ? reachable : 0;
  return (
    <div
      ref={box}
      className="image-table"
      data-layout={layout}
      role="table"
      aria-label="Images in the collection"
      aria-rowcount={total + 1}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={(event) => {
        if (rowOf(event) !== null) command(exploreSelected);
      }}
    >
      <SortBar compared={compared} />
      <RowNumbers box={box} first={sight.first * across} end={sight.end * across} />
      <div
        role="rowgroup"
        className="image-rows"
        style={{ height: lines * height + padding, '--digits': digits }}
      >
        {total === 0 ? (
          <div role="row" className="image-none muted">
            <span role="cell">No image fits the filter.</span>
          </div>
        ) : null}
        {drawn.map(({ row, place }) => (
          <ImageRow
            key={row}
            columns={columns}
            row={row}
            place={place}
            left={layout === 'tiles' ? padding + (place % across) * tileWidth : 0}
            top={Math.floor(place / across) * height}
            width={layout === 'tiles' ? tileWidth - tile.gap : width}
            layout={layout}
            compared={compared}
            selected={selection[row] === 1}
            stop={place === tabStop}
          />
        ))}
      </div>
    </div>
  );
}
