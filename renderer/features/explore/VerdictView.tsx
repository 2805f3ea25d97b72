/** What the two answers say about merging, in words. */
import { finishedOf, isRunning, type AnswerPair, type Run } from '../../state/run.ts';
import { verdictOf } from '../../words/verdict.ts';

interface Props {
  readonly pair: AnswerPair;
  readonly stale: boolean;
  readonly beyond: boolean;
}

export function VerdictView({ pair, stale, beyond }: Props) {
  const { full, merged } = pair;
  const running = isRunning(full) || isRunning(merged);
  const done = full.kind === 'done' && merged.kind === 'done' ? verdictOf(full.result, merged.result) : null;
  const asked = finishedOf(merged)?.asked.question;
  return (
    <section className="verdict" aria-label="Verdict" aria-live="polite" data-dim={stale || undefined}>
      {done === null ? (
        <p className="muted">{waitingWords(running, full, merged)}</p>
      ) : (
        <>
          <p className="verdict-headline">{done.headline}</p>
          <p className="verdict-detail">{done.detail}</p>
          <p className={done.same ? 'verdict-same' : 'verdict-differs'}>{done.agreement}</p>
          {asked === undefined ? null : <p className="verdict-question muted">“{asked}”</p>}
        </>
      )}
      {beyond ? (
        <p className="verdict-note">
          A photograph: its tokens mean something, but the embedded model was made for drawn scenes and its
          words do not.
        </p>
      ) : null}
    </section>
  );
}

function waitingWords(running: boolean, full: Run, merged: Run): string {
  if (running) return 'Comparing…';
  if (merged.kind === 'recorded' && merged.awaited) return 'The verdict waits for this computer’s answers.';
  if (full.kind === 'failed' || merged.kind === 'failed') return 'Nothing to compare: ask again.';
  return 'Ask a question to compare both.';
}
