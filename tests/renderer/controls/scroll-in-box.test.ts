// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { scrollInBox } from '../../../renderer/controls/scroll-in-box.ts';

let view: HTMLElement;
let box: HTMLElement;
let element: HTMLElement;

/** A box of 100 x 60 px at (10, 20) with a border of 2 px, in a view that has been scrolled. */
beforeEach(() => {
  view = document.createElement('div');
  box = document.createElement('div');
  element = document.createElement('div');
  view.append(box);
  box.append(element);
  view.scrollTop = 400;
  Object.defineProperties(box, {
    clientLeft: { value: 2 },
    clientTop: { value: 2 },
    clientWidth: { value: 96 },
    clientHeight: { value: 56 },
  });
  box.getBoundingClientRect = () => new DOMRect(10, 20, 100, 60);
});

function scrolled(x: number, y: number, width: number, height: number): [number, number] {
  element.getBoundingClientRect = () => new DOMRect(x, y, width, height);
  [box.scrollLeft, box.scrollTop] = [200, 200];
  scrollInBox(box, element);
  return [box.scrollLeft - 200, box.scrollTop - 200];
}

describe('scrolling in a box', () => {
  it('goes as far as the element is out of sight, along both axes', () => {
    expect(scrolled(0, 30, 20, 10)).toEqual([-12, 0]);
    expect(scrolled(100, 30, 20, 10)).toEqual([12, 0]);
    expect(scrolled(30, 5, 20, 10)).toEqual([0, -17]);
    expect(scrolled(30, 90, 20, 10)).toEqual([0, 22]);
  });

  it('leaves alone what is in sight, and shows the beginning of what is too long', () => {
    expect(scrolled(30, 30, 20, 10)).toEqual([0, 0]);
    expect(scrolled(50, 30, 300, 10)).toEqual([38, 0]);
  });

  it('does not move what is around the box', () => {
    scrolled(30, 90, 20, 10);
    expect(view.scrollTop).toBe(400);
  });
});
