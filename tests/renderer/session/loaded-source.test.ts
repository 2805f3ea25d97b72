import { expect, it } from 'vitest';
import { loadedSource } from '../../../renderer/session/loaded-source.ts';
import { fakeModel } from '../../support/fake-engine.ts';
import { createDeps, ready } from './parts.ts';

it('names a model that was asked for by its name on the hub by its folder, as jobs are looked for by it', async () => {
  const deps = createDeps();
  await ready(deps);
  const source = (directory: string) => loadedSource(deps.store, { current: { directory } });
  expect(source('org/fake-vlm')).toMatchObject({ directory: fakeModel.directory, tower: 'fp32' });
  expect(source('/a/link')).toMatchObject({ directory: '/a/link' });
});
