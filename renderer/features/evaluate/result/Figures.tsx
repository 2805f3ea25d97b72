/** What a run has found: the sentence first, then chart, tables, what belongs beside them, and the ways to take it along. */
import type { EvaluateResult } from '../../../../src-engine/engine.ts';
import { CommandTextButton } from '../../../app/CommandTextButton.tsx';
import { exportEvaluation, shortExportLabels, showChangedAnswers } from '../../../commands/evaluation.ts';
import { NoteList } from '../../../controls/NoteList.tsx';
import { equalSentences, evaluationCircumstances, verdictWords } from '../../../words/evaluation-words.ts';
import { AccuracyFigure } from './AccuracyFigure.tsx';
import { KindTable } from './KindTable.tsx';
import { RetentionTable } from './RetentionTable.tsx';

export function Figures({ result }: { readonly result: EvaluateResult }) {
  const equal = equalSentences(result);
  return (
    <div className="evaluate-figures" role="group" aria-label="What the run has found">
      <p className="evaluate-verdict selectable">{verdictWords(result)}</p>
      {equal.length === 0 ? null : (
        <ul className="evaluate-sentences selectable">
          {equal.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <AccuracyFigure result={result} />
      <RetentionTable result={result} />
      <KindTable result={result} />
      <p className="muted selectable evaluate-circumstances">{evaluationCircumstances(result)}</p>
      <NoteList notes={result.notes ?? []} fold />
      <div className="evaluate-buttons">
        <CommandTextButton command={showChangedAnswers} label="Changed answers" />
        <span className="muted">Export</span>
        {exportEvaluation.map((command) => (
          <CommandTextButton
            key={command.id}
            command={command}
            label={shortExportLabels[command.id] ?? command.label}
          />
        ))}
      </div>
    </div>
  );
}
