// @vitest-environment jsdom
/** Numbers that are written into the rows of the table without React. */
import { describe, expect, it } from 'vitest';
import { writeNumbers } from '../../../../renderer/features/collection/row-numbers.ts';

describe('the numbers of a row', () => {
  it('are tokens, share and bar', () => {
    const row = emptyRow();
    writeNumbers(row, { tokens: 63.6, full: 256, other: null });
    expect(textOf(row)).toEqual(['64', '25 %', '24.8% 100%']);
  });

  it('are a dash and an empty bar while they are not known', () => {
    const row = emptyRow();
    writeNumbers(row, { tokens: 63.6, full: 256, other: null });
    writeNumbers(row, { tokens: Number.NaN, full: 256, other: null });
    expect(textOf(row)).toEqual(['–', '', '0.0% 100%']);
  });

  it('have the difference beside them where they are compared', () => {
    const row = emptyRow();
    writeNumbers(row, { tokens: 63.6, full: 256, other: null });
    row.insertAdjacentHTML('beforeend', '<div class="column-other"></div>');
    writeNumbers(row, { tokens: 63.6, full: 256, other: 95 });
    expect(row.querySelector('.column-other')?.textContent).toBe('95 (+31)');
  });

  it('touch nothing that stays', async () => {
    const row = emptyRow();
    writeNumbers(row, { tokens: 63.6, full: 256, other: null });
    const touched: MutationRecord[] = [];
    const observer = new MutationObserver((records) => touched.push(...records));
    observer.observe(row, { subtree: true, childList: true, characterData: true, attributes: true });
    writeNumbers(row, { tokens: 63.6, full: 256, other: null });
    writeNumbers(row, { tokens: 64.4, full: 256, other: null }); // the same whole number and share, another bar
    await Promise.resolve();
    expect(touched.map(({ type }) => type)).toEqual(['attributes']);
  });
});

/** As ImageRow leaves it. */
function emptyRow(): HTMLElement {
  const row = document.createElement('div');
  row.innerHTML =
    '<span class="count-bar"></span><span class="image-tokens"></span><span class="image-share"></span>';
  return row;
}

function textOf(row: HTMLElement): unknown[] {
  return [
    row.querySelector('.image-tokens')?.textContent,
    row.querySelector('.image-share')?.textContent,
    row.querySelector<HTMLElement>('.count-bar')?.style.backgroundSize,
  ];
}
