/** The user guide inside the window: its headings at the left, its text at the right, opened where a popover or a command leads. */
import { useEffect, useRef, useState } from 'react';
import { useApp, useAppStore } from '../../app/context.ts';
import type { AppState } from '../../state/store.ts';
import { headingsOf, readGuide, type GuideBlock } from '../../words/guide.ts';
import { WindowDialog } from '../WindowDialog.tsx';
import { anchorOf, Block } from './Markdown.tsx';

const selectSection = (state: AppState) => state.guideSection;

export function GuideDialog() {
  return (
    <WindowDialog name="guide" title="User guide" className="guide-dialog" wide>
      <Guide />
    </WindowDialog>
  );
}

function Guide() {
  const [blocks, setBlocks] = useState<readonly GuideBlock[] | null>(null);
  useEffect(() => {
    let here = true;
    // Read when it is wanted: a start needs no guide.
    void import('../../../docs/user-guide.md?raw').then(({ default: text }) => {
      if (here) setBlocks(readGuide(text));
    });
    return () => {
      here = false;
    };
  }, []);
  return blocks === null ? <p className="muted">One moment…</p> : <Text blocks={blocks} />;
}

function Text({ blocks }: { readonly blocks: readonly GuideBlock[] }) {
  const store = useAppStore();
  const section = useApp(selectSection);
  const text = useRef<HTMLDivElement>(null);
  const goTo = (id: string) => store.getState().setGuideSection(id);
  useEffect(() => {
    if (section === null) return;
    const place = text.current?.querySelector<HTMLElement>(`[data-section="${CSS.escape(section)}"]`);
    place?.scrollIntoView({ block: 'start' });
    place?.focus({ preventScroll: true });
  }, [section]);
  return (
    <div className="guide">
      <nav aria-label="Sections of the guide">
        <ul>
          {headingsOf(blocks).map(({ id, title }) => (
            <li key={id}>
              <button type="button" className="guide-heading" onClick={() => goTo(id)}>
                {title}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div ref={text} className="guide-text selectable" role="region" aria-label="Text" tabIndex={0}>
        {blocks.slice(1).map(({ token, id }, index) => (
          <div
            key={index}
            id={id === null ? undefined : anchorOf(id)}
            data-section={id ?? undefined}
            tabIndex={id === null ? undefined : -1}
            data-here={(id !== null && id === section) || undefined}
          >
            <Block token={token} onLink={goTo} />
          </div>
        ))}
      </div>
    </div>
  );
}
