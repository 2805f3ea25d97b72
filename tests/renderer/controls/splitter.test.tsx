// @vitest-environment jsdom
import '../support/browser.ts';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { Splitter } from '../../../renderer/controls/Splitter.tsx';

afterEach(cleanup);

function Panes({ pane }: { readonly pane: 'before' | 'after' }) {
  const [size, setSize] = useState(300);
  return (
    <Splitter
      label="Width"
      orientation="vertical"
      pane={pane}
      area="here"
      size={size}
      least={200}
      most={500}
      onSize={setSize}
      onReset={() => setSize(321)}
    />
  );
}

const splitter = () => screen.getByRole('separator', { name: 'Width' });
const size = () => Number(splitter().getAttribute('aria-valuenow'));
const press = (key: string) => fireEvent.keyDown(splitter(), { key });

describe('a splitter', () => {
  it('says where it is and how far it goes', () => {
    render(<Panes pane="before" />);
    expect(splitter().getAttribute('aria-orientation')).toBe('vertical');
    expect(splitter().getAttribute('aria-valuemin')).toBe('200');
    expect(splitter().getAttribute('aria-valuemax')).toBe('500');
    expect(size()).toBe(300);
    expect(splitter().tabIndex).toBe(0);
  });

  it('moves with arrow keys in the direction of the arrow, to its ends, and not beyond', () => {
    render(<Panes pane="before" />);
    press('ArrowRight');
    expect(size()).toBe(316);
    press('ArrowLeft');
    expect(size()).toBe(300);
    press('End');
    press('ArrowRight');
    expect(size()).toBe(500);
    press('Home');
    press('ArrowLeft');
    expect(size()).toBe(200);
    press('ArrowDown'); // of the other direction
    expect(size()).toBe(200);
  });

  it('makes the pane behind it smaller when it moves towards it', () => {
    render(<Panes pane="after" />);
    press('ArrowRight');
    expect(size()).toBe(284);
  });

  it('lets the size be what it was, by double click and by Enter', () => {
    render(<Panes pane="before" />);
    fireEvent.doubleClick(splitter());
    expect(size()).toBe(321);
    press('End');
    press('Enter');
    expect(size()).toBe(321);
  });
});
