/** No folder is open: how to open one, and those that were. */
import { Button } from 'react-aria-components';
import { useApp, useAppStore, useCommand, useSession } from '../../app/context.ts';
import { openCollection } from '../../commands/collection.ts';
import type { AppState } from '../../state/store.ts';
import { folderName } from '../../words/collection-words.ts';

const selectRecent = (state: AppState) => state.recentFolders;

export function CollectionStart() {
  const command = useCommand();
  const session = useSession();
  const store = useAppStore();
  const recent = useApp(selectRecent);
  return (
    <div className="page">
      <header>
        <h2>Collection</h2>
        <p className="muted">
          How many tokens the images of a folder keep, and what a budget costs for all of them.
        </p>
      </header>
      <section className="page-part" aria-labelledby="collection-open">
        <h3 id="collection-open">Open a folder</h3>
        <p>
          Drop a folder into the window, or choose one. Every image in it and in the folders below is counted
          in the background at the budgets of the model’s calibration; nothing in the folder is changed.
          Counts are kept: opened again, a folder shows them at once, and only what is new is counted.
        </p>
        <Button className="button button-accent" onPress={() => command(openCollection)}>
          {openCollection.label}
        </Button>
      </section>
      {recent.length === 0 ? null : (
        <section className="page-part" aria-labelledby="collection-recent">
          <h3 id="collection-recent">Opened before</h3>
          <ul className="recent-folders" aria-label="Folders opened before">
            {recent.map((folder) => (
              <li key={folder}>
                <button type="button" className="link-button" onClick={() => session.collection.open(folder)}>
                  {folderName(folder)}
                </button>
                <span className="muted">{folder}</span>
                <Button
                  className="small-button"
                  aria-label={`Take ${folderName(folder)} off the list`}
                  onPress={() => store.getState().forgetFolder(folder)}
                >
                  Remove
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
