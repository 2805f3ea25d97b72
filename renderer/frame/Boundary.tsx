/** What stands where a part of the window could not be drawn: why, and the ways on. Without it React takes the whole window away. */
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import type { View } from '../state/frame-slice.ts';

/** Around one view: menus, rail and the other views go on, and it is tried anew when another one has been open. */
export function ViewBoundary({ view, children }: { readonly view: View; readonly children: ReactNode }) {
  return (
    <ErrorBoundary
      resetKeys={[view]}
      fallbackRender={({ error, resetErrorBoundary }) => (
        <Undrawn what="This view" error={error}>
          <Button className="button" onPress={resetErrorBoundary}>
            Try again
          </Button>
        </Undrawn>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}

/** Around everything else. */
export function WindowBoundary({ children }: { readonly children: ReactNode }) {
  return (
    <ErrorBoundary fallbackRender={({ error }) => <Undrawn what="The window" error={error} />}>
      {children}
    </ErrorBoundary>
  );
}

interface UndrawnProps extends Pick<FallbackProps, 'error'> {
  readonly what: string;
  /** Ways on beside loading the window again. */
  readonly children?: ReactNode;
}

function Undrawn({ what, error, children }: UndrawnProps) {
  return (
    <section role="alert" className="undrawn">
      <p>{what} could not be drawn. Pictures, budget, questions and answers are kept.</p>
      <p className="undrawn-ways">
        {children}
        <Button className="button" onPress={() => location.reload()}>
          Load the window again
        </Button>
      </p>
      <details>
        <summary>What went wrong</summary>
        <pre className="page-sample selectable">{wordsOf(error)}</pre>
      </details>
    </section>
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
