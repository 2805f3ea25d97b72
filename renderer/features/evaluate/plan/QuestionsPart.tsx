/** Which questions: the bundled ones, or a file or folder of one's own, with what the engine found there. */
import { useApp, useAppStore } from '../../../app/context.ts';
import { CommandTextButton } from '../../../app/CommandTextButton.tsx';
import {
  chooseQuestionsFile,
  chooseQuestionsFolder,
  useBundledQuestions,
} from '../../../commands/evaluation.ts';
import { TermHelp } from '../../../app/TermHelp.tsx';
import type { AppState } from '../../../state/store.ts';
import { missingWords, questionsFacts, questionsName } from '../../../words/questions-words.ts';

const selectPlan = (state: AppState) => state.evaluationPlan;
const selectQuestions = (state: AppState) => state.questionSet;

export function QuestionsPart() {
  const { data } = useApp(selectPlan);
  return (
    <section className="evaluate-part" aria-labelledby="evaluate-questions">
      <header>
        <h3 id="evaluate-questions">Questions</h3>
        <TermHelp id="question-sets" />
      </header>
      <p className="evaluate-set selectable">
        <strong>{questionsName(data)}</strong>
        {data === null ? null : <span className="muted evaluate-path">{data}</span>}
      </p>
      <Found />
      <div className="evaluate-buttons">
        <CommandTextButton command={chooseQuestionsFile} label="File…" small />
        <CommandTextButton command={chooseQuestionsFolder} label="Folder…" small />
        {data === null ? null : <CommandTextButton command={useBundledQuestions} label="Bundled" small />}
        <span className="muted">or drop them here</span>
      </div>
    </section>
  );
}

function Found() {
  const questions = useApp(selectQuestions);
  const { split } = useApp(selectPlan);
  const store = useAppStore();
  switch (questions.kind) {
    case 'none':
      return <p className="muted">The engine has not looked at them yet.</p>;
    case 'looking':
      return (
        <p className="muted" role="status">
          Looking at the questions…
        </p>
      );
    case 'failed':
      return (
        <div className="evaluate-failed" role="alert">
          <p className="selectable">{questions.message}</p>
          {questions.detail === null ? null : (
            <details>
              <summary>Technical detail</summary>
              <p className="selectable muted">{questions.detail}</p>
            </details>
          )}
        </div>
      );
    case 'ready': {
      const { report } = questions;
      const missing = missingWords(report);
      return (
        <>
          <p className="muted selectable">{questionsFacts(report)}</p>
          {report.splits.length > 1 ? (
            <label className="evaluate-field">
              <span>Part</span>
              <select
                className="select"
                value={split ?? report.split ?? ''}
                onChange={({ target }) => store.getState().chooseEvaluation({ split: target.value })}
              >
                {report.splits.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
          {missing === null ? null : (
            <details className="evaluate-missing">
              <summary>{missing}</summary>
              <ul className="selectable muted">
                {report.refused.slice(0, mostNamed).map(({ line, reason }, index) => (
                  <li key={index}>
                    Line {line}: {reason}
                  </li>
                ))}
                {report.refused.length > mostNamed ? (
                  <li>and {report.refused.length - mostNamed} more</li>
                ) : null}
              </ul>
            </details>
          )}
          {report.notes.map((note) => (
            <p key={note} className="muted selectable">
              {note}
            </p>
          ))}
        </>
      );
    }
  }
}

const mostNamed = 20;
