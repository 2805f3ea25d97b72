// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { ViewsPanel } from '../../../../renderer/features/explore/ViewsPanel.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import { createFakeShell } from '../../support/fake-bridge.ts';
import { encodingOf, shelfImage } from '../../support/samples.ts';

let store: AppStore;
let session: Session;

beforeEach(() => {
  store = createAppStore();
  const shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  store.getState().addImages([shelfImage('a')]);
  store.getState().settle({ selected: 'a' });
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <ViewsPanel />
    </AppContext>,
  );
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const base = encodingOf(60);
const view = (name: string, x: number, tokens: number) => ({
  ...base.views[0]!,
  ...{ name, tokens, region: { x, y: 0, width: 160, height: 320 } },
});

it('lays the crops on the whole picture, and leads from one to the other by keyboard', async () => {
  expect(screen.queryByRole('radiogroup')).toBeNull(); // nothing is encoded
  const views = [view('overview', 0, 60), view('row 1, column 1', 0, 40), view('row 1, column 2', 160, 31)];
  act(() =>
    store.getState().setShown({
      ...{ kind: 'live', imageId: 'a', reading: '', key: '' },
      encoding: { ...base, views },
    }),
  );
  const boxes = within(screen.getByRole('radiogroup', { name: 'Views of the picture' })).getAllByRole(
    'radio',
  );
  expect(boxes.map((box) => box.getAttribute('aria-label'))).toEqual([
    'Overview, 60 of 256 tokens',
    'Row 1, column 1, 40 of 256 tokens',
    'Row 1, column 2, 31 of 256 tokens',
  ]);
  expect(boxes[2]?.style.left).toBe('50%');
  expect(boxes[2]?.style.width).toBe('50%');
  act(() => boxes[0]?.focus());
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
  expect(store.getState().viewIndex).toBe(2);
  expect(document.activeElement).toBe(boxes[2]);
  await userEvent.click(boxes[1]!);
  expect(boxes[1]?.getAttribute('aria-checked')).toBe('true');
});
