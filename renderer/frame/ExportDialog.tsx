/** Everything that can be taken out of the window, in one place. What cannot be had now says why. */
import { Button } from 'react-aria-components';
import { useApp, useAppStore, useCommand } from '../app/context.ts';
import { whyNot, type Command } from '../commands/command.ts';
import { exportAnswers, exportFigures, exportSweep, exportTokens } from '../commands/export.ts';
import { saveSessionAs } from '../commands/session.ts';
import { WindowDialog } from './WindowDialog.tsx';

const parts: readonly (readonly [title: string, what: string, commands: readonly Command[]])[] = [
  ['Figure', 'The picture with its overlay, caption and parameters.', exportFigures],
  ['Tokens', 'Which token holds each patch, when it joined, what every layer kept.', exportTokens],
  ['Answers', 'Of every picture on the shelf, with their costs.', exportAnswers],
  ['Sweep', 'Of the picture on the stage: the answer at each budget.', exportSweep],
  ['Session', 'All of it, to be opened again.', [saveSessionAs]],
];

export function ExportDialog() {
  return (
    <WindowDialog name="export" title="Export" className="export-dialog">
      {parts.map(([title, what, commands]) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <p className="muted">{what}</p>
          <div className="export-acts">
            {commands.map((command) => (
              <Act key={command.id} command={command} />
            ))}
          </div>
          <Why command={commands[0]} />
        </section>
      ))}
    </WindowDialog>
  );
}

function Act({ command }: { readonly command: Command }) {
  const off = useApp((state) => whyNot(command, state) !== null);
  const store = useAppStore();
  const run = useCommand();
  return (
    <Button
      className="button"
      isDisabled={off}
      onPress={() => {
        store.getState().setDialog(null);
        run(command);
      }}
    >
      {command.label}
    </Button>
  );
}

function Why({ command }: { readonly command: Command | undefined }) {
  const reason = useApp((state) => (command === undefined ? null : whyNot(command, state)));
  return reason === null ? null : <p className="muted">{reason}</p>;
}
