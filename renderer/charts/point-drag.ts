/** Dragging a point up and down as a framework-free behaviour, by mouse, pen and finger; Shift slows it to a tenth. */
import { drag, type D3DragEvent } from 'd3-drag';
import { select } from 'd3-selection';

export interface PointDrag {
  readonly destroy: () => void;
}

type Event = D3DragEvent<SVGElement, unknown, unknown>;

/** @param start says where the point stands when it is taken hold of [css px] @param onMove gets where it is to stand, and the number of the movement */
export function createPointDrag(
  node: SVGElement,
  start: () => number,
  onMove: (y: number, movement: number) => void,
): PointDrag {
  const selection = select<SVGElement, unknown>(node);
  let at = 0;
  let movement = 0;
  selection.call(
    drag<SVGElement, unknown>()
      .subject(({ x, y }: Event) => ({ x, y }))
      .on('start', () => {
        at = start();
        movement += 1;
      })
      .on('drag', ({ dy, sourceEvent }: Event) => {
        const slow = (sourceEvent as MouseEvent | TouchEvent).shiftKey;
        at += slow ? dy / 10 : dy;
        onMove(at, movement);
      }),
  );
  return { destroy: () => void selection.on('.drag', null) };
}
