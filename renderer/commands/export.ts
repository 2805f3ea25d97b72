/** What is on screen as files. */
import { whyNoTokens, type ExportKind } from '../session/export.ts';
import type { AppState } from '../state/store.ts';
import { selectSweep } from '../state/sweep/selectors.ts';
import { answerRows } from '../words/answer-files.ts';
import type { Command } from './command.ts';
import { menuKey } from './keys.ts';

export const openExport: Command = {
  id: 'export',
  label: 'Export…',
  words: 'save figure tokens answers png svg csv json markdown clipboard',
  keys: [menuKey('Mod+Shift+X')],
  run: ({ store }) => store.getState().setDialog('export'),
};

function exported(kind: ExportKind, label: string, words: string, why: Command['whyNot']): Command {
  return {
    id: `export-${kind}`,
    label,
    words: `export save ${words}`,
    ...(why === undefined ? {} : { whyNot: why }),
    run: ({ session }) => void session.exported(kind),
  };
}

const noAnswers = (state: AppState) =>
  answerRows(state).length === 0 ? 'Nothing has been answered yet.' : null;

export const exportFigures: readonly Command[] = [
  exported('figure-png', 'Save the figure as PNG…', 'picture overlay image', whyNoTokens),
  exported('figure-svg', 'Save the figure as SVG…', 'picture overlay vector', whyNoTokens),
  exported('figure-copy', 'Copy the figure', 'picture overlay clipboard', whyNoTokens),
];

export const exportTokens: readonly Command[] = [
  exported('tokens-csv', 'Save the tokens as CSV…', 'owner map patches lineage table', whyNoTokens),
  exported('tokens-json', 'Save the tokens as JSON…', 'owner map layers lineage counts', whyNoTokens),
];

const noSweep = (state: AppState) =>
  (selectSweep(state)?.rows.length ?? 0) === 0 ? 'This picture has not been swept yet.' : null;

export const exportSweep: readonly Command[] = [
  exported('sweep-md', 'Save the sweep as Markdown…', 'budgets table answers', noSweep),
  exported('sweep-csv', 'Save the sweep as CSV…', 'budgets table costs', noSweep),
];

export const exportAnswers: readonly Command[] = [
  exported('answers-md', 'Save the answers as Markdown…', 'question text', noAnswers),
  exported('answers-csv', 'Save the answers as CSV…', 'question table costs', noAnswers),
];
