/** What a view of a picture is called: the overview, a crop by its row and column, or its number where it has no name. */
import type { EncodedView } from '../../src-engine/engine.ts';
import { selectShown, selectViewNumber } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';

type Named = Pick<EncodedView, 'name'>;

/** `Row 1, column 2` */
export function viewTitle(view: Named, index: number, count: number): string {
  const { name } = view;
  if (name === undefined) return `View ${index + 1} of ${count}`;
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** In the middle of a sentence; null where a picture has one view and nothing is to be told apart. */
export function viewInWords(views: readonly Named[], index: number): string | null {
  const view = views[index];
  if (view === undefined || views.length < 2) return null;
  if (view.name === undefined) return `view ${index + 1}`;
  return view.name === 'overview' ? 'the overview' : `the crop in ${view.name}`;
}

/** Of the view on the stage, in the middle of a sentence; null where there is one. */
export function selectViewInWords(state: AppState): string | null {
  return viewInWords(selectShown(state)?.encoding.views ?? [], selectViewNumber(state));
}
