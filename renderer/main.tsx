/** Starts the window: store, session over its host, React. */
import './zod-config.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { DymuBridge } from '../electron/bridge.ts';
import { connectEngine } from '../src-engine/remote/client.ts';
import { AppFrame } from './frame/AppFrame.tsx';
import { WindowBoundary } from './frame/Boundary.tsx';
import { createStageControls } from './commands/stage-controls.ts';
import { openHost } from './host/open-host.ts';
import { createSession } from './session/session.ts';
import { AppContext } from './app/context.ts';
import { afterFrame } from './session/after-frame.ts';
import { createAppStore } from './state/store.ts';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no root element.');

function show(holder: HTMLElement, bridge: DymuBridge): void {
  const store = createAppStore();
  const session = createSession(store, bridge, connectEngine, afterFrame);
  createRoot(holder).render(
    <StrictMode>
      <WindowBoundary>
        <AppContext value={{ store, session, controls: createStageControls() }}>
          <AppFrame bridge={bridge} />
        </AppContext>
      </WindowBoundary>
    </StrictMode>,
  );
  void session.start();
}

openHost().then(
  (bridge) => show(root, bridge),
  (error: unknown) => {
    root.textContent = error instanceof Error ? error.message : String(error);
  },
);
