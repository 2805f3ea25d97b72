/** The offer of the tour at the first start: a line in the top bar that stays until it is answered, and never comes again. */
import { X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore, useCommand } from '../../app/context.ts';
import { takeTour } from '../../commands/tour.ts';
import type { AppState } from '../../state/store.ts';

const selectOffered = ({ tour }: AppState) => tour.kind === 'offered';

export function TourOffer() {
  const offered = useApp(selectOffered);
  const store = useAppStore();
  const command = useCommand();
  if (!offered) return null;
  return (
    <span className="tour-offer" role="group" aria-label="New here?">
      <Button className="link-button" onPress={() => command(takeTour)}>
        Take the tour
      </Button>
      <Button
        className="icon-button"
        aria-label="No tour"
        onPress={() => store.getState().setTour({ kind: 'none' })}
      >
        <X aria-hidden size="0.875rem" />
      </Button>
    </span>
  );
}
