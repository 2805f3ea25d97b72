/** The question field with its history, the button, and suggestions for the image. */
import { MessageSquarePlus } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { Button } from 'react-aria-components';
import { CommandButton } from '../../app/CommandButton.tsx';
import { CommandTextButton } from '../../app/CommandTextButton.tsx';
import { useApp, useAppStore, useCommand, useControls, useSession } from '../../app/context.ts';
import { whyNot } from '../../commands/command.ts';
import { ask as askCommand, followUp, measure, newConversation } from '../../commands/question.ts';
import { sweep } from '../../commands/sweep.ts';
import { whyNoEngine, whyNoQuestions } from '../../state/asking.ts';
import { isConversation } from '../../state/conversation.ts';
import { selectWorking, selectImage, selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { selectSeveral, selectSubject } from '../../state/subject.ts';
import { askWords } from '../../words/subject-words.ts';
import { SamplingControl } from './SamplingControl.tsx';
import { SubjectBar } from './SubjectBar.tsx';

const selectQuestion = (state: AppState) => state.question;
const selectAsked = (state: AppState) => state.asked;
const selectCanAsk = (state: AppState) => whyNot(askCommand, state) === null;
/** Why no question at all would be answered; null where questions can be put. */
const selectSilent = (state: AppState) => {
  const info = selectModelInfo(state);
  return whyNoEngine(state) ?? (info === null ? null : whyNoQuestions(info));
};
const selectAskWords = (state: AppState) => askWords(selectSubject(state));

export function AskBar() {
  const question = useApp(selectQuestion);
  const asked = useApp(selectAsked);
  const busy = useApp(selectWorking);
  const canAsk = useApp(selectCanAsk);
  const silent = useApp(selectSilent);
  const words = useApp(selectAskWords);
  const several = useApp(selectSeveral);
  const talks = useApp(isConversation);
  const store = useAppStore();
  const session = useSession();
  const controls = useControls();
  const command = useCommand();
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

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && event.shiftKey) {
      event.preventDefault();
      setBack(0);
      command(followUp);
    } else recall(event);
  }

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
      <SubjectBar />
      {silent === null ? null : (
        <div className="subject">
          <span className="subject-note" role="note">
            {silent}
          </span>
        </div>
      )}
      <form className="ask-form" onSubmit={ask}>
        <input
          ref={field}
          type="text"
          className="ask-field selectable"
          aria-label="Question"
          placeholder={several ? 'Ask about these' : 'Ask about this image'}
          value={question}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setBack(0);
            store.getState().setQuestion(event.target.value, true);
          }}
          onKeyDown={onKey}
        />
        <SamplingControl />
        <Button type="submit" className="button button-accent" isDisabled={!canAsk}>
          {words}
        </Button>
        <CommandTextButton command={followUp} />
        {talks ? <CommandButton command={newConversation} Icon={MessageSquarePlus} /> : null}
        <CommandTextButton command={measure} />
        <CommandTextButton command={sweep} label="Sweep" />
        <Button className="button" isDisabled={!busy} onPress={() => session.stop()}>
          Stop
        </Button>
      </form>
      {silent === null ? <Suggestions /> : null}
    </div>
  );
}

/** Of a lone picture: what is worth asking about several nobody has said. */
const selectLoneImage = (state: AppState) => (selectSeveral(state) ? null : selectImage(state));

function Suggestions() {
  const image = useApp(selectLoneImage);
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
