/** What is known of a model that is listed, in one line; its folder is looked into when the list is shown, and again when another model or calibration is in use. */
import { useEffect, type ReactNode } from 'react';
import { useApp, useSession } from '../../app/context.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import { modelLine, withCalibrationInUse, type KnownFacts } from '../../words/model-words.ts';

interface Props extends Omit<KnownFacts, 'inspection'> {
  /** Null: it is not there. */
  readonly directory: string | null;
  readonly children?: ReactNode;
}

export function ModelLine({ directory, children, ...known }: Props) {
  const session = useSession();
  const inUse = useApp(selectModelInfo);
  const found = useApp(({ inspections }) => (directory === null ? undefined : inspections[directory]));
  useEffect(() => {
    if (directory !== null) void session.library.inspect(directory);
  }, [session, directory, inUse]);
  const inspection =
    found?.kind === 'ready'
      ? withCalibrationInUse(found.inspection, inUse?.directory === directory ? inUse : null)
      : undefined;
  const line = modelLine({ ...known, inspection });
  if (line === '' && children === undefined) return null;
  return (
    <p className="muted selectable">
      {line}
      {children}
    </p>
  );
}
