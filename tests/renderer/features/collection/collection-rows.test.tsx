// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { collectionExport } from '../../../../renderer/state/collection/exported.ts';
import { collectionCsv } from '../../../../renderer/words/collection-files.ts';
import type { CollectionRequest } from '../../../../src-engine/engine.ts';
import { fakeModel } from '../../../support/fake-engine.ts';
import { end, opened, plan, state } from './collection-parts.tsx';

function rowsCalibration() {
  const points = [3, 6, 10, 14].map((mean) => ({
    target: mean,
    mean,
    std: mean * 0.2,
    quantiles: [0.5, 0.6, 0.7, 0.85, 1, 1.1, 1.2, 1.3, 1.4].map((q) => Math.min(16, q * mean)),
  }));
  return { points, range: [3, 14], presets: { low: 3, mid: 6, high: 10 } } as const;
}

/** Of 16 cells a view, by 256 tokens. */
const joined = {
  ...fakeModel,
  cellsPerView: 16,
  calibration: { ...fakeModel.calibration!, rows: rowsCalibration() },
} as const;

afterEach(end);

describe('a collection of a model that joins squares', () => {
  it('counts rows where a model joins squares, beside the tokens of its encoder', async () => {
    const asked: CollectionRequest[] = [];
    const table = await opened({ model: joined, asked });
    expect(plan()).toMatch(/ tokens on average at this budget/);
    fireEvent.click(screen.getByRole('radio', { name: 'Rows (ours)' }));
    await waitFor(() => expect(plan()).toMatch(/^These 300 images cost 6 rows on average at this budget/));
    expect(asked.at(-1)).toMatchObject({ method: 'rows' });
    expect(plan()).toMatch(/of the 4,800 rows without merging/);
    expect(within(table).getByRole('columnheader', { name: 'Rows' })).toBeTruthy();
    const slider = screen.getByRole('slider', { name: 'Collection budget' });
    fireEvent.change(slider, { target: { value: '10' } });
    expect(slider.getAttribute('aria-valuetext')).toBe('10 rows on average');
    expect(plan()).toMatch(/cost (9|10) rows on average/);
    fireEvent.click(screen.getByRole('button', { name: 'Compare with…' }));
    expect(screen.getByRole('combobox', { name: 'Method to compare with' })).toHaveProperty('value', 'dart');
    fireEvent.click(screen.getByRole('radio', { name: 'Tokens of the encoder' }));
    await waitFor(() => expect(plan()).toMatch(/ tokens on average at this budget/));
  });

  it('counts rows alone where nothing merges in the encoder, of each picture its own share', async () => {
    await opened({ model: { ...joined, anyShape: true } });
    await waitFor(() => expect(plan()).toMatch(/ rows on average at this budget/));
    expect(screen.queryByRole('radio', { name: 'Rows (ours)' })).toBeNull();
    expect(new Set(state().columns.full).size).toBeGreaterThan(5);
    const csv = collectionCsv(collectionExport(state())).text.split('\r\n')[0];
    expect(csv).toMatch(/,views,fullRows,rows_rows:3,rows_rows:6,rows_rows:10,rows_rows:14,rows_at_6,/);
  });

  it('says that rows are not calibrated, and leaves the tokens to be looked at', async () => {
    await opened({ model: { ...fakeModel, cellsPerView: 16 } });
    fireEvent.click(screen.getByRole('radio', { name: 'Rows (ours)' }));
    expect(
      await screen.findByText(/^This model has no calibration of its rows, so there are no budgets/),
    ).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: 'Tokens of the encoder' }));
    await waitFor(() => expect(plan()).toMatch(/ tokens on average at this budget/));
  });
});
