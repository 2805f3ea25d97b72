/** One answer: its text with marked differences, its times as one stacked bar, its figures. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { AnswerResult } from '../../../src-engine/engine.ts';
import { segmentsOf, totalMs } from '../../charts/cost-bars.ts';
import { IconButton } from '../../controls/IconButton.tsx';
import { useSession } from '../../app/context.ts';
import {
  finishedOf,
  isRunning,
  recordedOf,
  textOf,
  type PaneName,
  type RecordedRun,
  type Run,
} from '../../state/run.ts';
import { formatBytes, formatMs, formatRate } from '../../words/format.ts';
import { recordedWords } from '../../words/recorded-words.ts';
import type { DiffPart } from '../../words/word-diff.ts';

interface Props {
  readonly name: PaneName;
  readonly title: string;
  readonly run: Run;
  readonly stale: string | null;
  readonly diff: readonly DiffPart[] | undefined;
  readonly scaleMs: number;
}

export function AnswerPane({ name, title, run, stale, diff, scaleMs }: Props) {
  const finished = finishedOf(run);
  const recorded = recordedOf(run);
  const text = textOf(run).trim();
  return (
    <section className={`answer answer-${name}`} aria-label={title} aria-busy={isRunning(run)}>
      <header>
        <span className="swatch" aria-hidden />
        <h2>{title}</h2>
        <span className="answer-state">{stateWords(run, stale)}</span>
        <CopyButton text={text} title={title} />
      </header>
      <div className="answer-body" data-dim={stale !== null || run.kind === 'loading' || undefined}>
        <AnswerText run={run} text={text} diff={diff} name={name} />
        {finished === null ? null : <Facts result={finished.result} scaleMs={scaleMs} />}
        {recorded === null ? null : <RecordedFacts recorded={recorded} />}
      </div>
    </section>
  );
}

function stateWords(run: Run, stale: string | null): string {
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
    case 'failed':
      return run.message === 'Stopped.' ? 'stopped' : 'failed';
    case 'done':
      return stale === null ? '' : `stale: ${stale}`;
  }
}

interface TextProps {
  readonly run: Run;
  readonly text: string;
  readonly diff: readonly DiffPart[] | undefined;
  readonly name: PaneName;
}

function AnswerText({ run, text, diff, name }: TextProps) {
  const words = useRef<HTMLDivElement>(null);
  const failed = run.kind === 'failed' && run.message !== 'Stopped.';
  const streaming = run.kind === 'streaming';
  useEffect(() => {
    if (streaming && words.current) words.current.scrollTop = words.current.scrollHeight;
  }, [streaming, text]);
  if (run.kind === 'idle') {
    return (
      <p className="answer-empty muted">
        {name === 'full'
          ? 'The answer that every patch takes part in.'
          : 'The answer from the tokens left after merging.'}
      </p>
    );
  }
  return (
    <div ref={words} className="answer-words" aria-live="polite">
      {text === '' && !failed ? <p className="answer-text answer-waiting">…</p> : null}
      {text === '' ? null : (
        <p className="answer-text selectable">
          {diff === undefined
            ? text
            : diff.map((part, i) =>
                part.differs ? (
                  <Marked key={i} text={part.text} name={name} />
                ) : (
                  <span key={i}>{part.text}</span>
                ),
              )}
          {streaming ? <span className="caret" aria-hidden /> : null}
        </p>
      )}
      {failed ? <p className="answer-failure selectable">{run.message}</p> : null}
    </div>
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

function Facts({ result, scaleMs }: { readonly result: AnswerResult; readonly scaleMs: number }) {
  const { timings } = result;
  const segments = segmentsOf(timings, scaleMs);
  return (
    <div className="facts">
      <div
        className="stack"
        role="img"
        aria-label={segments.map(({ name, ms }) => `${name} ${formatMs(ms)}`).join(', ')}
      >
        {segments.map((segment) => (
          <span
            key={segment.name}
            className={`stack-${segment.name}`}
            title={`${segment.name} ${formatMs(segment.ms)}`}
            style={{ '--share': segment.share }}
          />
        ))}
      </div>
      <ul className="fact-list">
        <li>
          <strong>{result.visualTokens}</strong> visual tokens
        </li>
        <li>
          first token <strong>{formatMs(timings.firstTokenMs)}</strong>
        </li>
        <li>
          <strong>{formatRate(timings.tokensPerSecond)}</strong>
        </li>
        <li>
          peak <strong>{formatBytes(result.peakMemoryBytes)}</strong>
        </li>
      </ul>
    </div>
  );
}

/** No bar and no rate: nothing that could be held against the other pane while that one is of this computer. */
function RecordedFacts({ recorded }: { readonly recorded: RecordedRun }) {
  const { answer, machine } = recorded;
  return (
    <div className="facts">
      <p className="recorded-where">
        Recorded on {machine.processor}, {machine.date}
      </p>
      <ul className="fact-list">
        <li>
          <strong>{answer.visualTokens}</strong> visual tokens
        </li>
        <li>took {formatMs(totalMs(answer.cost))} there</li>
        <li>peak {formatBytes(answer.cost.peakMemoryBytes)}</li>
      </ul>
    </div>
  );
}

const copiedForMs = 1500;

function CopyButton({ text, title }: { readonly text: string; readonly title: string }) {
  const session = useSession();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    void session.copyText(text).then(() => setCopied(true));
  };
  return (
    <IconButton
      label={copied ? 'Copied' : `Copy the answer: ${title}`}
      onPress={copy}
      isDisabled={text === ''}
    >
      {copied ? <Check aria-hidden size="0.875rem" /> : <Copy aria-hidden size="0.875rem" />}
    </IconButton>
  );
}
