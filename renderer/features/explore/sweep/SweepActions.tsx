/** Starting and stopping, marking words, and taking the table along. */
import { Copy } from 'lucide-react';
import { Button, ToggleButton } from 'react-aria-components';
import { CommandTextButton } from '../../../app/CommandTextButton.tsx';
import { useApp, useAppStore, useSession } from '../../../app/context.ts';
import { stopSweep, sweep as sweepCommand } from '../../../commands/sweep.ts';
import { IconButton } from '../../../controls/IconButton.tsx';
import { selectImage, selectModelInfo } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { selectSweep } from '../../../state/sweep/selectors.ts';
import { sweepFile, type SweepFormat } from '../../../words/sweep-words.ts';

const formats: readonly (readonly [SweepFormat, string])[] = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['md', 'Markdown'],
];
const selectMarked = (state: AppState) => state.sweepWords;

export function SweepActions() {
  const sweep = useApp(selectSweep);
  const marked = useApp(selectMarked);
  const store = useAppStore();
  const session = useSession();
  const running = sweep?.state.kind === 'running';

  function text(format: SweepFormat): string {
    const state = store.getState();
    const names = { model: selectModelInfo(state)?.name ?? '', image: selectImage(state)?.name ?? '' };
    return sweep === null ? '' : sweepFile(format, sweep, names);
  }

  return (
    <div className="sweep-actions">
      {running ? (
        <CommandTextButton command={stopSweep} label="Stop the sweep" small />
      ) : (
        <CommandTextButton command={sweepCommand} label="Sweep again" small />
      )}
      {sweep === null || sweep.rows.length === 0 ? null : (
        <>
          <ToggleButton
            className="small-button sweep-method"
            isSelected={marked}
            onChange={(on) => store.getState().setSweepWords(on)}
          >
            Mark words
          </ToggleButton>
          {formats.map(([format, label]) => (
            <Button
              key={format}
              className="small-button"
              aria-label={`Save the sweep as ${label}`}
              onPress={() => void session.saveText(`sweep.${format}`, text(format))}
            >
              {label}
            </Button>
          ))}
          <IconButton label="Copy the sweep as Markdown" onPress={() => void session.copyText(text('md'))}>
            <Copy aria-hidden size="0.875rem" />
          </IconButton>
        </>
      )}
    </div>
  );
}
