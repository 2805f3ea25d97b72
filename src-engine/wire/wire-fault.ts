/** What is wrong with bytes that have arrived, or a value that is to be sent: a defect, or somebody who keeps to no rule. No sentence for users. */
export class WireFault extends Error {
  override readonly name = 'WireFault';

  /** @param what the rest of "A message ..." */
  constructor(what: string) {
    super(`A message ${what}.`);
  }
}
