/** The options of a tool from its command line; one that it does not have ends it with one sentence and exit code 2. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** As `parseArgs` of Node gives them. */
export function readOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(refusal(error, Object.keys(config.options ?? {})));
    process.exit(2);
  }
}

/** @param error of `parseArgs` @param names of the options that there are; throws what is no error of the words that were typed */
export function refusal(error: unknown, names: readonly string[]): string {
  const isOfWords =
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
  if (!isOfWords) throw error;
  const [what = ''] = error.message.split(/\.?\s*(?:\n|$)|\. /); // what follows tells of quoting
  return `${what}; the options are ${names.map((name) => `--${name}`).join(', ')}.`;
}
