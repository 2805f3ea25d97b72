/** Evaluating: which questions, starting and steering the run, what it has found as files. */
import type { EvaluateResult } from '../../src-engine/engine.ts';
import type { Session } from '../session/session.ts';
import { fullMode } from '../state/evaluation/modes.ts';
import {
  selectActiveRun,
  selectResult,
  selectRuns,
  selectShownRun,
  whyNotEvaluate,
} from '../state/evaluation/selectors.ts';
import { isOver } from '../state/jobs-slice.ts';
import type { AppState } from '../state/store.ts';
import { evaluationFile, type EvaluationFileKind } from '../words/evaluation-files.ts';
import { verdictRow } from '../words/evaluation-words.ts';
import type { Command, CommandGroup } from './command.ts';
import { menuKey } from './keys.ts';

export const chooseQuestionsFile: Command = {
  id: 'choose-questions-file',
  label: 'Choose a file of questions…',
  words: 'evaluate data set jsonl tsv benchmark',
  run: ({ session }) => void session.evaluation.chooseQuestions('file'),
};

export const chooseQuestionsFolder: Command = {
  id: 'choose-questions-folder',
  label: 'Choose a folder of questions…',
  words: 'evaluate data set vqav2 gqa textvqa pope mme scienceqa mmbench docvqa benchmark',
  whyNot: ({ cannot }) => cannot.folders ?? null,
  run: ({ session }) => void session.evaluation.chooseQuestions('folder'),
};

export const useBundledQuestions: Command = {
  id: 'use-bundled-questions',
  label: 'Use the bundled questions',
  words: 'evaluate bench default scenes',
  whyNot: ({ evaluationPlan }) => (evaluationPlan.data === null ? 'The bundled questions are chosen.' : null),
  run: ({ store }) => {
    const { chooseEvaluation, setView } = store.getState();
    chooseEvaluation({ data: null, split: null, scorer: null, instruction: false });
    setView('evaluate');
  },
};

export const startEvaluation: Command = {
  id: 'start-evaluation',
  label: 'Start the evaluation',
  words: 'evaluate run bench accuracy',
  keys: [menuKey('Mod+Shift+E')],
  // Its questions are looked at when the view is open.
  whyNot: (state) => (state.view === 'evaluate' ? whyNotEvaluate(state) : null),
  run: ({ store, session }) => {
    if (store.getState().view === 'evaluate') void session.evaluation.start();
    else store.getState().setView('evaluate');
  },
};

export const pauseEvaluation: Command = {
  id: 'pause-evaluation',
  label: 'Pause the evaluation',
  words: 'evaluate hold',
  whyNot: (state) => (selectActiveRun(state) === null ? 'No evaluation runs.' : null),
  run: ({ store, session }) => {
    const run = selectActiveRun(store.getState());
    if (run !== null) session.evaluation.change(run.id, 'pause');
  },
};

/** The run on screen, or else the newest one that stands still. */
function stoppedRun(state: AppState) {
  const stands = selectRuns(state).filter((run) => ['paused', 'failed', 'cancelled'].includes(run.state));
  return (
    stands.find(({ id }) => id === state.shownRun) ?? stands.find(({ state: kind }) => kind === 'paused')
  );
}

export const resumeEvaluation: Command = {
  id: 'resume-evaluation',
  label: 'Resume the evaluation',
  words: 'evaluate continue go on',
  whyNot: (state) => (stoppedRun(state) === undefined ? 'No evaluation is paused.' : null),
  run: ({ store, session }) => {
    const run = stoppedRun(store.getState());
    if (run !== undefined) session.evaluation.change(run.id, 'resume');
  },
};

/** It can be resumed: what was answered is kept. */
export const stopEvaluation: Command = {
  id: 'stop-evaluation',
  label: 'Stop the evaluation',
  words: 'evaluate cancel abort',
  whyNot: (state) =>
    selectRuns(state).some((run) => !isOver(run)) ? null : 'No evaluation runs or is paused.',
  run: ({ store, session }) => {
    const open = selectRuns(store.getState()).filter((run) => !isOver(run));
    const run = open.find(({ id }) => id === store.getState().shownRun) ?? open[0];
    if (run !== undefined) session.evaluation.change(run.id, 'cancel');
  },
};

export const showChangedAnswers: Command = {
  id: 'show-changed-answers',
  label: 'Show changed answers',
  words: 'evaluate drill down questions differ worse better',
  whyNot: (state) => {
    const result = selectResult(state);
    if (result === null) return 'No run with answers is on screen.';
    return result.rows.some(({ mode }) => mode === fullMode) && verdictRow(result) !== null
      ? null
      : 'The run has no mode to hold against all tokens.';
  },
  run: ({ store }) => {
    const result = selectResult(store.getState());
    const row = result === null ? null : verdictRow(result);
    if (row === null) return;
    store.getState().setView('evaluate');
    store.getState().chooseChanged({ mode: row.mode, which: 'changed' });
  },
};

const whyNotExport = (state: AppState) =>
  selectResult(state) === null ? 'No run with answers is on screen.' : null;

async function save(
  session: Session,
  result: EvaluateResult,
  kind: EvaluationFileKind,
  date: Date,
): Promise<void> {
  const { version } = await session.about();
  const { name, text } = evaluationFile(result, kind, { program: version, date });
  await session.saveText(name, text);
}

function exportAs(kind: EvaluationFileKind, label: string): Command {
  return {
    id: `export-evaluation-${kind}`,
    label,
    words: 'evaluate save file table',
    whyNot: whyNotExport,
    run: ({ store, session }) => {
      const result = selectResult(store.getState());
      if (result === null) return;
      const run = selectShownRun(store.getState());
      void save(session, result, kind, new Date(run?.endedMs ?? Date.now()));
    },
  };
}

export const exportEvaluation: readonly Command[] = [
  exportAs('csv', 'Export the evaluation as CSV…'),
  exportAs('json', 'Export the evaluation as JSON…'),
  exportAs('md', 'Export the evaluation as Markdown…'),
  exportAs('svg', 'Export the evaluation as SVG…'),
];

/** Named for the buttons under a result. */
export const shortExportLabels: Readonly<Record<string, string>> = {
  'export-evaluation-csv': 'CSV…',
  'export-evaluation-json': 'JSON…',
  'export-evaluation-md': 'Markdown…',
  'export-evaluation-svg': 'SVG…',
};

export const evaluationCommands: CommandGroup = {
  title: 'Evaluation',
  sections: [
    [chooseQuestionsFile, chooseQuestionsFolder, useBundledQuestions],
    [startEvaluation, pauseEvaluation, resumeEvaluation, stopEvaluation],
    [showChangedAnswers],
    exportEvaluation,
  ],
};
