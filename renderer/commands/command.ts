/** What a command is: one thing that the user can have done, whether by key, menu, palette or button. */
import type { Session } from '../session/session.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Key } from './keys.ts';
import type { StageControls } from './stage-controls.ts';

/** What commands act on. */
export interface App {
  readonly store: AppStore;
  readonly session: Session;
  readonly controls: StageControls;
}

export interface Command {
  /** Kebab-case. The menu sends it back, and automation finds menu entries by it. */
  readonly id: string;
  /** Sentence case; `…` where a dialog follows. The same words in the menu, the palette, tooltips and help. */
  readonly label: string;
  /** The first is the one that tooltips show. */
  readonly keys?: readonly Key[];
  /** Further words that the palette finds it by. */
  readonly words?: string;
  /** For commands that choose or switch something: whether it is so now. */
  readonly checked?: (state: AppState) => boolean;
  /** Why it cannot run now, as a sentence; null while it can. Left out: it always can. */
  readonly whyNot?: (state: AppState) => string | null;
  readonly run: (app: App) => void;
}

/** A menu of its own; a line stands between sections. In a section where every command has `checked`, exactly one is. */
export interface CommandGroup {
  readonly title:
    'File' | 'Edit' | 'View' | 'Picture' | 'Tokens' | 'Question' | 'Collection' | 'Evaluation' | 'Help';
  readonly sections: readonly (readonly Command[])[];
}

export function whyNot(command: Command, state: AppState): string | null {
  return command.whyNot?.(state) ?? null;
}

/** Runs it, or says why it cannot. */
export function runCommand(command: Command, app: App): void {
  const reason = whyNot(command, app.store.getState());
  if (reason === null) command.run(app);
  else app.store.getState().notify('info', reason);
}
