/** How the state of one answer is said: in a word beside its name, and in a sentence where a try ended early. */
import { standingOf, type Run } from '../state/run.ts';
import { recordedWords } from './recorded-words.ts';

/** Beside the pane's name. `stale` is the reason why the whole answer on screen is out of date; null while it is not. */
export function stateWords(run: Run, stale: string | null): string {
  switch (run.kind) {
    case 'idle':
      return '';
    case 'recorded':
      return stale === null ? recordedWords(run.awaited) : `recorded, stale: ${stale}`;
    case 'loading':
      if (run.before?.kind === 'recorded') return recordedWords(true);
      return run.waits ? 'second in line' : 'reading…';
    case 'streaming':
      return 'writing…';
    case 'stopped':
    case 'failed':
      return run.before === null ? run.kind : `${run.kind}; ${earlierWords(run.before.kind)}`;
    case 'done':
      return stale === null ? '' : `stale: ${stale}`;
  }
}

function earlierWords(kind: 'done' | 'recorded'): string {
  return kind === 'done' ? 'the earlier answer is kept' : recordedWords(false);
}

/** How the last try ended, where it was not with a whole answer: what happened, how far it came, and whose words stand above. */
export function endingOf(run: Run): string | null {
  if (run.kind !== 'stopped' && run.kind !== 'failed') return null;
  const happened =
    run.kind === 'failed' ? [run.message] : [stoppedWords(run.text.trim(), run.before !== null)];
  const kept = standingOf(run);
  if (kept !== null && kept.asked.question !== run.asked.question) {
    happened.push(`The words above answer “${kept.asked.question}”.`);
  }
  return happened.join(' ');
}

/** Where the pane goes back to an earlier answer, the half of the new one is quoted: it is nowhere else. */
function stoppedWords(text: string, replaced: boolean): string {
  if (text === '') return 'Stopped before the first word.';
  return replaced ? `Stopped after “${text}”.` : 'Stopped here.';
}
