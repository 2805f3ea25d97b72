// @vitest-environment jsdom
import '../../support/browser.ts';
import { cleanup, createEvent, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { AppFrame } from '../../../../renderer/frame/AppFrame.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { selectCustom, selectThresholds } from '../../../../renderer/state/thresholds/selectors.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import { createFakeShell } from '../../support/fake-bridge.ts';

/** A chart needs room: every element has some here. */
class SomeSize implements ResizeObserver {
  readonly told: ResizeObserverCallback;
  constructor(told: ResizeObserverCallback) {
    this.told = told;
  }
  observe(): void {
    this.told([{ contentRect: { width: 400, height: 120 } } as ResizeObserverEntry], this);
  }
  unobserve(): void {}
  disconnect(): void {}
}
vi.stubGlobal('ResizeObserver', SomeSize);

let store: AppStore;
let session: Session;

beforeEach(async () => {
  store = createAppStore();
  const shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <AppFrame bridge={shell.bridge} />
    </AppContext>,
  );
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(createFakeEngine());
  await waitFor(() => expect(tokens()).toMatch(/of 256 tokens/));
  await userEvent.click(layers().getByRole('button', { name: 'Move thresholds on the layer chart' }));
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const tokens = () => screen.getByRole('status', { name: 'Token count' }).textContent;
const layers = () => within(screen.getByRole('region', { name: 'Layers' }));
const point = (layer: number) => layers().getByRole('slider', { name: `Threshold of layer ${layer}` });
const row = () => within(screen.getByRole('group', { name: 'Thresholds' }));
const values = () => selectThresholds(store.getState());

describe('the points on the layer chart', () => {
  it('are sliders of their own beside that of the layer; one is in the order of Tab', () => {
    const points = layers().getAllByRole('slider', { name: /^Threshold of layer \d$/ });
    expect(points).toHaveLength(6);
    expect(points.filter((each) => each.getAttribute('tabindex') === '0')).toHaveLength(1);
    expect(layers().getByRole('slider', { name: 'Layer' })).toBeTruthy();
  });

  it('are moved by keys, change the count, and are called custom until Reset', async () => {
    const before = tokens();
    point(1).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(document.activeElement).toBe(point(3));
    await userEvent.keyboard('{Home}');
    expect(point(3).getAttribute('aria-valuetext')).toBe('0');
    await waitFor(() => expect(tokens()).not.toBe(before));
    expect(screen.getByText('custom thresholds')).toBeTruthy();
    expect(row().getByRole<HTMLSelectElement>('combobox').value).toBe('custom');
    const slider = screen.getByRole('slider', { name: 'Token budget' });
    expect(slider.getAttribute('aria-valuetext')).toMatch(/not in force: custom thresholds$/);
    await userEvent.click(row().getByRole('button', { name: 'Reset to the slider' }));
    await waitFor(() => expect(tokens()).toBe(before));
    expect(row().queryByRole('button', { name: 'Reset to the slider' })).toBeNull();
  });

  it('take a typed number, from the point or from the field', async () => {
    point(2).focus();
    await userEvent.keyboard('{Enter}');
    const field = layers().getByRole('textbox', { name: 'Threshold of layer 2, typed' });
    expect(document.activeElement).toBe(field);
    await userEvent.clear(field);
    await userEvent.type(field, '0,875{Enter}');
    expect(values()[1]).toBe(0.875);
    expect(document.activeElement).toBe(point(2));
    await userEvent.type(field, 'x{Escape}');
    expect(values()[1]).toBe(0.875);
  });

  it('follow the mouse, ten times slower with Shift, as one step back', () => {
    const node = point(4);
    const start = values()[3] ?? 0;
    const page = document.defaultView ?? window;
    /** jsdom takes no window of its own for an event's view. */
    const fire = (name: 'mouseDown' | 'mouseMove' | 'mouseUp', clientY: number, shiftKey = false) => {
      const event = createEvent[name](node, { clientX: 0, clientY, button: 0, shiftKey });
      Object.defineProperty(event, 'view', { value: page });
      fireEvent(name === 'mouseDown' ? node : page, event);
    };
    const move = (y: number, shiftKey = false) => fire('mouseMove', y, shiftKey);
    fire('mouseDown', 20);
    move(30);
    const dragged = values()[3] ?? 0;
    expect(dragged).toBeLessThan(start);
    move(40, true);
    const slow = values()[3] ?? 0;
    expect(slow).toBeLessThan(dragged);
    expect(dragged - slow).toBeLessThan((start - dragged) / 2);
    fire('mouseUp', 40);
    expect(selectCustom(store.getState())).not.toBeNull();
    store.getState().undo();
    expect(selectCustom(store.getState())).toBeNull();
  });

  it('say with another method why there are none', async () => {
    await userEvent.click(screen.getByRole('radio', { name: 'Exact' }));
    expect(layers().getByText(/choose Adaptive to move them/)).toBeTruthy();
    expect(layers().queryByRole('slider', { name: /^Threshold/ })).toBeNull();
  });
});

describe('presets', () => {
  it('are kept under a name, chosen under the slider, renamed and deleted in the dialog', async () => {
    point(3).focus();
    await userEvent.keyboard('{Home}');
    await userEvent.click(row().getByRole('button', { name: 'Threshold presets' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Threshold presets' }));
    const name = dialog.getByRole('textbox', { name: 'Name of the new preset' });
    await userEvent.clear(name);
    await userEvent.type(name, 'careful');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    const own = dialog.getByRole('textbox', { name: 'Name of the preset careful' });
    await userEvent.clear(own);
    await userEvent.type(own, 'faces{Enter}');
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Use faces' }).disabled).toBe(true);
    await userEvent.click(dialog.getByRole('button', { name: 'Close' }));
    const choice = row().getByRole<HTMLSelectElement>('combobox', { name: 'Thresholds in force' });
    expect(choice.selectedOptions[0]?.text).toBe('faces');
    await userEvent.selectOptions(choice, 'as the slider says');
    expect(selectCustom(store.getState())).toBeNull();
    await userEvent.selectOptions(choice, 'faces');
    expect(values()[2]).toBe(0);
    await userEvent.click(row().getByRole('button', { name: 'Threshold presets' }));
    await userEvent.click(screen.getByRole('button', { name: 'Delete faces' }));
    expect(screen.getByText('No preset has been saved yet.')).toBeTruthy();
  });
});
