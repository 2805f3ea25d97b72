/** One image of the table: its picture and its numbers. Draws itself anew only when one of them changes. */
import { memo, useCallback, useSyncExternalStore } from 'react';
import { useSession } from '../../app/context.ts';
import { pathOf } from '../../session/collection/collection.ts';
import type { Columns } from '../../state/collection/columns.ts';
import type { CollectionLayout } from '../../state/collection-slice.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';

interface Props {
  readonly columns: Columns;
  readonly row: number;
  readonly place: number; // in the order of the table
  readonly left: number; // css px
  readonly top: number;
  readonly width: number;
  readonly layout: CollectionLayout;
  readonly tokens: number;
  readonly other: number | null;
  readonly most: number;
  readonly selected: boolean;
  /** The one that Tab reaches. */
  readonly stop: boolean;
}

export const ImageRow = memo(function ImageRow(props: Props) {
  const { columns, row, place, left, top, width, layout, tokens, other, selected, stop } = props;
  const full = columns.full[row] ?? Number.NaN;
  const share = tokens / full;
  const known = !Number.isNaN(share);
  const count = known ? String(Math.round(tokens)) : '–';
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
      data-compared={other === null ? undefined : true}
    >
      <div role="cell" className="column-name">
        <Picture path={pathOf(columns.source, columns.paths[row] ?? '')} />
        <span className="image-name">{name}</span>
      </div>
      <div role="cell" className="column-tokens">
        <span className="count-bar" aria-hidden>
          <span style={{ '--share': known ? share : 0 }} />
        </span>
        <span className="image-tokens">{count}</span>
      </div>
      <div role="cell" className="column-share">
        {known ? formatPercent(share) : ''}
      </div>
      {list ? <Details columns={columns} row={row} /> : null}
      {other === null ? null : (
        <div role="cell" className="column-other">
          {differenceWords(tokens, other)}
        </div>
      )}
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

/** "120 (+31)" */
function differenceWords(tokens: number, other: number): string {
  if (Number.isNaN(other)) return '–';
  const by = Math.round(other) - Math.round(tokens);
  return `${Math.round(other)}${Number.isNaN(by) || by === 0 ? '' : ` (${by > 0 ? '+' : '−'}${Math.abs(by)})`}`;
}

function Picture({ path }: { readonly path: string }) {
  const { thumbnails } = useSession().collection;
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
}
