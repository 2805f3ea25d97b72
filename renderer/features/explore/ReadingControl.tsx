/** How pictures become what the model sees: a button that says what is not as usual, and behind it route and image backend. */
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { ImageBackend, ImageRoute } from '../../../src-engine/engine.ts';
import { useApp, useAppStore, useSession } from '../../app/context.ts';
import { Segmented } from '../../controls/Segmented.tsx';
import { chooseImageRoute } from '../../state/regions/turning.ts';
import type { AppState } from '../../state/store.ts';
import { backendWords, routeWords, unusualWords, wordsOf } from '../../words/reading-words.ts';

const selectRoute = (state: AppState) => state.choices.imageRoute;
const selectBackend = (state: AppState) => state.imageBackend;
const selectLoading = (state: AppState) => state.model.kind === 'loading';
const backends: readonly ImageBackend[] = backendWords.map(({ value }) => value);

export function ReadingControl() {
  const route = useApp(selectRoute);
  const backend = useApp(selectBackend);
  const unusual = unusualWords(route, backend);
  const words = unusual === '' ? 'Reading' : `Reading · ${unusual}`;
  return (
    <DialogTrigger>
      <Button className="small-button">{words}</Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-body reading selectable" aria-label="How pictures are read">
          <h3>How pictures are read</h3>
          <Choices route={route} backend={backend} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Choices({ route, backend }: { readonly route: ImageRoute; readonly backend: ImageBackend }) {
  const store = useAppStore();
  const session = useSession();
  const loading = useApp(selectLoading);
  return (
    <>
      <Segmented
        label="Image route"
        options={routeWords}
        value={route}
        onChange={(imageRoute) => chooseImageRoute(store, imageRoute)}
      />
      <p>{wordsOf(routeWords, route).what}</p>
      <Segmented
        label="Image backend"
        options={backendWords}
        value={backend}
        disabled={loading ? backends : []}
        onChange={(next) => void session.useBackend(next)}
      />
      <p>{wordsOf(backendWords, backend).what} A change loads the model again.</p>
      <p className="muted">
        Both change which tokens merge and how many are left. A calibration stays as it is: its thresholds
        were found with the backend of the time.
      </p>
    </>
  );
}
