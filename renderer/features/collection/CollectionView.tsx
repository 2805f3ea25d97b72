/** A whole folder: which images keep how many tokens, what a budget costs for all of them, and which ones are worth a look. */
import { useApp } from '../../app/context.ts';
import type { AppState } from '../../state/store.ts';
import { CollectionHeader } from './CollectionHeader.tsx';
import { CollectionSide } from './CollectionSide.tsx';
import { CollectionStart } from './CollectionStart.tsx';
import { CollectionState } from './CollectionState.tsx';
import { FilterBar } from './FilterBar.tsx';
import { ImageTable } from './ImageTable.tsx';

const selectKind = (state: AppState) => state.collection.kind;
const selectEmpty = (state: AppState) => state.columns.rows === 0;

export function CollectionView() {
  const kind = useApp(selectKind);
  const empty = useApp(selectEmpty);
  if (kind === 'none') return <CollectionStart />;
  return (
    <div className="collection">
      <CollectionHeader />
      <div className="collection-main">
        {empty ? (
          <CollectionState />
        ) : (
          <>
            <FilterBar />
            <ImageTable />
          </>
        )}
      </div>
      <CollectionSide />
    </div>
  );
}
