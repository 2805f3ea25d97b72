/** The engine's end and return, as a line under the top bar. */
import { Button } from 'react-aria-components';
import { useApp, useAppStore } from '../app/context.ts';
import type { AppState } from '../state/store.ts';
import { Dismiss } from './Dismiss.tsx';

const selectBanner = (state: AppState) => state.banner;

export function Banner() {
  const banner = useApp(selectBanner);
  const store = useAppStore();
  return (
    <div role="status" aria-label="Engine" className="banner-slot">
      {banner === null ? null : (
        <p className={`banner banner-${banner.tone}`}>
          <span className="selectable">{banner.text}</span>
          {banner.action === undefined ? null : (
            <Button className="small-button" onPress={banner.action.run}>
              {banner.action.label}
            </Button>
          )}
          <Dismiss label="Dismiss the engine's message" onPress={() => store.getState().setBanner(null)} />
        </p>
      )}
    </div>
  );
}
