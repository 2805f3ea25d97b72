/** Whether an answer is right, by sign and word, never by colour alone. */
import { Check, X } from 'lucide-react';
import type { Judgement } from '../../state/judging.ts';
import { judgementWords } from '../../words/trust-words.ts';

export function TruthMark({ judgement }: { readonly judgement: Judgement }) {
  return (
    <p className={`truth truth-${judgement.kind} selectable`}>
      {judgement.kind === 'right' ? <Check aria-hidden size="0.875rem" /> : null}
      {judgement.kind === 'wrong' ? <X aria-hidden size="0.875rem" /> : null}
      <span>{judgementWords(judgement)}</span>
    </p>
  );
}
