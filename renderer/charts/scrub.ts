/** Dragging along an axis as a framework-free behaviour: reports where the pointer is, from the press on. */
import { drag, type D3DragEvent } from 'd3-drag';
import { select } from 'd3-selection';

export interface Scrub {
  readonly destroy: () => void;
}

/** `onMove` gets the distance from the node's left edge [css px]. */
export function createScrub(node: SVGSVGElement, onMove: (x: number) => void): Scrub {
  const selection = select<SVGSVGElement, unknown>(node);
  const report = (event: D3DragEvent<SVGSVGElement, unknown, unknown>) => onMove(event.x);
  selection.call(
    drag<SVGSVGElement, unknown>()
      .subject((event: D3DragEvent<SVGSVGElement, unknown, unknown>) => ({ x: event.x, y: event.y }))
      .on('start', report)
      .on('drag', report),
  );
  return { destroy: () => void selection.on('.drag', null) };
}
