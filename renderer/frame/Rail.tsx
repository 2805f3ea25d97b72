/** The left rail: the four views as links. */
import { ChartNoAxesColumn, LayoutGrid, Rows3, Hexagon, type LucideIcon } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useApp, useAppStore } from '../app/context.ts';
import { views, type View } from '../state/frame-slice.ts';
import type { AppState } from '../state/store.ts';

const entries: Readonly<Record<View, { readonly label: string; readonly Icon: LucideIcon }>> = {
  explore: { label: 'Explore', Icon: LayoutGrid },
  collection: { label: 'Collection', Icon: Rows3 },
  evaluate: { label: 'Evaluate', Icon: ChartNoAxesColumn },
  models: { label: 'Models', Icon: Hexagon },
};

const selectViewName = (state: AppState) => state.view;

export function Rail() {
  const current = useApp(selectViewName);
  const store = useAppStore();
  const open = (view: View) => (event: MouseEvent) => {
    event.preventDefault(); // the address stays: a view is state, not a page
    store.getState().setView(view);
  };
  return (
    <nav className="rail" aria-label="Views">
      {views.map((view) => {
        const { label, Icon } = entries[view];
        return (
          <a
            key={view}
            href={`#${view}`}
            className="rail-link"
            aria-current={view === current ? 'page' : undefined}
            onClick={open(view)}
          >
            <Icon aria-hidden size="1.25rem" strokeWidth={1.75} />
            <span>{label}</span>
          </a>
        );
      })}
    </nav>
  );
}
