/** Further wishes, folded away: how many images, how answers are judged, how long they may be, what is added to a question. */
import { useState } from 'react';
import type { ScorerName } from '../../../../src-engine/engine.ts';
import { useApp, useAppStore } from '../../../app/context.ts';
import { selectReport } from '../../../state/evaluation/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { scorerLabel, scorerWords } from '../../../words/evaluation-words.ts';

const selectPlan = (state: AppState) => state.evaluationPlan;

export function WishesPart() {
  const plan = useApp(selectPlan);
  const report = useApp(selectReport);
  const store = useAppStore();
  const choose = store.getState().chooseEvaluation;
  return (
    <section className="evaluate-part" aria-labelledby="evaluate-wishes">
      <h3 id="evaluate-wishes">How</h3>
      <CountField
        label="Images"
        empty={report === null ? 'all' : `all ${report.images.toLocaleString('en')}`}
        value={plan.limit}
        onChange={(limit) => choose({ limit })}
      />
      <label className="evaluate-field">
        <span>Right is</span>
        <select
          className="select"
          value={plan.scorer ?? ''}
          onChange={({ target }) => choose({ scorer: scorerNamed(target.value) })}
        >
          <option value="">
            {report === null ? 'as usual for these questions' : `as usual: ${scorerLabel(report.scorer)}`}
          </option>
          {scorerWords.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <CountField
        label="Longest answer"
        empty="64 tokens"
        value={plan.maxNewTokens}
        onChange={(maxNewTokens) => choose({ maxNewTokens })}
      />
      {report === null || report.instruction === null ? null : (
        <label className="evaluate-check">
          <input
            type="checkbox"
            checked={plan.instruction}
            onChange={({ target }) => choose({ instruction: target.checked })}
          />
          <span>
            Add to every question: <q>{report.instruction}</q>
          </span>
        </label>
      )}
    </section>
  );
}

function scorerNamed(name: string): ScorerName | null {
  return scorerWords.find(({ value }) => value === name)?.value ?? null;
}

interface CountProps {
  readonly label: string;
  readonly empty: string; // what nothing means
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

function CountField({ label, empty, value, onChange }: CountProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  const [from, setFrom] = useState(value);
  if (from !== value) {
    // Another plan was taken up.
    setFrom(value);
    setText(value === null ? '' : String(value));
  }
  const bad = text.trim() !== '' && !/^[1-9]\d{0,6}$/.test(text.trim());
  return (
    <label className="evaluate-field">
      <span>{label}</span>
      <span>
        <input
          className="text-field"
          inputMode="numeric"
          placeholder={empty}
          aria-invalid={bad || undefined}
          value={text}
          onChange={({ target }) => {
            const typed = target.value.trim();
            setText(target.value);
            if (typed !== '' && !/^[1-9]\d{0,6}$/.test(typed)) return;
            const next = typed === '' ? null : Number(typed);
            setFrom(next);
            onChange(next);
          }}
        />
        {bad ? <span className="evaluate-bad">A whole number from 1 on.</span> : null}
      </span>
    </label>
  );
}
