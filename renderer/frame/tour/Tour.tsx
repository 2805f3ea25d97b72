/** The guided tour while it runs: a frame around what it speaks of, and words beside it. It takes nothing away: all of the window can be used meanwhile. */
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore } from '../../app/context.ts';
import type { AppState } from '../../state/store.ts';
import { endTour, goTo } from '../../state/tour/acts.ts';
import { steps, tourSteps } from '../../state/tour/steps.ts';
import { tourWords } from '../../words/tour-words.ts';
import { placeCallout } from './callout-place.ts';
import { useTarget } from './use-target.ts';

const selectAt = ({ tour }: AppState) => (tour.kind === 'running' ? tour.at : null);

export function Tour() {
  const at = useApp(selectAt);
  return at === null ? null : <Step at={at} />;
}

/** At the end the keyboard is where it was, or at the picture where that has gone, as the offer of the tour has. */
function returnFocus(): () => void {
  const before = document.activeElement;
  return () => {
    const there = before instanceof HTMLElement && before.isConnected && before !== document.body;
    const target = there ? before : document.querySelector<HTMLElement>('.stage');
    target?.focus({ preventScroll: true });
  };
}

function Step({ at }: { readonly at: number }) {
  const id = tourSteps[at] ?? 'picture';
  const { title, text } = tourWords[id];
  const store = useAppStore();
  const target = useTarget(steps[id].target);
  const callout = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  useLayoutEffect(returnFocus, []); // before anything here takes it
  useLayoutEffect(() => {
    const box = callout.current?.getBoundingClientRect();
    if (box === undefined) return;
    setPlace(placeCallout(target, box, { width: innerWidth, height: innerHeight }));
  }, [target, at]);
  // Whoever reads with ears or keys is where the words are.
  useEffect(() => callout.current?.focus({ preventScroll: true }), [at]);

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowRight') goTo(store, at + 1);
    else if (event.key === 'ArrowLeft') goTo(store, at - 1);
    else if (event.key === 'Escape') endTour(store);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const last = at === tourSteps.length - 1;
  return (
    <>
      {target === null ? null : <div className="tour-frame" aria-hidden style={{ ...target }} />}
      <div
        ref={callout}
        className="tour"
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        tabIndex={-1}
        style={place === null ? { opacity: 0 } : { ...place }} // what is hidden could not take the focus
        onKeyDown={onKey}
      >
        <p className="muted tour-count">
          Step {at + 1} of {tourSteps.length}
        </p>
        <h2 id="tour-title">{title}</h2>
        <p id="tour-text">{text}</p>
        <div className="tour-acts">
          <Button className="link-button" onPress={() => endTour(store)}>
            End the tour
          </Button>
          <Button className="button" isDisabled={at === 0} onPress={() => goTo(store, at - 1)}>
            Back
          </Button>
          <Button className="button button-accent" onPress={() => goTo(store, at + 1)}>
            {last ? 'Done' : 'Next'}
          </Button>
        </div>
      </div>
    </>
  );
}
