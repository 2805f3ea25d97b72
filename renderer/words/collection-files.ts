/** What of a collection can be taken along: its numbers as CSV and JSON, its figures as SVG. Pure; texts in, texts out. */
import type { CollectionExport } from '../state/collection/exported.ts';
import { unitOf } from '../state/collection/counts.ts';
import type { Tags } from '../state/collection/tags.ts';
import { csvText, type Cell } from '../../src-engine/report/csv.ts';
import { folderName } from './collection-words.ts';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** @param ending with its dot */
export function collectionFileName({ columns }: CollectionExport, ending: string): string {
  const name = folderName(columns.source)
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `collection-${name === '' ? 'folder' : name}${ending}`;
}

function tagsOf(tags: Tags): (path: string) => readonly string[] {
  const byPath = new Map<string, string[]>();
  for (const [tag, paths] of Object.entries(tags))
    for (const path of paths) byPath.set(path, [...(byPath.get(path) ?? []), tag]);
  return (path) => byPath.get(path) ?? [];
}

/** Tokens at measured budgets are whole; those at the chosen budget are read off a line and have one decimal. */
const oneDecimal = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? null : Math.round(value * 10) / 10;
const known = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);

export function collectionCsv(exported: CollectionExport): TextFile {
  return { name: collectionFileName(exported, '.csv'), text: csvText(collectionTable(exported)) };
}

/** Names of the columns, then one line an image. A count's column is called as `dymu collect` calls it: what is counted, and the budget. */
export function collectionTable(exported: CollectionExport): readonly (readonly Cell[])[] {
  const { columns, rows, counts, other, selected, tags, budget } = exported;
  const tagged = tagsOf(tags);
  const unit = unitOf(columns.method);
  const ofRows = unit === 'rows' ? 'rows:' : '';
  const head = [
    ...['file', 'width', 'height', 'bytesPerPixel', 'views', unit === 'rows' ? 'fullRows' : 'fullTokens'],
    ...columns.budgets.map((mean) => `${unit}_${ofRows}${Number(mean.toFixed(2))}`),
    ...(budget === null ? [] : [`${unit}_at_${budget.tokens}`]),
    ...(other === null ? [] : [`${unit}_${other.budget.method}:${other.budget.tokens}`]),
    ...['selected', 'tags'],
  ];
  const body = Array.from(rows, (row): readonly Cell[] => [
    columns.paths[row],
    columns.width[row],
    columns.height[row],
    columns.bytesPerPixel[row],
    known(columns.views[row]),
    known(columns.full[row]),
    ...columns.counts.map((column) => known(column[row])),
    ...(budget === null ? [] : [oneDecimal(counts[row])]),
    ...(other === null ? [] : [oneDecimal(other.counts[row])]),
    selected[row] === 1 ? 1 : 0,
    tagged(columns.paths[row] ?? '').join(';'),
  ]);
  return [head, ...body];
}

/** Without the images: what figures carry as metadata. */
export function collectionSummary({ columns, rows, model, budget, other, plan, relation }: CollectionExport) {
  return {
    source: columns.source,
    model,
    images: rows.length,
    counted: unitOf(columns.method),
    measuredBudgets: columns.budgets,
    budget,
    comparedWith: other?.budget ?? null,
    plan:
      plan === null
        ? null
        : {
            images: plan.images,
            mean: plan.mean,
            median: plan.median,
            enoughFor95Percent: plan.enough,
            total: plan.total,
            fullTotal: plan.fullTotal,
          },
    correlation: {
      n: relation.n,
      pearson: known(relation.linear),
      spearman: known(relation.rank),
    },
  };
}

export function collectionJson(exported: CollectionExport): TextFile {
  const { columns, rows, counts, other, selected, tags } = exported;
  const tagged = tagsOf(tags);
  const images = Array.from(rows, (row) => ({
    file: columns.paths[row],
    width: columns.width[row],
    height: columns.height[row],
    bytesPerPixel: columns.bytesPerPixel[row],
    views: known(columns.views[row]),
    fullTokens: known(columns.full[row]),
    measured: columns.counts.map((column) => known(column[row])),
    tokens: oneDecimal(counts[row]),
    ...(other === null ? {} : { compared: oneDecimal(other.counts[row]) }),
    selected: selected[row] === 1,
    tags: tagged(columns.paths[row] ?? ''),
  }));
  const document = { format: 'dymu-collection', version: 1, ...collectionSummary(exported), images };
  return { name: collectionFileName(exported, '.json'), text: `${JSON.stringify(document, undefined, 1)}\n` };
}
