// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { scrollTogether } from '../../../renderer/controls/scroll-together.ts';

/** An element of so many px of content in a box of 100 px; scrolling it tells the page, as browsers do. */
function scroller(length: number): HTMLElement {
  const element = document.createElement('div');
  element.className = 'words';
  let top = 0;
  Object.defineProperties(element, {
    scrollHeight: { value: length },
    clientHeight: { value: 100 },
    scrollTop: {
      get: () => top,
      set: (wish: number) => {
        const next = Math.round(Math.min(Math.max(0, length - 100), Math.max(0, wish)));
        if (next === top) return;
        top = next;
        queueMicrotask(() => element.dispatchEvent(new Event('scroll')));
      },
    },
  });
  return element;
}

let box: HTMLElement;
let short: HTMLElement;
let long: HTMLElement;
let end: () => void;

beforeEach(() => {
  box = document.createElement('div');
  const panes = [document.createElement('section'), document.createElement('section')];
  [short, long] = [scroller(300), scroller(700)];
  panes[0]?.append(short);
  panes[1]?.append(long);
  box.append(...panes);
  end = scrollTogether(box, '.words');
});

const scrolled = async (element: HTMLElement, to: number) => {
  element.scrollTop = to;
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('panes that scroll together', () => {
  it('stand at the same share of their length, whichever is moved', async () => {
    await scrolled(short, 100);
    expect(long.scrollTop).toBe(300);
    await scrolled(long, 600);
    expect(short.scrollTop).toBe(200);
  });

  it('stay where the user put them: rounding of the other does not come back', async () => {
    await scrolled(long, 299);
    expect(short.scrollTop).toBe(100);
    expect(long.scrollTop).toBe(299);
    await scrolled(long, 298);
    expect([short.scrollTop, long.scrollTop]).toEqual([99, 298]);
  });

  it('leave a pane alone in which words are being written', async () => {
    long.parentElement?.setAttribute('aria-busy', 'true');
    await scrolled(short, 100);
    expect(long.scrollTop).toBe(0);
    await scrolled(long, 500);
    expect(short.scrollTop).toBe(100);
  });

  it('end when they are told', async () => {
    end();
    await scrolled(short, 100);
    expect(long.scrollTop).toBe(0);
  });
});
