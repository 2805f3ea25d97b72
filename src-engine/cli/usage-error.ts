/** A command line that cannot be meant as it stands: exit status 2. What fails on good usage is an EngineError. */

export class UsageError extends Error {
  override readonly name = 'UsageError';
}
