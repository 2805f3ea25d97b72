/** The two numbers that always stand together: what was asked for, and what this image got. */
import type { ModelInfo } from '../../../src-engine/engine.ts';
import { methods } from '../../../src-engine/reduction/methods.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import type { ChosenMethod } from '../../state/choices-slice.ts';
import { useApp, useSettled } from '../../app/context.ts';
import { fitTokens, mostOf, rangeOf } from '../../state/budget.ts';
import { selectBehind, selectShown, selectViewCount } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import type { CustomThresholds } from '../../state/thresholds/custom.ts';
import { selectCustom } from '../../state/thresholds/selectors.ts';
import { customWords } from '../../words/threshold-words.ts';
import { formatPercent, plural } from '../../../src-engine/report/units.ts';

const selectTokens = (state: AppState) => state.choices.tokens;

interface Props {
  readonly info: ModelInfo | null;
  readonly method: ChosenMethod;
}

export function BudgetNumbers({ info, method }: Props) {
  const shown = useApp(selectShown);
  const behind = useSettled(selectBehind); // a quick engine never lets it be seen
  const wanted = useApp(selectTokens);
  const target = info === null ? wanted : fitTokens(wanted, rangeOf(method, info));
  const views = useApp(selectViewCount);
  const custom = useApp(selectCustom);
  return (
    <div className="budget-numbers" data-behind={behind || undefined}>
      <p className="budget-actual">
        <output role="status" aria-label="Token count">
          {shown === null ? (
            <span className="budget-none">{info === null ? 'No model yet' : 'Not encoded yet'}</span>
          ) : (
            <>
              <strong className="figure">{shown.encoding.tokens}</strong> of {shown.encoding.fullTokens}
              {shown.kind === 'recorded' ? ', recorded' : ' tokens'}
            </>
          )}
        </output>
        {shown === null ? null : (
          <span className="muted"> · {formatPercent(shown.encoding.tokens / shown.encoding.fullTokens)}</span>
        )}
      </p>
      <p className="budget-target">
        {info === null
          ? recordedTarget(shown?.encoding.target ?? null)
          : custom === null
            ? targetWords(info, method, target, views)
            : customTarget(custom)}
      </p>
    </div>
  );
}

function recordedTarget(target: number | null) {
  if (target === null) return ' ';
  return (
    <>
      <span className="muted">target average</span> <strong>{Math.round(target)}</strong>
    </>
  );
}

function customTarget(custom: CustomThresholds) {
  return (
    <>
      <strong>{customWords(custom)}</strong> <span className="muted">· the slider rests</span>
    </>
  );
}

function targetWords(info: ModelInfo, method: ChosenMethod, target: number, views: number) {
  if (target >= mostOf(method, info)) return <span className="muted">all tokens</span>;
  if (info.anyShape === true) {
    return (
      <>
        <span className="muted">target</span>{' '}
        <strong>{Math.round((100 * target) / mostOf(method, info))} %</strong>{' '}
        <span className="muted">
          of every image’s {methods[method].counts}
          {methods[method].control === 'average' ? ' on average' : ''}
        </span>
      </>
    );
  }
  if (methods[method].control !== 'average') {
    return (
      <>
        <span className="muted">target</span> <strong>{target}</strong>{' '}
        <span className="muted">{views > 1 ? 'exactly in every view' : 'exactly, whatever the image'}</span>
      </>
    );
  }
  return (
    <>
      <span className="muted">
        <TermHelp id="target-average" word="target average" />
        {views > 1 ? ' per view' : ''}
      </span>{' '}
      <strong>{target}</strong>{' '}
      <span className="muted">
        · <TermHelp id="calibration" word="calibrated" /> on {plural(info.calibration?.images ?? 0, 'image')}
      </span>
    </>
  );
}
