/** A question mark that explains a term of the paper where it first appears. */
import { CircleHelp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';

interface Props {
  readonly term: string;
  readonly children: ReactNode;
}

export function Help({ term, children }: Props) {
  return (
    <DialogTrigger>
      <Button className="help" aria-label={`What is ${term}?`}>
        <CircleHelp aria-hidden size="1em" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-body selectable" aria-label={term}>
          <h3>{term}</h3>
          <p>{children}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
