/** Starts the window: store, session over the shell's bridge, React. */
import './zod-config.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectEngine } from '../src-engine/remote/client.ts';
import { AppFrame } from './frame/AppFrame.tsx';
import { createStageControls } from './commands/stage-controls.ts';
import { createSession } from './session/session.ts';
import { AppContext } from './app/context.ts';
import { createAppStore } from './state/store.ts';
import './styles/index.css';

const root = document.getElementById('root');
const bridge = window.dymu;
if (root === null) throw new Error('index.html has no root element.');
if (bridge === undefined) {
  root.textContent = 'This page belongs to the DyMU Explorer application; start it with npm start.';
} else {
  const store = createAppStore();
  const session = createSession(store, bridge, connectEngine);
  createRoot(root).render(
    <StrictMode>
      <AppContext value={{ store, session, controls: createStageControls() }}>
        <AppFrame bridge={bridge} />
      </AppContext>
    </StrictMode>,
  );
  void session.start();
}
