/** Messages as lines: the engine's banner under the top bar, and what happened to a file or a request. */
import { X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore, useSession } from '../app/context.ts';
import type { AppState } from '../state/store.ts';
import type { Notice } from '../state/status-slice.ts';

const selectBanner = (state: AppState) => state.banner;
const selectNotices = (state: AppState) => state.notices;

export function Banner() {
  const banner = useApp(selectBanner);
  const store = useAppStore();
  const session = useSession();
  return (
    <div role="status" aria-label="Engine" className="banner-slot">
      {banner === null ? null : (
        <p className={`banner banner-${banner.tone}`}>
          <span className="selectable">{banner.text}</span>
          {banner.tone === 'bad' ? (
            <Button className="small-button" onPress={() => void session.restartEngine()}>
              Start it again
            </Button>
          ) : null}
          <Dismiss label="Dismiss the engine's message" onPress={() => store.getState().setBanner(null)} />
        </p>
      )}
    </div>
  );
}

export function Notices() {
  const notices = useApp(selectNotices);
  return (
    <div className="notices" role="log" aria-label="Messages" aria-live="polite">
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeLine({ notice }: { readonly notice: Notice }) {
  const store = useAppStore();
  return (
    <div className={`notice notice-${notice.tone}`}>
      <div className="selectable">
        {notice.text}
        {notice.detail === null ? null : (
          <details>
            <summary>Technical detail</summary>
            <pre>{notice.detail}</pre>
          </details>
        )}
      </div>
      <Dismiss label="Dismiss this message" onPress={() => store.getState().dismiss(notice.id)} />
    </div>
  );
}

function Dismiss({ label, onPress }: { readonly label: string; readonly onPress: () => void }) {
  return (
    <Button className="icon-button" aria-label={label} onPress={onPress}>
      <X aria-hidden size="0.875rem" />
    </Button>
  );
}
