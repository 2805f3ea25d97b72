// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { ModelsView } from '../../../../renderer/features/models/ModelsView.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { AppContext } from '../../../../renderer/app/context.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import type { Inspection, ModelInfo } from '../../../../src-engine/engine.ts';
import { fakeModel } from '../../../support/fake-engine.ts';
import { createFakeShell } from '../../support/fake-bridge.ts';
import { shelfImage } from '../../support/samples.ts';

const remark = 'A damaged quantised copy was made again.';
let store: AppStore;
let session: Session;

beforeEach(() => {
  store = createAppStore();
  const shell = createFakeShell();
  session = createSession(store, shell.bridge, shell.connect);
  render(
    <AppContext value={{ store, session, controls: createStageControls() }}>
      <ModelsView />
    </AppContext>,
  );
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const notes = () => screen.queryByRole('list', { name: 'Notes' })?.textContent ?? null;

describe('the card of the model in use', () => {
  it('names the model and has no remarks where the engine has none', () => {
    act(() => store.setState({ model: { kind: 'ready', info: fakeModel } }));
    expect(screen.getByRole('article', { name: 'fake-vlm' }).textContent).toContain('in use');
    expect(notes()).toBeNull();
  });

  it('says what the engine remarked while it was loaded', () => {
    act(() => store.setState({ model: { kind: 'ready', info: { ...fakeModel, notes: [remark] } } }));
    expect(notes()).toBe(remark);
  });
});

describe('the calibration on the card', () => {
  const part = () => screen.queryByRole('region', { name: 'Calibration in use' });
  const shipped = { file: '/app/assets/calibrations/fake.json', shipped: true };
  const own = { file: '/home/me/birds.json', shipped: false };
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
  const show = (info: Partial<ModelInfo>) =>
    act(() => store.setState({ model: { kind: 'ready', info: { ...fakeModel, ...info } } }));

  it('is not spoken of where there is none', () => {
    show({ calibration: null });
    expect(part()).toBeNull();
  });

  it('that is a file of one’s own is named, with the way back to the shipped one where there is one', () => {
    const use = vi.spyOn(session, 'useShippedCalibration').mockResolvedValue();
    show({ calibrationFile: own });
    expect(part()?.textContent).toBe('Your own calibration birds.json is in use.');
    show({ calibrationFile: own, otherCalibrations: [shipped] });
    press('Use the shipped calibration');
    expect(use).toHaveBeenCalledOnce();
  });

  it('that shipped is said to be that, with the way back to the own one', () => {
    const use = vi.spyOn(session, 'useCalibration').mockResolvedValue();
    show({ calibrationFile: shipped });
    expect(part()?.textContent).toBe('The calibration that came with DyMU Explorer is in use.');
    show({ calibrationFile: shipped, otherCalibrations: [own] });
    press('Use birds.json');
    // A file from elsewhere is not found; it is known from when it was in use.
    const choice = { shipped: true, own: '/elsewhere/cats.json' };
    act(() => store.getState().chooseCalibration(fakeModel.directory, choice));
    press('Use cats.json');
    expect(use.mock.calls).toEqual([[own.file], ['/elsewhere/cats.json']]);
  });
});

describe('calibrating from the card', () => {
  const button = (name: string) => screen.queryByRole<HTMLButtonElement>('button', { name });

  it('offers the pictures of Explore and a folder, and the folder that is open as a collection', () => {
    act(() => store.setState({ model: { kind: 'ready', info: fakeModel } }));
    expect(button('Calibrate on Explore’s pictures')?.disabled).toBe(true); // none is a file
    expect(button('Choose a folder to calibrate on…')).not.toBeNull();
    const start = vi.spyOn(session.collection.calibrating, 'start').mockResolvedValue();
    act(() => store.getState().addImages([shelfImage('a')]));
    fireEvent.click(button('Calibrate on Explore’s pictures')!);
    expect(start).toHaveBeenCalledWith(['/pictures/a.png'], 'shelf');
  });

  it('shows how far a calibration is and pauses it, and what the newest one was worth', () => {
    const change = vi.spyOn(session.jobs, 'change').mockResolvedValue();
    const job = {
      id: 7,
      kind: 'calibrate',
      model: { directory: '/models/fake' },
      about: 'c.json',
      title: 'Calibrating on 31 images',
      stage: 'Finding thresholds',
      state: 'running',
      done: 3,
      total: 12,
      perSecond: null,
      secondsLeft: null,
      createdMs: 0,
    } as const;
    act(() => {
      store.setState({ model: { kind: 'ready', info: fakeModel } });
      store.getState().setJobs([job]);
    });
    expect(screen.getByRole('progressbar', { name: 'Calibration' })).toHaveProperty('value', 0.25);
    fireEvent.click(button('Pause')!);
    expect(change).toHaveBeenCalledWith(7, 'pause');
    const result = {
      out: 'c.json',
      images: 31,
      skipped: [],
      notes: [],
      points: [],
      imageBackend: 'torchvision',
      imageRoute: 'path',
    } as const;
    act(() => {
      store.getState().setJobs([{ ...job, state: 'done' }]);
      store.getState().setCalibrated({ job: 7, model: fakeModel.directory, result });
    });
    const part = screen.getByRole('region', { name: 'Calibrating' });
    expect(part.textContent).toContain('Calibrated with 31 images.');
    const other = { ...fakeModel, directory: '/models/other' };
    act(() => store.setState({ model: { kind: 'ready', info: other } }));
    expect(part.textContent).not.toContain('Calibrated with'); // that was another model
  });

  it('says of an encoder alone that it has no language model', () => {
    const info = { ...fakeModel, takes: { ...fakeModel.takes, questions: false }, maxPositions: 0 };
    act(() => store.setState({ model: { kind: 'ready', info } }));
    const { textContent } = screen.getByRole('article', { name: 'fake-vlm' });
    expect(textContent).toContain('Language modelnone: this is a vision encoder alone');
    expect(textContent).not.toContain('Longest sequence');
  });
});

describe('the precision of the language model', () => {
  const radios = () =>
    within(screen.getByRole('radiogroup', { name: 'Language model' }))
      .getAllByRole<HTMLInputElement>('radio')
      .map(({ parentElement }) => parentElement?.textContent);

  it('is chosen where it stands, with what each needs in memory', () => {
    const usePrecision = vi.spyOn(session, 'usePrecision').mockResolvedValue();
    act(() => store.setState({ model: { kind: 'ready', info: fakeModel } }));
    expect(radios()).toEqual(['fp32', 'int8', 'int4']);
    fireEvent.click(screen.getByRole('radio', { name: 'int4' }));
    expect(usePrecision).toHaveBeenCalledWith('int4');
    const memory = { available: 8e9, total: 16e9, largest: 9e9 };
    const memories = [
      { ...memory, precision: 'fp32', needed: 9e9, fits: 'tight' },
      { ...memory, precision: 'int8', needed: 3e9, largest: 4e9, fits: 'yes' },
    ] as const;
    const inspection = { memories } as unknown as Inspection;
    act(() => store.getState().setInspection(fakeModel.directory, { kind: 'ready', inspection }));
    expect(screen.getByRole('article', { name: 'fake-vlm' }).textContent).toContain(
      'Memory on the CPU: fp32: about 9.0 GB, fits after other programs make room; int8: about 3.0 GB (4.0 GB for the largest pictures), fits',
    );
  });

  it('has fp16 where the device may compute in it, and none for an encoder alone', () => {
    act(() => store.setState({ model: { kind: 'ready', info: { ...fakeModel, device: 'webgpu' } } }));
    expect(radios()).toEqual(['fp32', 'fp16', 'int8', 'int4']);
    const alone = { ...fakeModel, takes: { ...fakeModel.takes, questions: false } };
    act(() => store.setState({ model: { kind: 'ready', info: alone } }));
    expect(screen.queryByRole('radiogroup', { name: 'Language model' })).toBeNull();
  });
});

describe('the switch of the vision encoder', () => {
  const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });

  it('says in which form the encoder is, what that means, and hands the other one on', () => {
    const useTower = vi.spyOn(session, 'useTower').mockResolvedValue();
    act(() => store.setState({ model: { kind: 'ready', info: fakeModel } }));
    const group = screen.getByRole('radiogroup', { name: 'Vision encoder' });
    expect(radio('exact (fp32)').checked).toBe(true);
    const described = document.getElementById(group.getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toMatch(/^Computes the encoder as it was trained/);
    fireEvent.click(radio('fast (int8)'));
    expect(useTower).toHaveBeenCalledWith('int8');
    act(() => store.setState({ model: { kind: 'ready', info: { ...fakeModel, tower: 'int8' } } }));
    expect(radio('fast (int8)').checked).toBe(true);
    expect(described?.textContent).toMatch(/other tokens merge, and budgets need a calibration/);
  });

  it('waits while a model is loaded', () => {
    const directory = fakeModel.directory;
    act(() => store.setState({ model: { kind: 'loading', directory, progress: null, before: fakeModel } }));
    expect(radio('fast (int8)').disabled).toBe(true);
  });
});

const bare: Inspection = {
  ...{ family: '', supported: true, vision: {}, text: {}, parameters: 0 },
  ...{ bytes: {}, tokensPerView: 0, notes: [] },
};

describe('the list of known models', () => {
  const other = { directory: '/models/other', name: 'Other', missing: false };
  const entries = () => within(screen.getByRole('list', { name: 'Known models' })).getAllByRole('listitem');
  const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

  it('has the embedded model first, which cannot be removed', () => {
    act(() => store.setState({ embedded: fakeModel.directory, knownModels: [other] }));
    expect(entries().map((entry) => entry.querySelector('strong')?.textContent)).toEqual([
      'Embedded model',
      'Other',
    ]);
    expect(screen.queryByRole('button', { name: 'Remove Embedded model from the list' })).toBeNull();
    expect(button('Use Other').disabled).toBe(false);
  });

  it('says in one line what is known of each, and of a folder that is missing when it was used', () => {
    const inspection = { ...bare, family: 'llava', tokensPerView: 576, calibration: null };
    act(() => {
      const usedMs = Date.UTC(2026, 10, 30, 12);
      const gone = { directory: '/gone', name: 'Gone', missing: true, usedMs };
      store.setState({ embedded: '/e', knownModels: [{ ...other, usedMs }, gone] });
      store.getState().setInspection(other.directory, { kind: 'ready', inspection });
    });
    expect(entries()[1]?.textContent).toContain(
      'llava · 576 tokens a view · not calibrated · used 30 Nov 2026',
    );
    expect(entries()[2]?.textContent).toContain('/goneused 30 Nov 2026This folder');
  });

  it('offers the precisions of those that are not in use, with the memory of each, and remembers the choice', () => {
    const memory = { available: 8e9, total: 16e9 };
    const memories = [
      { ...memory, precision: 'fp32', needed: 9e9, largest: 9e9, fits: 'tight' },
      { ...memory, precision: 'int8', needed: 3e9, largest: 4e9, fits: 'yes' },
    ] as const;
    act(() => {
      store.setState({ embedded: fakeModel.directory, knownModels: [other] });
      store.setState({ model: { kind: 'ready', info: fakeModel } });
      for (const directory of [fakeModel.directory, other.directory])
        store.getState().setInspection(directory, { kind: 'ready', inspection: { ...bare, memories } });
    });
    expect(screen.queryByRole('radiogroup', { name: 'Precision of Embedded model' })).toBeNull(); // its card has it
    const group = screen.getByRole('radiogroup', { name: 'Precision of Other' });
    expect(group.textContent).toBe('fp32 · 9.0 GBint8 · 3.0 GB');
    fireEvent.click(within(group).getByRole('radio', { name: 'int8 · 3.0 GB' }));
    expect(store.getState().languagePrecisions).toEqual({ [other.directory]: 'int8' });
    expect(entries()[1]?.textContent).toContain('int8: about 3.0 GB (4.0 GB for the largest pictures), fits');
  });

  it('looks into the folders that are there, and again when the model in use has changed', () => {
    const inspect = vi.spyOn(session.library, 'inspect').mockResolvedValue();
    act(() =>
      store.setState({ embedded: '/e', knownModels: [other, { ...other, directory: '/g', missing: true }] }),
    );
    expect(inspect.mock.calls).toEqual([['/e'], [other.directory]]);
    act(() => store.setState({ model: { kind: 'ready', info: { ...fakeModel, directory: '/elsewhere' } } }));
    expect(inspect.mock.calls.slice(2)).toEqual(expect.arrayContaining([['/e'], [other.directory]]));
  });

  it('marks the one in use, which can be neither used again nor removed', () => {
    const info = { ...fakeModel, directory: other.directory };
    act(() => store.setState({ embedded: '/e', knownModels: [other], model: { kind: 'ready', info } }));
    expect(entries()[1]?.textContent).toContain('in use');
    expect(button('Use Other').disabled).toBe(true);
    expect(button('Remove Other from the list').disabled).toBe(true);
    expect(button('Use Embedded model').disabled).toBe(false);
  });

  it('says that a folder is missing and what to do; it can be removed', () => {
    act(() => store.setState({ embedded: '/e', knownModels: [{ ...other, missing: true }] }));
    expect(entries()[1]?.textContent).toContain('This folder is not there now.');
    expect(button('Use Other').disabled).toBe(true);
    expect(button('Remove Other from the list').disabled).toBe(false);
  });
});
