import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createAsker } from '../../../renderer/session/ask.ts';
import { createConversation, type Conversation } from '../../../renderer/session/conversation.ts';
import type { Deps } from '../../../renderer/session/deps.ts';
import { selectTurns, whyNotFollowUp } from '../../../renderer/state/conversation.ts';
import { idlePair } from '../../../renderer/state/run.ts';
import { selectAnswers, selectAnswersCurrent } from '../../../renderer/state/selectors.ts';
import type { AnswerRequest, Engine } from '../../../src-engine/engine.ts';
import { fakeModel } from '../../support/fake-engine.ts';
import { createDeps, ready } from './parts.ts';
import { eventually } from '../../support/eventually.ts';

let deps: Deps;
let engine: Engine;
let conversation: Conversation;
let ask: (question: string) => Promise<void>;

beforeEach(async () => {
  deps = createDeps();
  engine = await ready(deps, {
    answer: ({ question, earlier = [] }, share) =>
      ` ${share < 1 ? 'Fewer' : 'All'} ${earlier.length}: ${question}`,
  });
  const asker = createAsker(deps);
  ({ ask } = asker);
  conversation = createConversation(deps, asker);
});

const state = () => store().getState();
const store = () => deps.store;
const texts = () => {
  const { full, merged } = selectAnswers(state());
  return [full, merged].map((run) => (run.kind === 'done' ? run.result.text.trim() : run.kind));
};

describe('several pictures in one question', () => {
  it('go to the engine in their order, without regions, both ways, and again when measured or asked once more', async () => {
    const asked: AnswerRequest[] = [];
    const answer = engine.answer.bind(engine);
    const open = vi.spyOn(engine, 'open');
    vi.spyOn(engine, 'answer').mockImplementation((request, call) => {
      asked.push(request);
      return answer(request, call);
    });
    state().choose({ selected: 'b', chosen: ['b', 'a'], readings: { a: { orientation: 6 } } });
    await ask('Which is red?');
    const last = asked.slice(-2);
    expect(last.map(({ reduction }) => reduction.method)).toEqual(['none', 'dymu']);
    expect(last.map(namesOf)).toEqual([
      ['/pictures/b.png', '/pictures/a.png'],
      ['/pictures/b.png', '/pictures/a.png'],
    ]);
    expect(open.mock.calls.map(([source]) => source)).toEqual([
      { kind: 'file', path: '/pictures/b.png' },
      { kind: 'file', path: '/pictures/a.png', reading: { orientation: 6 } },
    ]);
    const { merged } = selectAnswers(state());
    expect(merged.kind === 'done' && merged.result.shares?.length).toBe(2);
    expect(selectAnswersCurrent(state())).toBe(true);
    state().choose({ chosen: ['a', 'b'] });
    expect(selectAnswers(state()).merged).toBe(merged); // stale, not gone
    expect(selectAnswersCurrent(state())).toBe(false);
    state().choose({ chosen: [] });
    expect(selectAnswers(state())).toEqual(idlePair);
  });
});

/** The fake engine's ids end with what they are of. */
const namesOf = ({ visual }: AnswerRequest) =>
  visual.kind === 'images'
    ? visual.images.map((image) => (image.kind === 'open' ? image.id.replace(/^\d+:/, '') : image.kind))
    : [];

describe('a conversation', () => {
  it('gives each way its own answers as history', async () => {
    await ask('What?');
    expect(whyNotFollowUp(state())).toBeNull();
    await conversation.followUp('Why?');
    expect(texts()).toEqual(['All 1: Why?', 'Fewer 1: Why?']);
    const { full, merged } = selectAnswers(state());
    expect(full.kind === 'done' && full.asked.earlier).toEqual([
      { question: 'What?', answer: 'All 0: What?' },
    ]);
    expect(merged.kind === 'done' && merged.asked.earlier).toEqual([
      { question: 'What?', answer: 'Fewer 0: What?' },
    ]);
    await conversation.followUp('Where?');
    expect(texts()).toEqual(['All 2: Where?', 'Fewer 2: Where?']);
    expect(selectTurns(state())).toHaveLength(2);
  });

  it('asks in the place of its last answers, with the turns before them', async () => {
    await ask('What?');
    await conversation.followUp('Why?');
    await ask('Or why not?');
    expect(texts()).toEqual(['All 1: Or why not?', 'Fewer 1: Or why not?']);
    expect(selectTurns(state())).toHaveLength(1);
  });

  it('is put away and had back', async () => {
    await ask('What?');
    await conversation.followUp('Why?');
    conversation.begin();
    expect(selectAnswers(state())).toEqual(idlePair);
    expect(selectTurns(state())).toEqual([]);
    const notice = state().notices.at(-1);
    expect(notice?.text).toBe('A conversation of 2 turns is put away.');
    notice?.action?.run();
    expect(texts()).toEqual(['All 1: Why?', 'Fewer 1: Why?']);
    expect(selectTurns(state())).toHaveLength(1);
  });

  it('takes its last turn back, and has that back', async () => {
    await ask('What?');
    await conversation.followUp('Why?');
    conversation.takeBack();
    expect(texts()).toEqual(['All 0: What?', 'Fewer 0: What?']);
    expect(state().question).toBe('What?');
    expect(selectTurns(state())).toEqual([]);
    state().notices.at(-1)?.action?.run();
    expect(texts()).toEqual(['All 1: Why?', 'Fewer 1: Why?']);
    conversation.begin();
    conversation.takeBack(); // nothing to take back
    expect(selectAnswers(state())).toEqual(idlePair);
  });

  it('belongs to its pictures', async () => {
    await ask('What?');
    await conversation.followUp('Why?');
    state().choose({ selected: 'b' });
    expect(selectTurns(state())).toEqual([]);
    state().choose({ selected: 'a' });
    expect(selectTurns(state())).toHaveLength(1);
  });

  it('says why there is nothing to follow up on', async () => {
    await conversation.followUp('Why?');
    expect(state().notices.at(-1)?.text).toBe(
      'There is no whole pair of answers of this computer to follow up on.',
    );
    await ask('What?');
    const info = { ...fakeModel, directory: '/models/other' };
    state().setModel({ kind: 'ready', info });
    expect(whyNotFollowUp(state())).toBe('Another model gave the answers on screen: ask this one first.');
    state().setModel({
      kind: 'ready',
      info: { ...fakeModel, takes: { ...fakeModel.takes, followUps: false } },
    });
    expect(whyNotFollowUp(state())).toBe(
      'fake-vlm answers single questions: its chat template leaves earlier turns out.',
    );
  });

  it('put away while it is answered leaves nothing behind', async () => {
    const slow = createDeps();
    await ready(slow, { pieceDelayMs: 60_000 });
    const asker = createAsker(slow);
    const asking = asker.ask('What?');
    await eventually(() => expect(selectAnswers(slow.store.getState()).full.kind).toBe('loading'));
    createConversation(slow, asker).begin();
    await asking;
    expect(selectAnswers(slow.store.getState())).toEqual(idlePair);
  });
});
