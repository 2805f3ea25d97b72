// @vitest-environment jsdom
import '../support/browser.ts';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ViewBoundary, WindowBoundary } from '../../../renderer/frame/Boundary.tsx';
import type { View } from '../../../renderer/state/frame-slice.ts';

let broken: boolean;

function Part() {
  if (broken) throw new Error('a row too many');
  return <p>drawn</p>;
}

const open = (view: View) => (
  <ViewBoundary view={view}>
    <Part />
  </ViewBoundary>
);

beforeEach(() => {
  broken = true;
  vi.spyOn(console, 'error').mockImplementation(() => undefined); // React tells of every caught error there
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('a view that cannot be drawn says so, keeps the reason at hand, and is drawn when it is tried again', () => {
  render(open('explore'));
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('This view could not be drawn.');
  expect(alert.textContent).toContain('a row too many');
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('drawn')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('another view is not held up by it', () => {
  const { rerender } = render(open('explore'));
  broken = false;
  act(() => rerender(open('models')));
  expect(screen.getByText('drawn')).toBeTruthy();
});

it('what cannot be drawn around the views leaves a sentence and a way on, not an empty window', () => {
  render(
    <WindowBoundary>
      <Part />
    </WindowBoundary>,
  );
  expect(screen.getByRole('alert').textContent).toContain('The window could not be drawn.');
  expect(screen.getByRole('button', { name: 'Load the window again' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
