/** One question: its picture, what is accepted, and both answers with their own words marked; right and wrong said by a sign and in words. */
import { useSyncExternalStore } from 'react';
import { Button } from 'react-aria-components';
import { sideOfDiff, wordDiff, type MarkedPart } from '../../../../src-engine/report/word-diff.ts';
import { useSession } from '../../../app/context.ts';
import type { AnswerPairOf } from '../../../state/evaluation/changed.ts';
import { modeWords, scoreWords } from '../../../words/evaluation-words.ts';

interface Props {
  readonly pair: AnswerPairOf;
  readonly mode: string;
}

export function ChangedRow({ pair: { question, before, after, turn }, mode }: Props) {
  const { evaluation } = useSession();
  const diff = wordDiff(before.text.trim(), after.text.trim());
  return (
    <article className="changed-row" data-turn={turn}>
      <SmallPicture path={question.path} name={question.image} />
      <div className="changed-question">
        <p className="selectable" title={question.question}>
          <strong>{question.question}</strong>
        </p>
        <p className="muted selectable" title={question.answers.join(' · ')}>
          accepted: {accepted(question.answers)}
        </p>
        <p className="muted">
          {turnWords[turn]}
          {question.kind === undefined ? '' : ` · ${question.kind}`}
        </p>
      </div>
      <Answer
        name="All tokens"
        score={before.score}
        tokens={before.tokens}
        parts={sideOfDiff(diff, 'full')}
        side="full"
      />
      <Answer
        name={modeWords(mode)}
        score={after.score}
        tokens={after.tokens}
        parts={sideOfDiff(diff, 'reduced')}
        side="reduced"
      />
      <Button
        className="small-button"
        aria-label={`Open in Explore: ${question.question}, ${question.image}`}
        onPress={() => void evaluation.openInExplore(question, mode)}
      >
        Explore
      </Button>
    </article>
  );
}

const turnWords = { better: 'got better', worse: 'got worse', same: 'scores the same' } as const;
const mostAccepted = 4;

function accepted(answers: readonly string[]): string {
  const different = [...new Set(answers)];
  const more = different.length - mostAccepted;
  return different.slice(0, mostAccepted).join(' · ') + (more > 0 ? ` and ${more} more` : '');
}

interface AnswerProps {
  readonly name: string;
  readonly score: number;
  readonly tokens: number;
  readonly parts: readonly MarkedPart[];
  readonly side: 'full' | 'reduced';
}

function Answer({ name, score, tokens, parts, side }: AnswerProps) {
  const { sign, words } = scoreWords(score);
  const text = parts.map((part) => part.text).join('');
  return (
    <div className="changed-answer">
      <p className="muted" title={name}>
        <span className={`score-mark score-${words === 'right' || words === 'wrong' ? words : 'partly'}`}>
          <span aria-hidden>{sign}</span> {words}
        </span>{' '}
        · {name} · {tokens}
        <span className="hidden-visually"> tokens</span>
      </p>
      <p className="selectable changed-text" title={text}>
        {text === '' ? <span className="muted">(nothing)</span> : null}
        {parts.map((part, index) =>
          !part.differs ? (
            <span key={index}>{part.text}</span>
          ) : side === 'full' ? (
            <del key={index}>{part.text}</del>
          ) : (
            <ins key={index}>{part.text}</ins>
          ),
        )}
      </p>
    </div>
  );
}

function SmallPicture({ path, name }: { readonly path: string; readonly name: string }) {
  const { pictures } = useSession().evaluation;
  useSyncExternalStore(pictures.listen, pictures.version);
  const url = pictures.of(path);
  if (url === undefined) return <span className="changed-picture changed-unread">cannot be read</span>;
  if (url === null) return <span className="changed-picture" />;
  return <img className="changed-picture" src={url} alt={name} draggable={false} />;
}
