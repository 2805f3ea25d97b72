/** Whether this start is one of the command line, and with which words. */

/** What `dymu` of the packages puts before the user's words (packaging/linux/launcher.sh). */
export const commandLineSwitch = '--dymu';

/**
 * The words after the switch, undefined where the window is wanted. `--` right after it ends the switches that Chromium reads, so that it
 * takes none of the user's for its own.
 */
export function commandLineWords(argv: readonly string[]): string[] | undefined {
  const at = argv.indexOf(commandLineSwitch);
  if (at < 0) return undefined;
  const words = argv.slice(at + 1);
  return words[0] === '--' ? words.slice(1) : words;
}
