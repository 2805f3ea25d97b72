/** The connectors that families name. */
import type { ConnectorName } from '../families/family.ts';
import type { Connector } from './connector.ts';
import { joinedSquares } from './joined-squares.ts';
import { perToken } from './per-token.ts';

export const connectors: Readonly<Record<ConnectorName, Connector>> = {
  'per-token': perToken,
  'joined-squares': joinedSquares,
};
