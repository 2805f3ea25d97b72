/** Elements of one kind inside a box scroll together, each by the same share of its own length. Framework-free. */

/**
 * @param selector the elements; those inside `aria-busy` neither lead nor follow: they scroll to what is being written
 * @returns what ends it
 */
export function scrollTogether(box: HTMLElement, selector: string): () => void {
  /** Where an element was put, so that the event of that is not taken for the user's. */
  const put = new WeakMap<Element, number>();
  const onScroll = ({ target }: Event): void => {
    if (!(target instanceof HTMLElement) || !target.matches(selector) || isBusy(target)) return;
    if (put.get(target) === target.scrollTop) {
      put.delete(target);
      return;
    }
    const share = shareOf(target);
    for (const other of box.querySelectorAll<HTMLElement>(selector)) {
      if (other === target || isBusy(other)) continue;
      const before = other.scrollTop;
      other.scrollTop = share * rangeOf(other);
      if (other.scrollTop !== before) put.set(other, other.scrollTop);
    }
  };
  box.addEventListener('scroll', onScroll, true);
  return () => box.removeEventListener('scroll', onScroll, true);
}

function isBusy(element: Element): boolean {
  return element.closest('[aria-busy="true"]') !== null;
}

function rangeOf({ scrollHeight, clientHeight }: Element): number {
  return Math.max(0, scrollHeight - clientHeight);
}

function shareOf(element: Element): number {
  const range = rangeOf(element);
  return range === 0 ? 0 : element.scrollTop / range;
}
