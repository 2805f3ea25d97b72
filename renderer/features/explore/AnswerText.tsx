/** The words of one answer: whole ones with marked differences, streaming ones with a caret, and how a stopped or failed try ended. */
import { useEffect, useRef } from 'react';
import { isRunning, textOf, type PaneName, type Run } from '../../state/run.ts';
import type { MarkedPart } from '../../../src-engine/report/word-diff.ts';
import { endingOf } from '../../words/run-words.ts';

interface Props {
  readonly run: Run;
  readonly diff: readonly MarkedPart[] | undefined;
  readonly name: PaneName;
}

export function AnswerText({ run, diff, name }: Props) {
  const words = useRef<HTMLDivElement>(null);
  const text = textOf(run).trim();
  const streaming = run.kind === 'streaming';
  useEffect(() => {
    const box = words.current?.parentElement; // scrolls
    if (streaming && box) box.scrollTop = box.scrollHeight;
  }, [streaming, text]);
  if (run.kind === 'idle') {
    return (
      <p className="answer-empty muted">
        {name === 'full' ? 'The answer that every patch takes part in.' : 'The answer from fewer tokens.'}
      </p>
    );
  }
  const ending = endingOf(run);
  return (
    <div ref={words} className="answer-words" aria-live="polite">
      {ending === null ? null : <p className={`answer-ending answer-${run.kind} selectable`}>{ending}</p>}
      {text === '' && isRunning(run) ? <p className="answer-text answer-waiting">…</p> : null}
      {text === '' ? null : (
        <p className="answer-text selectable">
          <Words text={text} diff={diff} name={name} />
          {streaming ? <span className="caret" aria-hidden /> : null}
        </p>
      )}
    </div>
  );
}

interface WordsProps {
  readonly text: string;
  readonly diff: readonly MarkedPart[] | undefined;
  readonly name: PaneName;
}

function Words({ text, diff, name }: WordsProps) {
  if (diff === undefined) return text;
  return diff.map((part, i) =>
    part.differs ? <Marked key={i} text={part.text} name={name} /> : <span key={i}>{part.text}</span>,
  );
}

/** Words of this answer only: underlined and tinted, and said to a screen reader by the element. */
function Marked({ text, name }: { readonly text: string; readonly name: PaneName }) {
  const words = text.trimEnd();
  const space = text.slice(words.length);
  return (
    <>
      {name === 'full' ? <del>{words}</del> : <ins>{words}</ins>}
      {space}
    </>
  );
}
