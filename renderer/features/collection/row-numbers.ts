/** The numbers of an image in its row of the table, written straight into the document: a step of the budget changes them in every row, and nothing else. */
import { formatPercent } from '../../../src-engine/report/units.ts';

export interface RowNumbers {
  readonly tokens: number; // over all views; NaN where they are not known
  readonly full: number; // without merging
  /** At what it is compared with; null where it is compared with nothing. */
  readonly other: number | null;
}

/** The cells that `ImageRow` leaves empty. */
export const numberCells = {
  bar: 'count-bar',
  tokens: 'image-tokens',
  share: 'image-share',
  other: 'column-other',
};

/** The cells of a row, and what was written into them last: asking the document would cost as much as writing. */
interface Written {
  readonly bar: HTMLElement | null;
  readonly tokens: Cell;
  readonly share: Cell;
  readonly other: Cell | null;
  size: string; // of the bar
}

interface Cell {
  readonly text: Text;
  words: string;
}

const known = new WeakMap<Element, Written>();

/** Touches nothing that stays as it was: what is touched is laid out and painted anew. */
export function writeNumbers(row: Element, { tokens, full, other }: RowNumbers): void {
  const share = tokens / full;
  const counted = !Number.isNaN(share);
  const written = writtenOf(row, other !== null);
  put(written.tokens, counted ? String(Math.round(tokens)) : '–');
  put(written.share, counted ? formatPercent(share) : '');
  if (written.other !== null && other !== null) put(written.other, differenceWords(tokens, other));
  const size = `${(counted ? 100 * share : 0).toFixed(1)}% 100%`;
  if (written.size === size || written.bar === null) return;
  written.bar.style.backgroundSize = size;
  written.size = size;
}

/** A row that is compared, or is no longer, has other cells. */
function writtenOf(row: Element, compared: boolean): Written {
  const last = known.get(row);
  if (last !== undefined && (last.other !== null) === compared) return last;
  const written = {
    bar: row.querySelector<HTMLElement>(`.${numberCells.bar}`),
    tokens: cellIn(row, numberCells.tokens) ?? { text: new Text(), words: '' },
    share: cellIn(row, numberCells.share) ?? { text: new Text(), words: '' },
    other: compared ? cellIn(row, numberCells.other) : null,
    size: '',
  };
  known.set(row, written);
  return written;
}

function cellIn(row: Element, name: string): Cell | null {
  const element = row.querySelector(`.${name}`);
  if (element === null) return null;
  const text = element.firstChild instanceof Text ? element.firstChild : element.appendChild(new Text());
  return { text, words: text.data };
}

function put(cell: Cell, words: string): void {
  if (cell.words === words) return;
  cell.text.data = words;
  cell.words = words;
}

/** "120 (+31)" */
function differenceWords(tokens: number, other: number): string {
  if (Number.isNaN(other)) return '–';
  const by = Math.round(other) - Math.round(tokens);
  return `${Math.round(other)}${Number.isNaN(by) || by === 0 ? '' : ` (${by > 0 ? '+' : '−'}${Math.abs(by)})`}`;
}
