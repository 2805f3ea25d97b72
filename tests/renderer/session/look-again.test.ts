// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { createSession } from '../../../renderer/session/session.ts';
import { createAppStore } from '../../../renderer/state/store.ts';
import type { Engine } from '../../../src-engine/engine.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { createFakeShell } from '../support/fake-bridge.ts';

it('looks into a folder again, and shows what was known of it meanwhile', async () => {
  const store = createAppStore();
  const shell = createFakeShell([]);
  const session = createSession(store, shell.bridge, shell.connect);
  const engine = createFakeEngine();
  let calibration: { file: string; images: number; points: number } | null = null;
  const inspect: Engine['inspect'] = async (directory) => ({
    ...(await engine.inspect(directory)),
    calibration,
  });
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine({ ...engine, inspect });
  const of = () => store.getState().inspections['/models/fake'];
  await session.library.inspect('/models/fake');
  expect(of()).toMatchObject({ kind: 'ready', inspection: { calibration: null } });
  calibration = { file: 'c.json', images: 31, points: 5 };
  const again = session.library.inspect('/models/fake');
  expect(of()).toMatchObject({ kind: 'ready', inspection: { calibration: null } });
  await again;
  expect(of()).toMatchObject({ kind: 'ready', inspection: { calibration } });
  session.dispose();
});
