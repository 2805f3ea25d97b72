// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import type { Cannot } from '../../../../electron/bridge.ts';
import { downloadModel } from '../../../../renderer/commands/files.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { ModelsView } from '../../../../renderer/features/models/ModelsView.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import type { HubModels } from '../../../../src-engine/engine.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import { createFakeShell } from '../../support/fake-bridge.ts';

let store: AppStore;
let session: Session;

const commit = 'c'.repeat(40);
const directory = `/cache/models--org--here/snapshots/${commit}`;
const version = { commit, directory, lacks: null, own: true };
const hubModels: HubModels = {
  cache: '/cache',
  models: [
    {
      name: 'org/here',
      directory: '/cache/models--org--here',
      bytes: 1.8e9,
      licence: 'mit',
      versions: [version],
      usable: directory,
    },
    {
      name: 'org/half',
      directory: '/cache/models--org--half',
      bytes: 2e8,
      licence: null,
      versions: [{ ...version, directory: '/half', lacks: 'model.safetensors' }],
      usable: null,
    },
    {
      name: 'org/theirs',
      directory: '/cache/models--org--theirs',
      bytes: 3e9,
      licence: null,
      versions: [{ ...version, directory: '/theirs', own: false }],
      usable: '/theirs',
    },
  ],
};

async function open(cannot: Cannot = {}): Promise<void> {
  store = createAppStore();
  const shell = createFakeShell(undefined, cannot);
  session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <ModelsView />
    </AppContext>,
  );
  await act(() => session.start());
  act(() => shell.startEngine(createFakeEngine({ hubModels })));
  await waitFor(() => expect(store.getState().cached.kind).toBe('ready'));
}
afterEach(() => {
  session.dispose();
  cleanup();
});

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
async function lookUp(model: string): Promise<void> {
  press('Download model…');
  fireEvent.change(screen.getByRole('textbox', { name: 'Model to download' }), { target: { value: model } });
  press('Look up');
  await waitFor(() => expect(store.getState().plan.kind).not.toBe('asking'));
}

describe('the download cache of a host that fetches nothing', () => {
  it('says where models are fetched, and offers to use what is there and nothing else', async () => {
    await open({ models: 'Models are fetched elsewhere.' });
    act(() => store.getState().setCannot({ models: 'Models are fetched elsewhere.' }));
    const cache = screen.getByRole('list', { name: 'Download cache' });
    expect(cache.parentElement?.textContent).toContain('Models are fetched elsewhere.');
    const names = within(cache)
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label'));
    expect(names).toEqual(['Use org/here', 'Use org/theirs']);
    expect(screen.queryByRole('button', { name: 'Download model…' })).toBeNull();
    expect(downloadModel.whyNot?.(store.getState())).toBe('Models are fetched elsewhere.');
  });

  it('uses a model by its folder, under which precision and encoder are remembered', async () => {
    await open();
    const use = vi.spyOn(session, 'useModel').mockResolvedValue();
    press('Use org/here');
    expect(use).toHaveBeenCalledWith({ directory });
  });
});

describe('downloading a model', () => {
  it('says sizes, memory and licence first, and starts on a button', async () => {
    await open();
    await lookUp('org/new');
    const plan = screen.getByRole('region', { name: 'Download of org/new' });
    expect(plan.textContent).toContain('4.4 GB to fetch');
    expect(plan.textContent).toContain(
      'In fp32 it needs about 9.4 GB of memory, and 6.0 GB are free; in int8 it needs 3.4 GB, which fits.',
    );
    expect(plan.textContent).toContain('apache-2.0');
    expect(plan.textContent).toContain('left out: the weights in a form that is not read here');
    fireEvent.click(within(plan).getByRole('button', { name: 'Download' }));
    await waitFor(() =>
      expect(store.getState().jobs.some(({ title }) => title === 'Downloading org/new')).toBe(true),
    );
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() =>
      expect(store.getState().notices.map(({ text }) => text)).toContain('org/new is here.'),
    );
  });

  it('says what is no model, in its own words', async () => {
    await open();
    await lookUp('nonsense');
    expect(screen.getByRole('alert').textContent).toBe("'nonsense' is no name of a model; give org/name.");
  });

  it('does not start one that is not given to this account', async () => {
    await open();
    await lookUp('gated/model');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Download' }).disabled).toBe(true);
    expect(screen.getByRole('region', { name: 'Download of gated/model' }).textContent).toContain(
      'Ask for access on https://huggingface.co/gated/model, then give your access token',
    );
  });

  it('says before anybody is asked that nobody is asked', async () => {
    await open();
    press('Download model…');
    expect(screen.getByRole('dialog').textContent).toContain('Asks https://huggingface.co for the list');
    const hub = store.getState().hub;
    act(() => store.setState({ hub: hub && { ...hub, offline: true, forbiddenBy: 'your own setting' } }));
    expect(screen.getByRole('dialog').textContent).toContain(
      'Asks nobody, because your own setting says to stay offline.',
    );
  });

  it('does not press one on anybody that will not run here', async () => {
    await open();
    await lookUp('org/new');
    const { plan } = store.getState();
    if (plan.kind !== 'ready') throw new Error('no plan');
    const reason = 'it looks at the image by cross-attention';
    act(() => store.getState().setPlan({ ...plan, plan: { ...plan.plan, supported: false, reason } }));
    expect(screen.getByRole('alert').textContent).toBe(`It will not run here: ${reason}`);
    const all = screen.getByRole('button', { name: 'Download all the same' });
    expect(all.className).not.toContain('accent');
  });

  it('begins with suggestions, of which one press looks a model up', async () => {
    await open();
    press('Download model…');
    press('Look up llava-hf/llava-onevision-qwen2-0.5b-ov-hf');
    await screen.findByRole('region', { name: 'Download of llava-hf/llava-onevision-qwen2-0.5b-ov-hf' });
  });

  it('is a command of its own', async () => {
    await open();
    act(() => downloadModel.run({ store, session } as Parameters<typeof downloadModel.run>[0]));
    expect(screen.getByRole('dialog').textContent).toContain('Download model');
    expect(store.getState().view).toBe('models');
  });
});

describe('the download cache', () => {
  const entry = (name: string) => {
    const found = screen.getByRole('list', { name: 'Download cache' });
    const item = within(found)
      .getAllByRole('listitem')
      .find((each) => each.textContent.includes(name));
    if (item === undefined) throw new Error(`no ${name}`);
    return item;
  };

  it('lists what lies there, whole or not, ours or not', async () => {
    await open();
    expect(entry('org/here').textContent).toContain('1.8 GB · mit');
    expect(entry('org/half').textContent).toContain('Not whole yet: model.safetensors is missing.');
    expect(entry('org/theirs').textContent).toContain('fetched by another program');
    expect(screen.getByText(/^\/cache, shared with other programs$/)).toBeDefined();
  });

  it('says of a model what it holds and needs when its details are opened', async () => {
    await open();
    const details = within(entry('org/here')).getByText('Details').closest('details');
    if (details === null) throw new Error('no details');
    details.open = true;
    fireEvent(details, new Event('toggle'));
    await waitFor(() => expect(details.textContent).toContain('Parameters'));
  });

  it('removes after it was asked, and what others have fetched only when that is said', async () => {
    await open();
    press('Remove org/theirs…');
    const dialog = screen.getByRole('alertdialog');
    const remove = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Remove' });
    expect(remove.disabled).toBe(true);
    fireEvent.click(within(dialog).getByRole('checkbox'));
    fireEvent.click(remove);
    await waitFor(() =>
      expect(store.getState().notices.map(({ text }) => text)).toContain(
        'org/theirs was removed, which freed 1.0 GB.',
      ),
    );
  });

  it('goes on with what is not whole by looking it up again', async () => {
    await open();
    press('Go on with org/half');
    await screen.findByRole('region', { name: 'Download of org/half' });
  });
});

describe('where models come from', () => {
  it('is a mirror, nobody, or the hub with a token that is never shown', async () => {
    await open();
    await waitFor(() => expect(store.getState().hub).not.toBeNull());
    fireEvent.change(screen.getByLabelText('Access token'), { target: { value: 'hf_secret' } });
    press('Keep the access token');
    await screen.findByText(/is kept in the key store of this system/u);
    expect(document.body.textContent).not.toContain('hf_secret');
    fireEvent.click(screen.getByRole('switch', { name: 'Stay offline: ask nobody for models' }));
    await waitFor(() => expect(store.getState().hub?.offline).toBe(true));
    press('Forget the access token');
    await screen.findByText('Models that are not for everybody need an access token.');
  });
});
