/** What stands where the images would: looking, nothing found, or a folder that is not there; each with what can be done. */
import { Button } from 'react-aria-components';
import { useApp, useCommand, useSession } from '../../app/context.ts';
import { openCollection } from '../../commands/collection.ts';
import type { AppState } from '../../state/store.ts';
import { folderName } from '../../words/collection-words.ts';

const selectCollection = (state: AppState) => state.collection;
const selectFacts = (state: AppState) => state.collectionFacts;
const selectEngine = (state: AppState) => state.engine;

export function CollectionState() {
  const collection = useApp(selectCollection);
  const facts = useApp(selectFacts);
  const engine = useApp(selectEngine);
  const command = useCommand();
  const session = useSession();
  if (collection.kind === 'none') return null;
  const name = folderName(collection.folder);
  const other = (
    <Button className="button" onPress={() => command(openCollection)}>
      {openCollection.label}
    </Button>
  );
  if (collection.kind === 'failed') {
    return (
      <div className="collection-state" role="alert">
        <p className="selectable">{collection.message}</p>
        <p className="muted">What was counted is kept; it is shown again as soon as the folder is there.</p>
        <p className="bench-ways">
          <Button className="button button-accent" onPress={() => session.collection.look()}>
            Look again
          </Button>
          {other}
        </p>
      </div>
    );
  }
  if (engine.kind === 'gone') {
    return (
      <div className="collection-state" role="alert">
        <p>The server has gone, so {name} cannot be read.</p>
      </div>
    );
  }
  if (engine.kind === 'failed') {
    return (
      <div className="collection-state" role="alert">
        <p>The engine is not running, so {name} cannot be read. Restart the engine.</p>
        <Button className="button button-accent" onPress={() => void session.restartEngine()}>
          Restart the engine
        </Button>
      </div>
    );
  }
  if (collection.kind === 'opening' || facts.unread > 0) {
    return (
      <div className="collection-state" role="status">
        <p>
          Looking for images in {name}
          {facts.unread > 0 ? `: ${facts.unread.toLocaleString('en')} files to read` : ''}…
        </p>
        <progress aria-label={`Looking for images in ${name}`} />
      </div>
    );
  }
  return (
    <div className="collection-state" role="status">
      <p>
        {facts.unreadableTotal > 0
          ? `No image in ${name} can be read; the list on the right says why.`
          : `There is no image in ${name} or in the folders below it. Put some there, and they appear here.`}
      </p>
      {other}
    </div>
  );
}
