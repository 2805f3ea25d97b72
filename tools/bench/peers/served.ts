/** What a peer in Node says and hears: the same lines as served.py. */
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A package of the peers' own folder: this repository does not depend on any of them. */
export async function packageOf(folder: string, name: string): Promise<unknown> {
  const require = createRequire(path.join(path.resolve(folder), 'package.json'));
  const found: unknown = await import(pathToFileURL(require.resolve(name)).href);
  return found;
}

/** Says what can be measured, then measures one case for every line. Each case has run once before. */
export async function serve(
  version: string,
  cases: ReadonlyMap<string, () => Promise<number>>,
  error: Readonly<Record<string, number>> = {},
): Promise<void> {
  say({ version, cases: [...cases.keys()], error });
  for await (const line of createInterface({ input: process.stdin })) {
    const value = await cases.get(line.trim())?.();
    say({ value: value ?? Number.NaN });
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
