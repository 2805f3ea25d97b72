/** A term that explains itself where it first appears: a question mark, or the word itself, and behind it a popover. */
import { CircleHelp } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';

interface Props {
  readonly term: string;
  readonly children: ReactNode;
  /** The button is this word of a line instead of a question mark. */
  readonly word?: string;
  /** Leads to where more is said. */
  readonly onMore?: () => void;
}

export function Help({ term, children, word, onMore }: Props) {
  const [text, hint] = [useId(), useId()];
  return (
    <DialogTrigger>
      {word === undefined ? (
        <Button className="help" aria-label={`What is ${term}?`}>
          <CircleHelp aria-hidden size="0.875rem" />
        </Button>
      ) : (
        <Button className="term" aria-describedby={hint}>
          {word}
          <span id={hint} hidden>
            What is {term}?
          </span>
        </Button>
      )}
      <Popover className="popover" placement={word === undefined ? 'bottom end' : 'bottom'}>
        <Dialog className="popover-body selectable" aria-label={term} aria-describedby={text}>
          {({ close }) => (
            <>
              <h3>{term}</h3>
              <div id={text} className="help-text">
                {children}
              </div>
              {onMore === undefined ? null : (
                <Button
                  className="link-button help-more"
                  onPress={() => {
                    close();
                    onMore();
                  }}
                >
                  More in the guide
                </Button>
              )}
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
