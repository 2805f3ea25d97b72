/** A splitter of Explore: its size goes into the state, a reset takes the wish back. */
import { useAppStore } from '../../app/context.ts';
import { Splitter } from '../../controls/Splitter.tsx';
import type { SizedPane, Span } from '../../state/panes.ts';

const kinds = {
  shelf: { label: 'Width of the images', orientation: 'vertical', pane: 'before', area: 'shelf' },
  side: { label: 'Width of budget and cost', orientation: 'vertical', pane: 'after', area: 'side' },
  dialogue: {
    label: 'Height of question and answers',
    orientation: 'horizontal',
    pane: 'after',
    area: 'dialogue',
  },
  layersBeside: { label: 'Width of the layers', orientation: 'vertical', pane: 'after', area: 'layers' },
  layersBelow: { label: 'Height of the layers', orientation: 'horizontal', pane: 'after', area: 'layers' },
} as const satisfies Record<SizedPane, unknown>;

export function PaneSplitter({ name, span }: { readonly name: SizedPane; readonly span: Span }) {
  const store = useAppStore();
  return (
    <Splitter
      {...kinds[name]}
      size={span.size}
      least={span.least}
      most={span.most}
      onSize={(size) => store.getState().setPaneSize(name, size)}
      onReset={() => store.getState().setPaneSize(name, null)}
    />
  );
}
