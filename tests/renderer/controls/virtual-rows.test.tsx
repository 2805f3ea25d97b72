// @vitest-environment jsdom
import '../support/browser.ts';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { VirtualRows } from '../../../renderer/controls/VirtualRows.tsx';

const rows = Array.from({ length: 10_000 }, (_, index) => `row ${index + 1}`);

afterEach(cleanup);

function draw() {
  const onOpen = vi.fn();
  render(
    <VirtualRows label="Rows" rows={rows} rowRem={7} keyOf={(row) => row} onOpen={onOpen}>
      {(row) => <span>{row}</span>}
    </VirtualRows>,
  );
  return onOpen;
}

async function press(key: string): Promise<void> {
  const focused = document.activeElement;
  if (focused === null) throw new Error('Nothing has the focus.');
  fireEvent.keyDown(focused, { key });
  await act(() => new Promise((settled) => requestAnimationFrame(() => settled(undefined))));
}

describe('a list of ten thousand rows', () => {
  it('draws those in sight and says how many there are', () => {
    draw();
    const drawn = screen.getAllByRole('listitem');
    expect(drawn.length).toBeLessThan(20);
    expect(drawn[0]?.getAttribute('aria-setsize')).toBe('10000');
  });

  it('is one stop of the tab key and walks by arrow keys, Home and End', async () => {
    draw();
    expect(screen.getAllByRole('listitem').filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    screen.getByText('row 1').parentElement?.focus();
    await press('ArrowDown');
    expect(document.activeElement?.textContent).toBe('row 2');
    await press('End');
    expect(document.activeElement?.getAttribute('aria-posinset')).toBe('10000');
    await press('ArrowDown');
    expect(document.activeElement?.textContent).toBe('row 10000');
    await press('Home');
    expect(document.activeElement?.textContent).toBe('row 1');
  });

  it('keeps the row that has the keyboard, wherever the list is scrolled to', () => {
    draw();
    const list = screen.getByRole('list', { name: 'Rows' });
    list.scrollTop = 112 * 5000;
    fireEvent.scroll(list);
    const drawn = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(drawn).toContain('row 1');
    expect(drawn).toContain('row 5001');
    expect(drawn).not.toContain('row 2');
  });

  it('opens a row with Enter', async () => {
    const onOpen = draw();
    screen.getByText('row 1').parentElement?.focus();
    await press('Enter');
    expect(onOpen).toHaveBeenCalledExactlyOnceWith('row 1');
  });
});
