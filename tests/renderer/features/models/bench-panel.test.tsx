// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppContext } from '../../../../renderer/app/context.ts';
import { runCommand } from '../../../../renderer/commands/command.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { showBench } from '../../../../renderer/commands/view.ts';
import { BenchPanel } from '../../../../renderer/features/models/bench/BenchPanel.tsx';
import { createSession, type Session } from '../../../../renderer/session/session.ts';
import { benchRequest } from '../../../../renderer/state/bench-slice.ts';
import { createAppStore, type AppStore } from '../../../../renderer/state/store.ts';
import type { BenchRequest, Engine } from '../../../../src-engine/engine.ts';
import { EngineError, throwIfAborted } from '../../../../src-engine/errors.ts';
import { fakeBench } from '../../../support/fake-bench.ts';
import { createFakeEngine, fakeModel } from '../../../support/fake-engine.ts';
import { createFakeShell, type FakeShell } from '../../support/fake-bridge.ts';

let store: AppStore;
let session: Session;
let shell: FakeShell;
let asked: BenchRequest[];
/** Ends the measurement that runs. */
let finish: () => void;

beforeEach(async () => {
  store = createAppStore();
  shell = createFakeShell([]);
  session = createSession(store, shell.bridge, shell.connect);
  asked = [];
  const engine = createFakeEngine();
  const bench: Engine['bench'] = async (request, call = {}) => {
    asked.push(request);
    call.onProgress?.({ stage: 'Measuring 34 %', done: 0, total: 4 });
    await new Promise<void>((resolve, reject) => {
      finish = resolve;
      call.signal?.addEventListener('abort', () => reject(new EngineError('aborted', 'Stopped')));
    });
    throwIfAborted(call.signal);
    return fakeBench(request);
  };
  await session.start();
  shell.status({ kind: 'ready' });
  shell.startEngine({ ...engine, bench });
  const controls = createStageControls();
  render(
    <AppContext value={{ store, session, controls }}>
      <BenchPanel />
    </AppContext>,
  );
  await act(() => Promise.resolve());
});
afterEach(() => {
  session.dispose();
  cleanup();
});

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const choice = () => screen.getByRole<HTMLSelectElement>('combobox', { name: 'Measure' });
const choose = (shape: string) => fireEvent.change(choice(), { target: { value: shape } });
const start = () => fireEvent.click(button('Start measuring'));
async function done(): Promise<void> {
  finish();
  await act(async () => {
    while (store.getState().bench.kind === 'running') await new Promise((resolve) => setTimeout(resolve));
  });
}

describe('what would it bring here', () => {
  it('offers every shape, and the model in use where that is another one than the embedded', () => {
    expect(within(choice()).getAllByRole('option')).toHaveLength(6);
    const info = { ...fakeModel, directory: '/models/own', name: 'own' };
    act(() => store.getState().setModel({ kind: 'ready', info }));
    expect(within(choice()).getByRole('option', { name: 'own, the model in use in fp32' })).toBeTruthy();
    fireEvent.change(choice(), { target: { value: 'model' } });
    start();
    const subject = { kind: 'model', directory: '/models/own' };
    expect(asked).toEqual([{ subject, towerPrecision: 'fp32', precision: 'fp32' }]);
  });

  it('measures the model in use in the precisions that it is loaded in, and an encoder alone in its own', () => {
    const info = {
      ...fakeModel,
      directory: '/models/own',
      name: 'own',
      tower: 'int8',
      precision: 'int4',
    } as const;
    act(() => store.getState().setModel({ kind: 'ready', info }));
    fireEvent.change(choice(), { target: { value: 'model' } });
    expect(choice().selectedOptions[0]?.textContent).toBe('own, the model in use in int4');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'int8' }).checked).toBe(true);
    start();
    expect(asked).toEqual([
      { subject: { kind: 'model', directory: '/models/own' }, towerPrecision: 'int8', precision: 'int4' },
    ]);
    const alone = { ...info, takes: { ...info.takes, questions: false } };
    expect(benchRequest({ subject: 'model', tower: 'fp32' }, alone)).toEqual({
      subject: { kind: 'model', directory: '/models/own' },
      towerPrecision: 'fp32',
    });
  });

  it('measures one thing at a time, says how far it is, and keeps what was measured', async () => {
    choose('clip-l-336');
    fireEvent.click(screen.getByRole('radio', { name: 'int8' }));
    start();
    expect(asked).toEqual([{ subject: { kind: 'shape', shape: 'clip-l-336' }, towerPrecision: 'int8' }]);
    expect(button('Start measuring').disabled).toBe(true);
    expect(choice().disabled).toBe(true);
    expect(screen.getByText('Measuring 34 %: 0 %')).toBeTruthy();
    await session.bench.start({ subject: { kind: 'shape', shape: 'embedded' } });
    expect(asked).toHaveLength(1);
    await done();
    const result = screen.getByRole('group', { name: 'Measured: clip-l-336' });
    expect(
      within(result).getByText(/^At 15 % of the tokens \(86\) the encoder is done 6\.0× sooner/),
    ).toBeTruthy();
    expect(within(result).getAllByRole('row')).toHaveLength(6);
    expect(
      within(result).getByRole('img', { name: /15 % of the tokens: 17 % of the time, ideal 15 %/ }),
    ).toBeTruthy();
    expect(within(result).getByRole('list', { name: 'Time by stage' }).children).toHaveLength(5);
    choose('embedded');
    expect(screen.queryByRole('group', { name: /^Measured/ })).toBeNull();
    choose('clip-l-336');
    expect(screen.getByRole('group', { name: 'Measured: clip-l-336' })).toBeTruthy();
  });

  it('can be cancelled, and keeps the result before', async () => {
    start();
    await done();
    start();
    fireEvent.click(button('Cancel'));
    await done();
    expect(screen.getByRole('status').textContent).toContain('Cancelled');
    expect(screen.getByRole('group', { name: 'Measured: embedded' })).toBeTruthy();
  });

  it('says what does not fit, and measures what fits', async () => {
    choose('llava-1.5-7b');
    start();
    await done();
    expect(screen.getByRole('alert').textContent).toContain('takes about 30 GB in fp32, but 20 GB are free');
    fireEvent.click(button('Measure as many layers as fit'));
    expect(asked.at(-1)).toMatchObject({ languageLayers: 'fit' });
    await done();
    expect(screen.getByText(/^Theory: 8 of 32 layers/)).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('saves table, document and drawing under names that say what they are', async () => {
    start();
    await done();
    for (const name of ['Export CSV…', 'Export JSON…', 'Export SVG…']) fireEvent.click(button(name));
    await act(() => Promise.resolve());
    expect(shell.saved.map(({ name }) => name)).toEqual([
      'bench-embedded-fp32.csv',
      'bench-embedded-fp32.json',
      'bench-embedded-fp32.svg',
    ]);
    expect(store.getState().notices.at(-1)?.text).toBe('Saved as /saved/bench-embedded-fp32.svg.');
  });

  it('is found by its command, which takes the focus there once', () => {
    act(() => runCommand(showBench, { store, session, controls: createStageControls() }));
    expect(store.getState().view).toBe('models');
    expect(document.activeElement?.textContent).toBe('What would it bring here?');
    expect(store.getState().benchAsked).toBe(false);
  });
});
