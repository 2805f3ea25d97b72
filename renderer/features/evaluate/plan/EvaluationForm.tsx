/** What is to be evaluated: questions, modes, further wishes, about how long it takes, and the button that starts it. */
import { Button } from 'react-aria-components';
import { useApp, useCommand } from '../../../app/context.ts';
import { startEvaluation } from '../../../commands/evaluation.ts';
import { isMac, spokenKey } from '../../../commands/keys.ts';
import { answersAsked, planModes } from '../../../state/evaluation/plan.ts';
import { selectActiveRun, selectReport, whyNotEvaluate } from '../../../state/evaluation/selectors.ts';
import { selectModelInfo } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { estimateWords } from '../../../words/evaluation-words.ts';
import { ModesPart } from './ModesPart.tsx';
import { QuestionsPart } from './QuestionsPart.tsx';
import { WishesPart } from './WishesPart.tsx';

const selectPlan = (state: AppState) => state.evaluationPlan;
const selectLiveRate = (state: AppState) => selectActiveRun(state)?.perSecond ?? null;
const selectRates = (state: AppState) => state.answerRates;

export function EvaluationForm() {
  const whyNot = useApp(whyNotEvaluate);
  const command = useCommand();
  const key = startEvaluation.keys?.[0];
  return (
    <section className="evaluate-form" aria-label="What is to be evaluated">
      <QuestionsPart />
      <ModesPart />
      <WishesPart />
      <div className="evaluate-start">
        <Button
          className="button button-accent"
          isDisabled={whyNot !== null}
          onPress={() => command(startEvaluation)}
        >
          Start {key === undefined ? null : <kbd aria-hidden>{spokenKey(key, isMac())}</kbd>}
        </Button>
        {whyNot === null ? <Estimate /> : <p className="muted">{whyNot}</p>}
      </div>
    </section>
  );
}

function Estimate() {
  const plan = useApp(selectPlan);
  const report = useApp(selectReport);
  const info = useApp(selectModelInfo);
  const rates = useApp(selectRates);
  const live = useApp(selectLiveRate);
  if (report === null || info === null) return null;
  const answers = answersAsked(plan, report, planModes(plan, info).length);
  return <p className="muted">{estimateWords(answers, live ?? rates[info.directory])}</p>;
}
