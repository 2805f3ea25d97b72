// @vitest-environment jsdom
import '../../support/browser.ts';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commandById } from '../../../../renderer/commands/table.ts';
import { createStageControls } from '../../../../renderer/commands/stage-controls.ts';
import { runCommand } from '../../../../renderer/commands/command.ts';
import { uncounted } from '../../../../renderer/session/collection/counting.ts';
import { selectAllShown } from '../../../../renderer/state/collection/acts.ts';
import { selectSelectedRows, selectShownRows } from '../../../../renderer/state/collection/selectors.ts';
import type { CollectionRequest } from '../../../../src-engine/engine.ts';
import { fakeModel } from '../../../support/fake-engine.ts';
import {
  end,
  folder,
  opened,
  plan,
  restart,
  session,
  shell,
  start,
  state,
  store,
} from './collection-parts.tsx';

const namesOf = (rows: Uint32Array) => Array.from(rows, (row) => state().columns.names[row]);
const active = () => document.activeElement?.getAttribute('data-row');
const key = (name: string, extra = {}) =>
  act(() => void fireEvent.keyDown(document.activeElement ?? document.body, { key: name, ...extra }));

afterEach(end);

describe('a collection', () => {
  it('without a folder says how to open one, and lists those that were', async () => {
    await start();
    act(() => state().rememberFolder('/pictures/summer'));
    fireEvent.click(screen.getByRole('button', { name: 'summer' }));
    expect(await screen.findByRole('heading', { name: 'summer' })).toBeTruthy();
    expect(state().view).toBe('collection');
  });

  it('is a table of all images of which only those in sight are drawn', async () => {
    const table = await opened({ images: 6000 });
    await waitFor(() => expect(table.getAttribute('aria-rowcount')).toBe('6001')); // it comes in two pages
    const drawn = within(table).getAllByRole('row').length;
    expect(drawn).toBeGreaterThan(10);
    expect(drawn).toBeLessThan(80);
    expect(screen.getByRole('status', { name: 'Images shown' }).textContent).toBe('6,000 images');
  });

  it('says what the budget costs, and moves without encoding', async () => {
    await opened();
    expect(plan()).toMatch(
      /^These 300 images cost 9\d tokens on average at this budget; for 95 % of them 12\d is enough\./,
    );
    const slider = screen.getByRole('slider', { name: 'Collection budget' });
    const clock = vi.spyOn(Date, 'now').mockReturnValue(0); // steps of one movement follow each other quickly, however slow the machine
    fireEvent.change(slider, { target: { value: '50' } });
    expect(plan()).toMatch(/^These 300 images cost [45]\d tokens on average/);
    expect(
      screen.getByText(/This budget lies between two that were measured.*off by 0\.6 tokens per view/),
    ).toBeTruthy();
    fireEvent.change(slider, { target: { value: '64' } });
    clock.mockRestore();
    expect(screen.getByText('Every count was measured at exactly this budget.')).toBeTruthy();
    const undo = commandById('undo');
    if (undo === undefined) throw new Error('There is no undo.');
    const controls = createStageControls();
    act(() => state().setView('collection'));
    act(() => runCommand(undo, { store, session, controls }));
    expect(screen.getByText('target average 90')).toBeTruthy(); // both steps were one movement
  });

  it('sorts by its headings and filters by words, folders and numbers', async () => {
    const table = await opened();
    const heading = (name: string) => within(table).getByRole('columnheader', { name });
    expect(heading('Tokens').getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(within(heading('Name')).getByRole('button'));
    expect(namesOf(selectShownRows(state())).slice(0, 2)).toEqual(['picture-00001.jpg', 'picture-00002.jpg']);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'NIGHT' } });
    expect(screen.getByRole('status', { name: 'Images shown' }).textContent).toBe('75 of 300 images');
    expect(plan()).toMatch(/^These 75 images/);
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    fireEvent.change(screen.getByRole('combobox', { name: 'Folder' }), { target: { value: 'streets' } });
    expect(selectShownRows(state())).toHaveLength(150); // with the folder below it
    fireEvent.click(screen.getByRole('button', { name: 'Filters' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Share kept, to' }), { target: { value: '30' } });
    const shown = selectShownRows(state());
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.length).toBeLessThan(80);
  });

  it('is walked, searched and selected by keys', async () => {
    const table = await opened();
    act(() => state().sortCollection({ field: 'name', descending: false }));
    act(() => within(table).getAllByRole('row')[1]?.focus());
    expect(active()).toBe('0');
    key('ArrowRight');
    key('ArrowDown');
    const across = Number(active()) - 1;
    expect(across).toBe(5); // 800 px hold five tiles
    key('End');
    expect(active()).toBe('299'); // far out of sight, and drawn all the same
    key('Home');
    expect(active()).toBe('0');
    for (const letter of 'picture-00123') key(letter);
    expect(active()).toBe('122');
    key('ArrowLeft'); // a space would belong to the name
    key('ArrowRight');
    key(' ');
    expect(namesOf(selectSelectedRows(state()))).toEqual(['picture-00123.jpg']);
    key('ArrowRight', { shiftKey: true });
    key('ArrowRight', { shiftKey: true });
    expect(selectSelectedRows(state())).toHaveLength(3);
    key('a', { ctrlKey: true });
    expect(selectSelectedRows(state())).toHaveLength(300);
    key('Escape');
    expect(selectSelectedRows(state())).toHaveLength(0);
  });

  it('opens what is selected in Explore with the budget of the collection', async () => {
    const table = await opened({ images: 12 });
    fireEvent.change(screen.getByRole('slider', { name: 'Collection budget' }), { target: { value: '64' } });
    act(() => within(table).getAllByRole('row')[1]?.focus());
    key('Enter');
    expect(state().view).toBe('explore');
    await waitFor(() => expect(state().images).toHaveLength(1));
    expect(state().images[0]?.source).toMatchObject({ kind: 'file' });
    expect(state().choices.tokens).toBe(64);
  });

  it('selects by ranges of numbers, as the brush does', async () => {
    await opened();
    fireEvent.change(screen.getByRole('textbox', { name: 'Select tokens, from' }), {
      target: { value: '110' },
    });
    const selected = selectSelectedRows(state());
    expect(selected.length).toBeGreaterThan(20);
    expect(selected.length).toBeLessThan(150);
    expect(screen.getByRole('status', { name: 'Plan of the selected' }).textContent).toContain(
      `The selected ${selected.length} images cost`,
    );
    expect(document.querySelectorAll('.chart-brush')).toHaveLength(2); // in both figures
  });

  it('keeps tags by path, and filters by them', async () => {
    await opened();
    act(() => state().settleSelection(Uint8Array.of(1, 1)));
    fireEvent.change(screen.getByRole('textbox', { name: 'Tag for the selected images' }), {
      target: { value: ' sharp ' },
    });
    fireEvent.submit(screen.getByRole('textbox', { name: 'Tag for the selected images' }));
    expect(Object.keys(state().collectionTags['/pictures/holiday'] ?? {})).toEqual(['sharp']);
    fireEvent.click(screen.getByRole('button', { name: 'sharp' }));
    expect(selectShownRows(state())).toHaveLength(2);
    fireEvent.click(screen.getByRole('button', { name: 'Rename sharp' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'New name for sharp' }), {
      target: { value: 'crisp' },
    });
    fireEvent.submit(screen.getByRole('textbox', { name: 'New name for sharp' }));
    expect(state().collectionFilter.tag).toBe('crisp');
    fireEvent.click(screen.getByRole('button', { name: 'Remove crisp' }));
    expect(state().collectionTags).toEqual({});
    act(() => state().notices.at(-1)?.action?.run());
    expect(Object.keys(state().collectionTags['/pictures/holiday'] ?? {})).toEqual(['crisp']);
    expect(selectShownRows(state())).toHaveLength(300);
  });

  it('keeps the focus where a pressed button goes, and Escape gives up a new name', async () => {
    await opened({ images: 6 });
    act(() => selectAllShown(store));
    const field = screen.getByRole('textbox', { name: 'Tag for the selected images' });
    fireEvent.change(field, { target: { value: 'sharp' } });
    fireEvent.submit(field);
    fireEvent.click(screen.getByRole('button', { name: 'Rename sharp' }));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'New name for sharp' }));
    key('Escape');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Tag for the selected images' }));
    expect(selectSelectedRows(state())).toHaveLength(6);
    fireEvent.click(screen.getByRole('button', { name: 'Remove sharp' }));
    expect(document.activeElement).toBe(field);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'night' } });
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  });

  it('compares with another method, image by image', async () => {
    const table = await opened();
    fireEvent.click(screen.getByRole('button', { name: 'Compare with…' }));
    expect(screen.getByRole('status', { name: 'Comparison' }).textContent).toMatch(
      /^With Exact, 90 each, an image costs \d+\.\d tokens (more|fewer) on average; \d+ of 300 get more, \d+ get fewer\.$/,
    );
    expect(within(table).getByRole('columnheader', { name: 'Compared' })).toBeTruthy();
    expect(screen.getByRole('img', { name: /^Images by difference in tokens/ })).toBeTruthy();
  });

  it('is saved as a table, a document and a figure', async () => {
    await opened({ images: 3 });
    for (const id of ['collection-export-csv', 'collection-export-json', 'collection-export-svg']) {
      const command = commandById(id);
      if (command === undefined) throw new Error(`There is no ${id}.`);
      act(() => runCommand(command, { store, session, controls: createStageControls() }));
    }
    await waitFor(() => expect(shell.saved).toHaveLength(3));
    const [csv, json, svg] = shell.saved;
    expect(csv?.name).toBe('collection-holiday.csv');
    expect(csv?.text.split('\r\n')[0]).toBe(
      'file,width,height,bytesPerPixel,views,fullTokens,tokens_16,tokens_40,tokens_64,tokens_90,tokens_120,tokens_160,tokens_200,tokens_240,tokens_at_90,selected,tags',
    );
    expect(csv?.text.trim().split('\r\n')).toHaveLength(4);
    const document = JSON.parse(json?.text ?? '{}') as { format: string; images: unknown[] };
    expect(document.format).toBe('dymu-collection');
    expect(document.images).toHaveLength(3);
    expect(svg?.text.match(/<circle /g)).toHaveLength(3);
    expect(svg?.text).toContain('These 3 images cost');
  });
});

describe('a collection that is not whole', () => {
  it('is counted by a job that is started by itself, can be paused and goes on', async () => {
    await opened({ images: 8, counted: false });
    await waitFor(() => expect(state().jobs.map(({ kind }) => kind)).toEqual(['collect']));
    await waitFor(() => expect(plan()).toMatch(/^These 8 images cost/));
  });

  it('follows files that come and go', async () => {
    const table = await opened({ images: 5 });
    folder.add('new/one.png');
    folder.remove('streets/picture-00001.jpg');
    act(() => session.collection.look());
    await waitFor(() => expect(namesOf(selectShownRows(state()))).toContain('one.png'));
    expect(namesOf(selectShownRows(state()))).not.toContain('picture-00001.jpg');
    expect(table.getAttribute('aria-rowcount')).toBe('6');
  });

  it('says whether it follows its folder, and looks through it again when it is told to', async () => {
    const asked: CollectionRequest[] = [];
    await opened({ images: 3, asked });
    const following = () => screen.getByRole('status', { name: 'Following' }).textContent;
    expect(following()).toBe('Following');
    fireEvent.click(screen.getByRole('switch', { name: 'Follow the folder' }));
    await waitFor(() => expect(following()).toBe('Not following'));
    expect(asked.at(-1)).toMatchObject({ follow: false });
    expect(asked.some(({ rescan }) => rescan === true)).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: 'Look through the folder again' }));
    await waitFor(() => expect(asked.some(({ rescan }) => rescan === true)).toBe(true));
  });

  it('says why a folder is not followed', async () => {
    const reason = 'The folder lies on a network file system (NFS), where not every change is heard of.';
    await opened({ images: 3, following: { kind: 'rescanned', reason } });
    expect(
      screen.getByText(`${reason} So it is looked through again from time to time, and whenever you ask.`),
    ).toBeTruthy();
  });

  it('counts one image after the other as they are added', async () => {
    await opened({ images: 3 });
    const collectJobs = () => state().jobs.filter(({ kind }) => kind === 'collect');
    for (const name of ['new/one.png', 'new/two.png']) {
      folder.add(name);
      act(() => session.collection.look());
      await waitFor(() => expect(state().columns.paths).toContain(name));
      await waitFor(() => expect(uncounted(state())).toBe(0));
      await waitFor(() => expect(collectJobs().every(({ state: at }) => at === 'done')).toBe(true));
    }
    expect(collectJobs()).toHaveLength(2);
  });

  it('lists files that cannot be read with their reasons', async () => {
    await opened({ images: 2 });
    expect(screen.getByText('1 file cannot be read')).toBeTruthy();
    expect(screen.getByText('broken-1.jpg is not an image that can be read.')).toBeTruthy();
  });

  it('says that a folder is empty', async () => {
    await start({ images: 0 });
    act(() => session.collection.open('/pictures/none'));
    expect(await screen.findByText(/^No image in none can be read/)).toBeTruthy();
  });

  it('says that a folder is not there, and looks again', async () => {
    await start();
    act(() => session.collection.open('/pictures/missing'));
    expect((await screen.findByRole('alert')).textContent).toMatch(/missing is not there/);
    expect(screen.getByRole('button', { name: 'Look again' })).toBeTruthy();
  });

  it('is calibrated on, shows what images held back keep, and still does after a restart', async () => {
    await opened({ images: 300 });
    act(() => void fireEvent.click(screen.getByRole('button', { name: 'Calibrate' })));
    const report = () => screen.findByRole('group', { name: 'Newest calibration' });
    expect((await report()).textContent).toContain('Calibrated with 270 images.');
    const rows = within(await report()).getAllByRole('row');
    expect(rows[1]?.textContent).toMatch(/100 %no$/);
    expect(rows.slice(2).every((row) => row.textContent.endsWith('0 %yes'))).toBe(true);
    expect((await report()).textContent).toMatch(
      /30 images held back the averages are off at 1 of \d+ budgets, by 100 % at most/,
    );

    await restart();
    act(() => session.collection.open('/pictures/holiday'));
    expect(within(await report()).getAllByRole('row')).toHaveLength(rows.length);
  });

  it('of a model without a calibration offers to make one', async () => {
    await opened({ counted: false, model: { ...fakeModel, calibration: null } });
    expect(screen.getByText(/This model has no calibration/)).toBeTruthy();
    expect(screen.queryByRole('slider', { name: 'Collection budget' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Calibrate on these images' })).toBeTruthy();
  });
});
