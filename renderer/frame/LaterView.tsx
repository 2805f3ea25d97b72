/** A view that does not exist yet says so, and what to do instead. */
import { Button } from 'react-aria-components';
import { useCommand } from '../app/context.ts';

interface Props {
  readonly title: string;
  readonly sentence: string;
}

export function LaterView({ title, sentence }: Props) {
  const command = useCommand();
  return (
    <div className="later">
      <h2>{title}</h2>
      <p>{sentence}</p>
      <Button className="button" onPress={() => command('show-explore')}>
        Back to Explore
      </Button>
    </div>
  );
}
