/** The order of the shelf as it is shown: held while somebody is busy in the list, so that nothing moves away under the pointer. */
import { useState } from 'react';
import { heldOrder } from '../../state/shelf-order.ts';

/** @param sort what `wanted` is sorted by: another wish takes effect at once */
export function useHeldOrder(wanted: readonly string[], sort: string, busy: boolean): readonly string[] {
  const [held, setHeld] = useState({ ids: wanted, sort });
  const ids = busy && held.sort === sort ? heldOrder(held.ids, wanted) : wanted;
  const same =
    held.sort === sort && ids.length === held.ids.length && ids.every((id, at) => id === held.ids[at]);
  if (!same) setHeld({ ids, sort });
  return ids;
}
