/** Every command there is, in the order of the menus. What is not in this table does not exist, and what is works. */
import { selectAwaited } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { whyNot, type Command, type CommandGroup } from './command.ts';
import { collectionCommands } from './collection.ts';
import { editCommands, unpin } from './edit.ts';
import { evaluationCommands } from './evaluation.ts';
import { fileCommands } from './files.ts';
import { dismissMessage, helpCommands } from './help.ts';
import { endPresentation } from './layout.ts';
import type { Key } from './keys.ts';
import { pictureCommands } from './picture.ts';
import { questionCommands, stop } from './question.ts';
import { cancelDrawing } from './regions.ts';
import { endTour } from './tour.ts';
import { tokenCommands } from './tokens.ts';
import { viewCommands } from './view.ts';

export const commandGroups: readonly CommandGroup[] = [
  fileCommands,
  editCommands,
  viewCommands,
  pictureCommands,
  tokenCommands,
  questionCommands,
  collectionCommands,
  evaluationCommands,
  helpCommands,
];

export const commands: readonly Command[] = commandGroups.flatMap(({ sections }) => sections.flat());

const byId = new Map(commands.map((command) => [command.id, command]));

export function commandById(id: string): Command | undefined {
  return byId.get(id);
}

/**
 * Escape takes back the topmost thing: the tour, a shape half drawn, a presentation (who presents means to leave it, whatever has come up meanwhile),
 * the drawing tool, a running answer, the newest message, the pin. A measurement that the window makes by itself comes last: nobody has it in mind.
 */
function escapeOrder(state: AppState): readonly Command[] {
  const left = state.regionDraft === null ? [endPresentation, cancelDrawing] : [cancelDrawing];
  const others = [dismissMessage, unpin];
  return [endTour, ...left, ...(selectAwaited(state) ? [stop, ...others] : [...others, stop])];
}

/** The menu's keys hold a modifier, so that nobody types with them. */
function isHeard(key: Key, typing: boolean, { cannot }: AppState): boolean {
  return key.heard === 'menu' ? cannot.menu !== undefined : key.heard === 'window' && (key.typing || !typing);
}

/** The command that a key means to the window now; null where it means none. Keys of the menu are the menu's, where there is one. */
export function commandFor(stroke: string, typing: boolean, state: AppState): Command | null {
  const candidates = stroke === 'Escape' ? escapeOrder(state) : commands;
  const meant = candidates.filter(({ keys = [] }) =>
    keys.some((key) => key.stroke === stroke && isHeard(key, typing, state)),
  );
  return meant.find((command) => whyNot(command, state) === null) ?? null;
}
