/** The questions of a run that a mode answered in other words than all tokens did: filtered, and listed one by one. */
import { ArrowLeft } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { EvaluateResult } from '../../../../src-engine/engine.ts';
import { useAppStore, useSession } from '../../../app/context.ts';
import { Segmented } from '../../../controls/Segmented.tsx';
import { VirtualRows } from '../../../controls/VirtualRows.tsx';
import { answerPairs, chosenPairs, type ChangedChoice } from '../../../state/evaluation/changed.ts';
import { changedSummary, modeWords } from '../../../words/evaluation-words.ts';
import { ChangedRow } from './ChangedRow.tsx';

interface Props {
  readonly result: EvaluateResult;
  readonly choice: ChangedChoice;
  /** Single answers are being fetched. */
  readonly awaited: boolean;
}

const whiches = [
  { value: 'changed', label: 'Changed', title: 'Answers in other words' },
  { value: 'worse', label: 'Got worse', title: 'Answers that score less' },
  { value: 'better', label: 'Got better', title: 'Answers that score more' },
  { value: 'all', label: 'All', title: 'Every question' },
] as const;

const rowRem = 7;

export function ChangedView({ result, choice, awaited }: Props) {
  const store = useAppStore();
  const { evaluation } = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  const pairs = useMemo(() => answerPairs(result, choice.mode), [result, choice.mode]);
  const chosen = useMemo(() => chosenPairs(pairs, choice), [pairs, choice]);
  const kinds = useMemo(
    () => [...new Set(pairs.flatMap(({ question }) => question.kind ?? []))].sort(),
    [pairs],
  );
  const change = (to: Partial<ChangedChoice>) => store.getState().chooseChanged(to);
  useEffect(() => heading.current?.focus(), [choice.mode]);
  return (
    <section className="evaluate-run changed" aria-labelledby="changed-title">
      <header className="changed-head">
        <Button className="small-button" onPress={() => store.getState().chooseChanged(null)}>
          <ArrowLeft aria-hidden size="0.875rem" /> Figures
        </Button>
        <h3 id="changed-title" ref={heading} tabIndex={-1}>
          {modeWords(choice.mode)} against all tokens
        </h3>
        <p className="muted" role="status">
          {pairs.length === 0 ? '' : changedSummary(pairs, chosen.length)}
        </p>
      </header>
      <div className="changed-filter" role="search" aria-label="Answers to show">
        <Segmented
          label="Which answers"
          options={whiches}
          value={choice.which}
          onChange={(which) => change({ which })}
        />
        {kinds.length === 0 ? null : (
          <select
            className="select"
            aria-label="Kind of question"
            value={choice.kind ?? ''}
            onChange={({ target }) => change({ kind: target.value === '' ? null : target.value })}
          >
            <option value="">every kind</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {kind}
              </option>
            ))}
          </select>
        )}
        <input
          className="text-field"
          type="search"
          aria-label="Search in questions and answers"
          placeholder="Search"
          value={choice.text}
          onChange={({ target }) => change({ text: target.value })}
        />
      </div>
      {chosen.length === 0 ? (
        <p className="muted changed-none">
          {pairs.length === 0
            ? awaited
              ? 'Fetching the answers…'
              : 'This run has no single answers to show.'
            : choice.which === 'changed' && choice.kind === null && choice.text === ''
              ? 'Every answer is the same, word for word.'
              : 'No question fits this choice.'}
        </p>
      ) : (
        <VirtualRows
          label="Questions"
          rows={chosen}
          rowRem={rowRem}
          keyOf={({ question }) => question.id}
          onOpen={({ question }) => void evaluation.openInExplore(question, choice.mode)}
        >
          {(pair) => <ChangedRow pair={pair} mode={choice.mode} />}
        </VirtualRows>
      )}
    </section>
  );
}
