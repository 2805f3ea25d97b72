/** What the two answers say about merging, in words. */
import type { AnswerResult } from '../../../src-engine/engine.ts';
import { compareRuns } from '../../../src-engine/report/comparison.ts';
import { verdict } from '../../../src-engine/report/verdict.ts';
import { agreementOf } from '../../../src-engine/report/word-diff.ts';
import { agreementWords, headlineWords, reasonWords, timesWords } from '../../../src-engine/report/words.ts';
import { finishedOf, isRunning, type AnswerPair, type Finished, type Run } from '../../state/run.ts';

interface Props {
  readonly pair: AnswerPair;
  readonly stale: boolean;
  /** The words mean nothing here, so that their agreement is no good news. */
  readonly beyond: boolean;
  /** What is known about both answers, in words. */
  readonly truth: string | null;
}

export function VerdictView({ pair, stale, beyond, truth }: Props) {
  const { full, merged } = pair;
  const running = isRunning(full) || isRunning(merged);
  const comparable = running ? null : comparableOf(pair);
  const done = comparable === null ? null : wordsOf(comparable.full.result, comparable.merged.result);
  const earlier = full.kind !== 'done' || merged.kind !== 'done';
  const asked = comparable?.merged.asked.question;
  return (
    <section
      className="verdict"
      aria-label="Verdict"
      aria-live="polite"
      data-dim={stale || earlier || undefined}
    >
      {done === null ? (
        <p className="muted">{waitingWords(running, full, merged)}</p>
      ) : (
        <>
          <p className="verdict-headline">{done.headline}</p>
          <p className="verdict-detail">{done.detail}</p>
          <p className={beyond ? 'muted' : done.same ? 'verdict-same' : 'verdict-differs'}>
            {[done.agreement, truth].filter((words) => words !== null).join(', ')}
          </p>
          {asked === undefined ? null : <p className="verdict-question muted">“{asked}”</p>}
        </>
      )}
    </section>
  );
}

interface VerdictWords {
  readonly headline: string;
  readonly detail: string;
  readonly agreement: string;
  readonly same: boolean;
}

function wordsOf(full: AnswerResult, merged: AnswerResult): VerdictWords {
  const comparison = compareRuns([full], [merged]);
  const found = verdict(comparison);
  const agreement = agreementOf(full.text, merged.text);
  return {
    headline: headlineWords(found),
    detail: `${timesWords(comparison, found)} ${reasonWords(found.reason)}`,
    agreement: agreementWords(agreement),
    same: agreement.kind === 'same',
  };
}

/** Whole answers of this computer to one question, also where a later try was stopped or failed in both panes. */
function comparableOf(pair: AnswerPair): Readonly<Record<'full' | 'merged', Finished>> | null {
  const [full, merged] = [finishedOf(pair.full), finishedOf(pair.merged)];
  if (full === null || merged === null) return null;
  const same = full.asked.question === merged.asked.question && full.asked.model === merged.asked.model;
  return same ? { full, merged } : null;
}

function waitingWords(running: boolean, full: Run, merged: Run): string {
  if (running) return 'Comparing…';
  if (merged.kind === 'recorded' && merged.awaited) return 'The verdict waits for this computer’s answers.';
  if (endedEarly(full) || endedEarly(merged)) return 'Nothing to compare: ask again.';
  return 'Ask a question to compare both.';
}

function endedEarly({ kind }: Run): boolean {
  return kind === 'failed' || kind === 'stopped';
}
