/** The words of one row: that they are the same, or what they are, the differences marked on demand. */
import type { SweepRow } from '../../../../src-engine/engine.ts';
import { wordDiff } from '../../../../src-engine/report/word-diff.ts';

interface Props {
  readonly row: SweepRow;
  /** The answer with all tokens; null before it is there. */
  readonly full: string | null;
  readonly marked: boolean;
}

export function SweepAnswer({ row: { method, text, sameAsFull }, full, marked }: Props) {
  const words = text.trim();
  if (method === 'none') return <span className="selectable">{words}</span>;
  if (sameAsFull === true) return <span className="muted">the same</span>;
  if (!marked || full === null) return <span className="selectable">{words}</span>;
  return (
    <span className="selectable">
      {wordDiff(full.trim(), words).map(({ op, text: part }, i) =>
        op === 'equal' ? (
          <span key={i}>{part}</span>
        ) : op === 'insert' ? (
          <ins key={i}>{part}</ins>
        ) : (
          <del key={i}>{part}</del>
        ),
      )}
    </span>
  );
}
