/** The runs in a queue that machines share: which server, how far each run is, an end to one of them. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useSession } from '../app/context.ts';
import { TermHelp } from '../app/TermHelp.tsx';
import type { QueueRuns } from '../state/queue-slice.ts';
import type { AppState } from '../state/store.ts';
import { queueRunWords } from '../words/job-words.ts';

const selectAddress = (state: AppState) => state.queueAddress;
const selectRuns = (state: AppState) => state.queueRuns;

export function QueuePart() {
  const address = useApp(selectAddress);
  const found = useApp(selectRuns);
  const { queue } = useSession();
  const [text, setText] = useState(address);
  return (
    <section className="jobs-queue" aria-labelledby="jobs-queue">
      <header>
        <h3 id="jobs-queue">In a queue</h3>
        <TermHelp id="queue-runs" />
      </header>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          queue.name(text);
        }}
      >
        <input
          className="text-field"
          aria-label="Address of the queue"
          placeholder="redis://HOST:6379"
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Button type="submit" className="small-button">
          Show its runs
        </Button>
      </form>
      <Found found={found} />
    </section>
  );
}

function Found({ found }: { readonly found: QueueRuns }) {
  const { queue } = useSession();
  switch (found.kind) {
    case 'none':
      return null;
    case 'looking':
      return (
        <p className="muted" role="status">
          Asking the server…
        </p>
      );
    case 'failed':
      return (
        <p className="run-failed selectable" role="alert">
          {found.message}
        </p>
      );
    case 'ready':
      return found.runs.length === 0 ? (
        <p className="muted" role="status">
          No run is in the queue.
        </p>
      ) : (
        <ul aria-label="Runs in the queue" role="list" className="jobs-list">
          {found.runs.map((run) => (
            <li key={run.run}>
              <strong>{run.title}</strong>
              <span className="muted">{queueRunWords(run)}</span>
              <progress
                aria-label={`${run.title}: progress`}
                max={1}
                value={run.total > 0 ? run.done / run.total : undefined}
              />
              <span className="jobs-acts">
                <Button
                  className="small-button"
                  aria-label={`Cancel: ${run.title}`}
                  onPress={() => void queue.cancel(run.run)}
                >
                  Cancel
                </Button>
              </span>
            </li>
          ))}
        </ul>
      );
  }
}
