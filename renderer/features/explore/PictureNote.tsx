/** One line between question and answers: what is true of the picture, or that the model's words about it mean nothing. */
import { Info, TriangleAlert } from 'lucide-react';
import { trueDescription } from '../../../src-engine/judging/known-answers.ts';
import { useApp } from '../../app/context.ts';
import { selectImage, selectReach } from '../../state/selectors.ts';
import { selectSeveral } from '../../state/subject.ts';
import { beyondWords, truthWords } from '../../words/trust-words.ts';

export function PictureNote() {
  const beyond = beyondWords(useApp(selectReach));
  const several = useApp(selectSeveral);
  const known = useApp(selectImage)?.known ?? [];
  const truth = several ? null : trueDescription(known);
  if (beyond !== null) {
    return (
      <p className="picture-note picture-beyond selectable" role="note" aria-label="About this picture">
        <TriangleAlert aria-hidden size="0.875rem" /> <span>{beyond}</span>
      </p>
    );
  }
  if (truth === null) return null;
  return (
    <p className="picture-note selectable" role="note" aria-label="About this picture">
      <Info aria-hidden size="0.875rem" /> <span>{truthWords(truth)}</span>
    </p>
  );
}
