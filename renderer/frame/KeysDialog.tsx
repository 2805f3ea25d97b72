/** The list of keys, from the table of commands. */
import { keyHelp } from '../commands/key-help.ts';
import { isMac } from '../commands/keys.ts';
import { WindowDialog } from './WindowDialog.tsx';

export function KeysDialog() {
  const groups = keyHelp(isMac());
  return (
    <WindowDialog name="keys" title="Keys" className="keys-dialog" wide>
      <div className="keys-columns">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map((entry) => (
                <div key={`${entry.keys} ${entry.words}`}>
                  <dt>{entry.keys}</dt>
                  <dd>{entry.words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </WindowDialog>
  );
}
