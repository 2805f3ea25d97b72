/** The popover of a term: words from the table of terms, and the way to where the user guide says more. */
import { memo, type ReactNode } from 'react';
import { Help } from '../controls/Help.tsx';
import { terms, type TermId } from '../words/terms.ts';
import { useAppStore } from './context.ts';

interface Props {
  readonly id: TermId;
  /** What is to be said beyond the table, of what is on screen. */
  readonly children?: ReactNode;
  /** The word itself as the button, in the middle of a line; else a question mark. */
  readonly word?: string;
  /** Another heading than the term's name, where one popover explains several things. */
  readonly title?: string;
}

/** Drawn anew for other words alone: many stand in parts that move with the slider. */
export const TermHelp = memo(function TermHelp({ id, children, word, title }: Props) {
  const store = useAppStore();
  const { name, text, guide } = terms[id];
  return (
    <Help
      term={title ?? name}
      {...(word === undefined ? {} : { word })}
      onMore={() => {
        // When the popover has gone and has given the keyboard back.
        setTimeout(() => store.getState().showGuide(guide), 0);
      }}
    >
      {text}
      {children === undefined ? null : <> {children}</>}
    </Help>
  );
});
