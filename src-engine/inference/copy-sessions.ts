/** Sessions that point into a quantised copy, each matrix in the form in which it lies there. */
import type { QuantisedCopy } from '../checkpoint/quantised/quantised-copy.ts';
import { sessionFactory } from './session-factory.ts';
import type { Device, SessionFactory } from './session-factory.ts';

export function copySessions(copy: QuantisedCopy, device: Device): SessionFactory {
  const { weights, file } = copy;
  return sessionFactory(
    { weights, directory: file },
    device,
    (name) => copy.matrix(name) ?? { kind: 'dense' },
  );
}
