/** Programs that decode text: what each needs, and how it is started. */
import type { PeerPlan } from './tower-peers.ts';

export function decodePeers(threads: number): Promise<PeerPlan[]> {
  return Promise.resolve(threads > 0 ? [] : []);
}
