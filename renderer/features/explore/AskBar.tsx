/** The question field with its history, the button, and suggestions for the image. */
import { useEffect, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { Button } from 'react-aria-components';
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { useApp, useAppStore, useControls, useSession } from '../../app/context.ts';
import { measure } from '../../commands/question.ts';
import { sweep } from '../../commands/sweep.ts';
import { selectWorking, selectImage, selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { SamplingControl } from './SamplingControl.tsx';

const selectQuestion = (state: AppState) => state.question;
const selectAsked = (state: AppState) => state.asked;
const selectCanAsk = (state: AppState) => selectModelInfo(state) !== null && state.choices.selected !== null;

export function AskBar() {
  const question = useApp(selectQuestion);
  const asked = useApp(selectAsked);
  const busy = useApp(selectWorking);
  const canAsk = useApp(selectCanAsk);
  const store = useAppStore();
  const session = useSession();
  const controls = useControls();
  const field = useRef<HTMLInputElement>(null);
  const [back, setBack] = useState(0); // steps into the history; 0 is what is being typed
  const draft = useRef('');

  useEffect(
    () =>
      controls.fill({
        focusQuestion: () => {
          store.getState().setView('explore');
          field.current?.focus();
          field.current?.select();
        },
      }),
    [controls, store],
  );

  function recall(event: KeyboardEvent): void {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    const next = Math.min(asked.length, Math.max(0, back + step));
    if (next === back) return;
    event.preventDefault();
    if (back === 0) draft.current = question;
    setBack(next);
    store.getState().setQuestion(next === 0 ? draft.current : (asked.at(-next) ?? ''), true);
  }

  function ask(event?: SyntheticEvent): void {
    event?.preventDefault();
    setBack(0);
    void session.ask(question);
  }

  return (
    <div className="ask">
      <form className="ask-form" onSubmit={ask}>
        <input
          ref={field}
          type="text"
          className="ask-field selectable"
          aria-label="Question"
          placeholder="Ask about this image"
          value={question}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setBack(0);
            store.getState().setQuestion(event.target.value, true);
          }}
          onKeyDown={recall}
        />
        <SamplingControl />
        <Button type="submit" className="button button-accent" isDisabled={!canAsk || question.trim() === ''}>
          Ask
        </Button>
        <CommandTextButton command={measure} />
        <CommandTextButton command={sweep} label="Sweep" />
        <Button className="button" isDisabled={!busy} onPress={() => session.stop()}>
          Stop
        </Button>
      </form>
      <Suggestions />
    </div>
  );
}

function Suggestions() {
  const image = useApp(selectImage);
  const question = useApp(selectQuestion);
  const store = useAppStore();
  const session = useSession();
  const questions = (image?.questions ?? []).filter((suggestion) => suggestion !== question);
  if (image === null || questions.length === 0) return null;
  return (
    <div className="suggestions" role="group" aria-label="Suggestions">
      {questions.map((suggestion) => (
        <Button
          key={suggestion}
          className="suggestion"
          onPress={() => {
            store.getState().setQuestion(suggestion, false);
            void session.ask(suggestion);
          }}
        >
          {suggestion}
        </Button>
      ))}
    </div>
  );
}
