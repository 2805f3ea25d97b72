/** The headings of the table, which sort it. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo } from 'react';
import { useApp, useAppStore } from '../../app/context.ts';
import type { SortField } from '../../state/collection/order.ts';
import { selectUnit } from '../../state/collection/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { fieldName } from './field-names.ts';

const selectSort = (state: AppState) => state.collectionSort;
const headings: readonly SortField[] = ['name', 'tokens', 'share', 'bytesPerPixel', 'pixels', 'folder'];
const comparedHeadings: readonly SortField[] = [...headings, 'difference'];

export const SortBar = memo(function SortBar({ compared }: { readonly compared: boolean }) {
  const store = useAppStore();
  const sort = useApp(selectSort);
  const unit = useApp(selectUnit);
  const by = (field: SortField) => {
    const numbers = field !== 'name' && field !== 'folder';
    const descending = sort.field === field ? !sort.descending : numbers;
    store.getState().sortCollection({ field, descending });
  };
  return (
    <div role="rowgroup" className="sort-bar">
      <div role="row" aria-rowindex={1} data-compared={compared || undefined}>
        {(compared ? comparedHeadings : headings).map((field) => {
          const chosen = sort.field === field;
          const Arrow = sort.descending ? ArrowDown : ArrowUp;
          return (
            <div
              key={field}
              role="columnheader"
              className={field === 'difference' ? 'column-other' : `column-${field}`}
              aria-sort={chosen ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" onClick={() => by(field)} data-chosen={chosen || undefined}>
                {fieldName(field, unit)}
                {chosen ? <Arrow aria-hidden size="0.75rem" /> : null}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
});
