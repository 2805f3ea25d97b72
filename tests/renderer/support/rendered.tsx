/** A part of the window on screen, with a store and a session of its own over a fake shell. */
import { cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { AppContext } from '../../../renderer/app/context.ts';
import { createStageControls } from '../../../renderer/commands/stage-controls.ts';
import { AppFrame } from '../../../renderer/frame/AppFrame.tsx';
import { createSession, type Session } from '../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../renderer/state/store.ts';
import { createFakeShell, type FakeShell } from './fake-bridge.ts';

export interface Rendered {
  readonly store: AppStore;
  readonly shell: FakeShell;
  readonly session: Session;
  /** Takes it from the screen again. */
  readonly end: () => void;
}

/** @param part the whole window if left out */
export function rendered(part?: ReactNode): Rendered {
  const store = createAppStore();
  const shell = createFakeShell();
  const session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      {part ?? <AppFrame bridge={shell.bridge} />}
    </AppContext>,
  );
  return {
    store,
    shell,
    session,
    end: () => {
      session.dispose();
      cleanup();
    },
  };
}
