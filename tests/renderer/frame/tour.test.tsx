// @vitest-environment jsdom
import '../support/browser.ts';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Tour } from '../../../renderer/frame/tour/Tour.tsx';
import type { AppStore } from '../../../renderer/state/store.ts';
import { startTour } from '../../../renderer/state/tour/acts.ts';
import { rendered } from '../support/rendered.tsx';

let store: AppStore;
let end: () => void;

beforeEach(() => {
  ({ store, end } = rendered(
    <>
      <button type="button">Before</button>
      <div className="stage" tabIndex={0}>
        Picture
      </div>
      <Tour />
    </>,
  ));
});
afterEach(() => end());

const focused = () => document.activeElement?.textContent;

describe('the tour', () => {
  it('has the keyboard at every step, and gives it back where it was', () => {
    screen.getByRole('button', { name: 'Before' }).focus();
    act(() => startTour(store));
    expect(document.activeElement).toBe(screen.getByRole('dialog'));
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'ArrowRight' });
    expect(document.activeElement).toBe(screen.getByRole('dialog'));
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(focused()).toBe('Before');
  });

  it('leaves the keyboard at the picture where nothing had it', () => {
    act(() => startTour(store));
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    expect(focused()).toBe('Picture');
  });
});
