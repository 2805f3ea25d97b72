/** One image of the table: its picture, and cells for its numbers, into which `row-numbers.ts` writes. */
import { memo, useCallback, useSyncExternalStore } from 'react';
import { useSession } from '../../app/context.ts';
import { pathOf } from '../../session/collection/collection.ts';
import type { Columns } from '../../state/collection/columns.ts';
import type { CollectionLayout } from '../../state/collection-slice.ts';
import { numberCells } from './row-numbers.ts';

interface Props {
  readonly columns: Columns;
  readonly row: number;
  readonly place: number; // in the order of the table
  readonly left: number; // css px
  readonly top: number;
  readonly width: number;
  readonly layout: CollectionLayout;
  /** Has a cell for what it is compared with. */
  readonly compared: boolean;
  readonly selected: boolean;
  /** The one that Tab reaches. */
  readonly stop: boolean;
}

export const ImageRow = memo(function ImageRow(props: Props) {
  const { columns, row, place, left, top, width, layout, compared, selected, stop } = props;
  const name = columns.names[row] ?? '';
  const list = layout === 'rows';
  return (
    <div
      role="row"
      className="image-row"
      data-row={row}
      aria-rowindex={place + 2}
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      title={columns.paths[row]}
      style={{ width, transform: `translate(${left}px, ${top}px)` }}
      data-compared={compared || undefined}
    >
      <div role="cell" className="column-name">
        <Picture source={columns.source} path={columns.paths[row] ?? ''} />
        <span className="image-name">{name}</span>
      </div>
      <div role="cell" className="column-tokens">
        <span className={numberCells.bar} aria-hidden />
        <span className="number-place">
          <span className={numberCells.tokens} />
        </span>
      </div>
      <div role="cell" className="column-share number-place">
        <span className={numberCells.share} />
      </div>
      {list ? <Details columns={columns} row={row} /> : null}
      {compared ? <div role="cell" className={numberCells.other} /> : null}
    </div>
  );
});

function Details({ columns, row }: { readonly columns: Columns; readonly row: number }) {
  return (
    <>
      <div role="cell" className="column-bytesPerPixel">
        {(columns.bytesPerPixel[row] ?? 0).toFixed(3)}
      </div>
      <div role="cell" className="column-pixels">
        {columns.width[row]} × {columns.height[row]}
      </div>
      <div role="cell" className="column-folder">
        {columns.folders[columns.folderOf[row] ?? 0]}
      </div>
    </>
  );
}

/** Apart from the numbers, which move with the budget while it stays. */
const Picture = memo(function Picture({
  source,
  path: below,
}: {
  readonly source: string;
  readonly path: string;
}) {
  const { thumbnails } = useSession().collection;
  const path = pathOf(source, below);
  const thumbnail = useSyncExternalStore(
    useCallback((listener: () => void) => thumbnails.listen(path, listener), [thumbnails, path]),
    () => thumbnails.of(path),
  );
  switch (thumbnail.kind) {
    case 'waiting':
      return <span className="thumbnail thumbnail-waiting" />;
    case 'failed':
      return <span className="thumbnail thumbnail-failed">cannot be read</span>;
    case 'ready':
      return <img className="thumbnail" src={thumbnail.url} alt="" draggable={false} decoding="async" />;
  }
});
