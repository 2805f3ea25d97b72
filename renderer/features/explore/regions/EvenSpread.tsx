/** The answer with regions beside one with as many tokens spread evenly: whether where the tokens are matters. */
import { useMemo } from 'react';
import { evenCountWords } from '../../../../src-engine/report/even-answer.ts';
import { agreementOf, sideOfDiff, wordDiff } from '../../../../src-engine/report/word-diff.ts';
import { CommandTextButton } from '../../../app/CommandTextButton.tsx';
import { useApp } from '../../../app/context.ts';
import { compareEvenly } from '../../../commands/regions.ts';
import { selectEven, selectSteeredAnswer } from '../../../state/regions/even.ts';
import type { Even } from '../../../state/regions/even-slice.ts';
import { agreementWords } from '../../../../src-engine/report/words.ts';

export function EvenSpread() {
  const even = useApp(selectEven);
  const steered = useApp(selectSteeredAnswer);
  if (steered === null) return null;
  return (
    <section className="region-even" aria-label="Even spread" aria-busy={even?.kind === 'running'}>
      <CommandTextButton command={compareEvenly} label="Compare with an even spread" small />
      {even === null ? null : <Result even={even} />}
    </section>
  );
}

function Result({ even }: { readonly even: Even }) {
  switch (even.kind) {
    case 'running':
      return <p className="muted">Looking for the budget with as many tokens…</p>;
    case 'stopped':
      return <p className="muted">Stopped.</p>;
    case 'failed':
      return <p className="answer-failed">{even.message}</p>;
    case 'done':
      return <Compared even={even} />;
  }
}

function Compared({ even }: { readonly even: Extract<Even, { kind: 'done' }> }) {
  const [own, other] = [even.steered.result, even.even.result];
  const words = useMemo(
    () => sideOfDiff(wordDiff(own.text.trim(), other.text.trim()), 'reduced'),
    [own.text, other.text],
  );
  return (
    <>
      <p className="muted">
        Without regions, {evenCountWords(other.visualTokens, own.visualTokens)} spread evenly:
      </p>
      <p className="region-even-text selectable">
        {words.map(({ text, differs }, i) =>
          differs ? <ins key={i}>{text}</ins> : <span key={i}>{text}</span>,
        )}
      </p>
      <p className="muted">
        With regions and without: {agreementWords(agreementOf(own.text, other.text)).toLowerCase()}.
      </p>
    </>
  );
}
