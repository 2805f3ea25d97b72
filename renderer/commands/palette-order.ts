/** Which commands the palette lists for what was typed, the likeliest first. */
import type { Command, CommandGroup } from './command.ts';

/** A command with the menu that it stands in. */
export interface Listed {
  readonly command: Command;
  readonly group: CommandGroup['title'];
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/**
 * How well the label answers: what begins as was typed comes before what has the words somewhere, and that before what is found by its
 * other words or its menu alone. Null where a word that was typed begins no word of the command.
 */
function rankOf({ command, group }: Listed, typed: readonly string[]): number | null {
  const label = wordsOf(command.label);
  const all = [...label, ...wordsOf(command.words ?? ''), ...wordsOf(group)];
  if (!typed.every((part) => all.some((word) => word.startsWith(part)))) return null;
  if (typed.every((part, at) => label[at]?.startsWith(part) === true)) {
    const whole = typed.length === label.length && typed.every((part, at) => label[at] === part);
    return whole ? 0 : 1;
  }
  const inLabel = typed.filter((part) => label.some((word) => word.startsWith(part))).length;
  return 2 + typed.length - inLabel;
}

/**
 * @param typed every word of it begins a word of the command
 * @param recent ids, the newest first: among equally good ones those come first
 */
export function found(all: readonly Listed[], typed: string, recent: readonly string[]): readonly Listed[] {
  const parts = wordsOf(typed);
  const age = (id: string) => {
    const at = recent.indexOf(id);
    return at < 0 ? recent.length : at;
  };
  return all
    .flatMap((each) => {
      const rank = rankOf(each, parts);
      return rank === null ? [] : [{ each, rank }];
    })
    .sort((a, b) => a.rank - b.rank || age(a.each.command.id) - age(b.each.command.id)) // stable: else as in the menus
    .map(({ each }) => each);
}
