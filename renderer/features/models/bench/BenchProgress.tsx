/** The measurement that runs, was cancelled or failed; what does not fit can be measured in part. */
import { Button } from 'react-aria-components';
import type { BenchRequest } from '../../../../src-engine/engine.ts';
import { benchShapes } from '../../../../src-engine/report/bench-shapes.ts';
import { useApp, useSession } from '../../../app/context.ts';
import type { AppState } from '../../../state/store.ts';
import { benchProgressWords } from '../../../words/bench-words.ts';

const selectBench = (state: AppState) => state.bench;

export function BenchProgress() {
  const bench = useApp(selectBench);
  const session = useSession();
  switch (bench.kind) {
    case 'idle':
      return null;
    case 'cancelled':
      return (
        <p className="muted" role="status">
          Cancelled; what was measured before is kept.
        </p>
      );
    case 'running': {
      const { progress, elapsedMs } = bench;
      const words = progress === null ? 'Starting' : benchProgressWords(progress, elapsedMs);
      const share = progress === null || progress.total <= 0 ? undefined : progress.done / progress.total;
      return (
        <div className="bench-running">
          <span>{words}</span>
          <progress aria-label="Progress of the measurement" max={1} value={share} />
          <Button className="button" onPress={() => session.bench.cancel()}>
            Cancel
          </Button>
        </div>
      );
    }
    case 'failed':
      return <Failed request={bench.request} message={bench.message} detail={bench.detail} />;
  }
}

interface FailedProps {
  readonly request: BenchRequest;
  readonly message: string;
  readonly detail: string | null;
}

function Failed({ request, message, detail }: FailedProps) {
  const session = useSession();
  const start = (change: Partial<BenchRequest>) => void session.bench.start({ ...request, ...change });
  return (
    <div className="bench-failed" role="alert">
      <p className="selectable">{message}</p>
      {detail === null ? null : (
        <details>
          <summary>Technical detail</summary>
          <p className="selectable muted">{detail}</p>
        </details>
      )}
      {hasLanguage(request) ? (
        <p className="bench-ways">
          {request.languageLayers === undefined ? (
            <Button className="button" onPress={() => start({ languageLayers: 'fit' })}>
              Measure as many layers as fit
            </Button>
          ) : null}
          <Button className="button" onPress={() => start({ stages: ['encode'] })}>
            Measure the encoder only
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function hasLanguage({ subject, stages }: BenchRequest): boolean {
  if (stages !== undefined) return stages.includes('language');
  if (subject.kind === 'model') return true;
  return benchShapes.some(({ name, stages: all }) => name === subject.shape && all.includes('language'));
}
