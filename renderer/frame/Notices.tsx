/** What happened to a file or a request: a few cards above the bottom line, clear of the picture and of what can be read. They go by themselves; Messages keeps them. */
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore, useCommand } from '../app/context.ts';
import { showMessages } from '../commands/help.ts';
import { plural } from '../../src-engine/report/units.ts';
import type { Notice } from '../state/status-slice.ts';
import type { AppState } from '../state/store.ts';
import { useSize } from '../controls/use-size.ts';
import { Dismiss } from './Dismiss.tsx';

const most = 3;
const staysMs: Readonly<Record<Notice['tone'], number>> = { info: 8_000, error: 20_000 };

const selectNotices = (state: AppState) => state.notices;

export function Notices() {
  const notices = useApp(selectNotices);
  const stack = useRef<HTMLDivElement>(null);
  useRoom(useSize(stack)?.height ?? 0);
  const command = useCommand();
  const more = notices.length - most;
  return (
    <div ref={stack} className="notices" role="log" aria-label="Messages" aria-live="polite">
      {more > 0 ? (
        <Button className="notices-more" onPress={() => command(showMessages)}>
          {plural(more, 'earlier message')}
        </Button>
      ) : null}
      {notices.slice(-most).map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

/** Tells the style sheet how high the cards are: what would lie under them makes room, and the picture stays. */
function useRoom(height: number): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--notices', `${Math.ceil(height)}px`);
    return () => void style.removeProperty('--notices');
  }, [height]);
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const store = useAppStore();
  const card = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  const { id, tone, action } = notice;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => store.getState().dismiss(id), staysMs[tone]);
    return () => clearTimeout(timer);
  }, [held, id, tone, store]);
  const hold = () => setHeld(true);
  const release = () => setHeld(card.current?.matches(':hover, :focus-within') ?? false);
  return (
    <div
      ref={card}
      className={`notice notice-${tone}`}
      onPointerEnter={hold}
      onPointerLeave={() => setHeld(card.current?.matches(':focus-within') ?? false)}
      onFocus={hold}
      onBlur={release}
    >
      <NoticeText notice={notice} />
      {action === null ? null : (
        <Button
          className="small-button"
          onPress={() => {
            action.run();
            store.getState().dismiss(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <Dismiss label="Dismiss this message" onPress={() => store.getState().dismiss(id)} />
    </div>
  );
}

export function NoticeText({ notice: { text, detail } }: { readonly notice: Notice }) {
  return (
    <div className="notice-text selectable">
      {text}
      {detail === null ? null : (
        <details>
          <summary>Technical detail</summary>
          <pre>{detail}</pre>
        </details>
      )}
    </div>
  );
}
