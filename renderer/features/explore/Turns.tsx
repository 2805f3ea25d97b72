/** The turns before the answer of one pane: what was asked, what it answered then, with how many tokens. */
import { useEffect, useRef } from 'react';
import { plural } from '../../../src-engine/report/units.ts';
import type { TurnPair } from '../../state/answers-slice.ts';
import type { PaneName, Run } from '../../state/run.ts';

interface Props {
  readonly name: PaneName;
  readonly turns: readonly TurnPair[];
  readonly run: Run;
}

export function Turns({ name, turns, run }: Props) {
  const question = useRef<HTMLParagraphElement>(null);
  // A new answer is what is looked for, and the turns before it are a scroll away.
  useEffect(() => {
    const box = question.current?.parentElement;
    if (question.current && box) box.scrollTop = question.current.offsetTop - box.offsetTop;
  }, [turns.length, run.kind]);
  if (turns.length === 0) return null;
  return (
    <>
      <ol className="turns" aria-label="Earlier turns">
        {turns.map((turn, index) => {
          const { asked, result } = turn[name];
          return (
            <li key={index}>
              <p className="turn-question selectable">{asked.question}</p>
              <p className="selectable">{result.text.trim()}</p>
              <p className="turn-tokens">{plural(result.visualTokens, 'visual token')}</p>
            </li>
          );
        })}
      </ol>
      {run.kind === 'idle' ? null : (
        <p ref={question} className="turn-question selectable">
          {run.asked.question}
        </p>
      )}
    </>
  );
}
