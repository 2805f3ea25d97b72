/** The modes that are compared: a list that can be ordered and shortened, and a line that adds to it. */
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore } from '../../../app/context.ts';
import { Help } from '../../../controls/Help.tsx';
import { TermHelp } from '../../../app/TermHelp.tsx';
import { IconButton } from '../../../controls/IconButton.tsx';
import { movedMode, usualModes, wholeTable, withoutMode } from '../../../state/evaluation/modes.ts';
import { planModes } from '../../../state/evaluation/plan.ts';
import { selectModelInfo } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { modeHelp, modeTokensWords, modeWords } from '../../../words/evaluation-words.ts';
import { ModeAdder } from './ModeAdder.tsx';

const selectPlan = (state: AppState) => state.evaluationPlan;

export function ModesPart() {
  const plan = useApp(selectPlan);
  const info = useApp(selectModelInfo);
  const store = useAppStore();
  const modes = planModes(plan, info);
  const choose = (next: readonly string[] | null) => store.getState().chooseEvaluation({ modes: next });
  return (
    <section className="evaluate-part" aria-labelledby="evaluate-modes">
      <header>
        <h3 id="evaluate-modes">Modes</h3>
        <TermHelp id="modes" />
      </header>
      {info?.anyShape === true ? (
        <p className="muted">
          Nothing merges in the encoder of this model; DART’s shares of its rows are offered instead.
        </p>
      ) : info?.calibration === null ? (
        <p className="muted">
          This model has no calibration, so DyMU’s averages mean nothing to it yet; ToMe’s counts are offered
          instead. Calibrate it to compare DyMU.
        </p>
      ) : null}
      {modes.length === 0 ? <p className="muted">No mode yet; add one.</p> : null}
      <ol className="mode-list" aria-label="Modes">
        {modes.map((mode, index) => (
          <li key={mode} className="mode-row">
            <span className="mode-name">
              {modeWords(mode)}
              <span className="muted">{modeTokensWords(mode, info)}</span>
            </span>
            <Help term={modeWords(mode)}>{modeHelp(mode)}</Help>
            <IconButton
              label={`Move ${modeWords(mode)} up`}
              isDisabled={index === 0}
              onPress={() => choose(movedMode(modes, mode, -1))}
            >
              <ChevronUp aria-hidden size="0.875rem" />
            </IconButton>
            <IconButton
              label={`Move ${modeWords(mode)} down`}
              isDisabled={index === modes.length - 1}
              onPress={() => choose(movedMode(modes, mode, 1))}
            >
              <ChevronDown aria-hidden size="0.875rem" />
            </IconButton>
            <IconButton label={`Remove ${modeWords(mode)}`} onPress={() => choose(withoutMode(modes, mode))}>
              <X aria-hidden size="0.875rem" />
            </IconButton>
          </li>
        ))}
      </ol>
      <ModeAdder modes={modes} info={info} onAdd={(mode) => choose([...modes, mode])} />
      <div className="evaluate-buttons">
        <Button
          className="small-button"
          isDisabled={same(modes, usualModes(info))}
          onPress={() => choose(null)}
        >
          The usual four
        </Button>
        <Button
          className="small-button"
          isDisabled={same(modes, wholeTable(info))}
          onPress={() => choose(wholeTable(info))}
        >
          The whole table
        </Button>
      </div>
    </section>
  );
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((mode, index) => mode === b[index]);
}
