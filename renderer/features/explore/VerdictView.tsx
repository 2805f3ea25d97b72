/** What the two answers say about merging, in words: how fast, how alike, and how far the measurement carries. */
import type { ReactNode } from 'react';
import type { Comparison } from '../../../src-engine/report/comparison.ts';
import { verdict } from '../../../src-engine/report/verdict.ts';
import { agreementOf } from '../../../src-engine/report/word-diff.ts';
import {
  agreementWords,
  headlineWords,
  leftOutWords,
  reasonWords,
  timesWords,
} from '../../../src-engine/report/words.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import type { FinishedPair } from '../../state/measurement.ts';
import { isRunning, type AnswerPair, type Run } from '../../state/run.ts';
import { MeasureLine } from './MeasureLine.tsx';
import type { Compared } from './use-comparison.ts';

interface Props {
  readonly pair: AnswerPair;
  /** What can be compared, with its figures; null where nothing can. */
  readonly compared: Compared | null;
  readonly stale: boolean;
  /** The words mean nothing here, so that their agreement is no good news. */
  readonly beyond: boolean;
  /** What is known about both answers, in words. */
  readonly truth: string | null;
}

export function VerdictView({ pair, compared, stale, beyond, truth }: Props) {
  const { full, merged } = pair;
  const earlier = full.kind !== 'done' || merged.kind !== 'done';
  return (
    <section
      className="verdict"
      aria-label="Verdict"
      aria-live="polite"
      tabIndex={0} // it scrolls where its words are long, and the keyboard must reach that
      data-dim={stale || earlier || undefined}
    >
      {compared === null ? (
        <p className="muted">{waitingWords(full, merged)}</p>
      ) : (
        <>
          <Speed comparison={compared.comparison}>
            <Agreement pair={compared.pair} beyond={beyond} truth={truth} />
          </Speed>
          <p className="verdict-question muted">“{compared.pair.merged.asked.question}”</p>
        </>
      )}
    </section>
  );
}

function Speed({ comparison, children }: { readonly comparison: Comparison; readonly children: ReactNode }) {
  const found = verdict(comparison);
  const leftOut = leftOutWords(comparison);
  return (
    <>
      <p className="verdict-headline" data-verdict={found.kind}>
        {headlineWords(found)} <TermHelp id="verdict" />
      </p>
      {children}
      <MeasureLine />
      <p className="verdict-detail">
        {timesWords(comparison, found)} {reasonWords(found.reason)}
        {leftOut === undefined ? null : ` ${leftOut}`}
        {comparison.leftOut.by.length === 0 ? null : <TermHelp id="disturbed" />}
      </p>
    </>
  );
}

interface AgreementProps {
  readonly pair: FinishedPair;
  readonly beyond: boolean;
  readonly truth: string | null;
}

function Agreement({ pair, beyond, truth }: AgreementProps) {
  const agreement = agreementOf(pair.full.result.text, pair.merged.result.text);
  const look = beyond ? 'muted' : agreement.kind === 'same' ? 'verdict-same' : 'verdict-differs';
  const words = beyond ? 'about a picture that this model does not know' : truth;
  return (
    <p className={look}>
      {agreementWords(agreement)}
      {words === null ? null : `, ${words}`}
    </p>
  );
}

function waitingWords(full: Run, merged: Run): string {
  if (isRunning(full) || isRunning(merged)) return 'Comparing…';
  if (merged.kind === 'recorded' && merged.awaited) return 'The verdict waits for this computer’s answers.';
  if (endedEarly(full) || endedEarly(merged)) return 'Nothing to compare: ask again.';
  return 'Ask a question to compare both.';
}

function endedEarly({ kind }: Run): boolean {
  return kind === 'failed' || kind === 'stopped';
}
