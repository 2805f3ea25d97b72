/** A collection on a fake engine, as the window shows it; what it consists of is read anew after each start. */
import '../../support/browser.ts';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import { expect } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { CollectionView } from '../../../../renderer/features/collection/CollectionView.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import type { CollectionRequest, Engine, Following, ModelInfo } from '../../../../src-engine/engine.ts';
import { createFakeCollection, type FakeCollection } from '../../../support/fake-collection.ts';
import { createFakeEngine, fakeModel } from '../../../support/fake-engine.ts';
import { createFakeShell, type FakeShell } from '../../support/fake-bridge.ts';

export let store: AppStore;
export let session: Session;
export let shell: FakeShell;
export let folder: FakeCollection;
export let engine: Engine;

interface Start {
  readonly images?: number;
  readonly counted?: boolean;
  readonly model?: ModelInfo;
  readonly asked?: CollectionRequest[];
  readonly following?: Following;
}

export async function start(options: Start = {}): Promise<void> {
  const { images = 300, counted = true, model = fakeModel, asked, following } = options;
  store = createAppStore();
  shell = createFakeShell([]);
  session = createSession(store, shell.bridge, shell.connect);
  folder = createFakeCollection({ images, counted });
  const fake = createFakeEngine({ collection: folder });
  engine = {
    ...fake,
    load: async (source, call) => {
      const loaded = await fake.load(source, call);
      return { ...loaded, ...model, directory: loaded.directory };
    },
    collection: async (request, call) => {
      asked?.push(request);
      const answer =
        model.cellsPerView === undefined
          ? await fake.collection(request, call)
          : folder.answer(request, model);
      return following === undefined ? answer : { ...answer, following };
    },
  };
  await show();
  await waitFor(() => expect(store.getState().model.kind).toBe('ready'));
}

async function show(): Promise<void> {
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine(engine);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <CollectionView />
    </AppContext>,
  );
}

/** The window again, after a new start of the application. */
export async function restart(): Promise<void> {
  end();
  store = createAppStore();
  session = createSession(store, shell.bridge, shell.connect);
  await show();
}

export async function opened(options: Parameters<typeof start>[0] = {}): Promise<HTMLElement> {
  await start(options);
  act(() => session.collection.open('/pictures/holiday'));
  return screen.findByRole('table', { name: 'Images in the collection' });
}

/** After each test; each file says so for itself, since this one is read once a process. */
export function end(): void {
  session.dispose();
  cleanup();
}

export const state = () => store.getState();
export const plan = () => screen.getByRole('status', { name: 'Budget plan' }).textContent;
