/** The tooltip of the group under the pointer or the keyboard's cursor: token, patches, at which layer each part joined. Its place is set by the stage. */
import { useMemo, type Ref } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../app/context.ts';
import { selectLayer, selectView } from '../../state/selectors.ts';
import type { Hover } from '../../state/hover.ts';
import { plural } from '../../../src-engine/report/units.ts';
import { joinWords, kindWords, tokenStories } from '../../words/token-words.ts';
import { selectViewInWords } from '../../words/view-words.ts';

const mostLines = 5;

export function StageTip({ ref, hover }: { readonly ref: Ref<HTMLDivElement>; readonly hover: Hover }) {
  const patch = useStore(hover);
  const view = useApp(selectView);
  const layer = useApp(selectLayer);
  const of = useApp(selectViewInWords);
  const stories = useMemo(
    () => (view === null || layer === null ? [] : tokenStories(view, layer)),
    [view, layer],
  );
  const story = patch === null ? undefined : stories.find(({ patches }) => patches.includes(patch));
  const kind =
    view === null || layer === null || story === undefined ? '' : kindWords(view, layer, story.token);
  return (
    <div ref={ref} className="stage-tip" aria-hidden style={{ visibility: 'hidden' }}>
      {patch !== null && stories.length > 0 && story === undefined ? (
        <strong>Dropped: no token holds this patch</strong>
      ) : null}
      {story === undefined ? null : (
        <>
          <strong>
            Token {story.token + 1} · {plural(story.patches.length, 'patch', 'patches')}
          </strong>
          {of === null ? null : <span>in {of}</span>}
          {kind === '' ? null : <span>{kind}</span>}
          {story.joins.length === 0 ? <span>one patch, not merged</span> : null}
          {story.joins.slice(0, mostLines).map((join) => (
            <span key={join.layer}>{joinWords(join)}</span>
          ))}
          {story.joins.length > mostLines ? (
            <span>and at {plural(story.joins.length - mostLines, 'later layer')}</span>
          ) : null}
        </>
      )}
    </div>
  );
}
