/** Asks one question twice, with all tokens and with merged ones, one after the other because the engine serves one call at a time. */
import { methodOf } from '../../src-engine/reduction/methods.ts';
import type { AnswerEvent, AnswerResult, Engine, ImageSource } from '../../src-engine/engine.ts';
import { warmUp } from '../../src-engine/report/warm-up.ts';
import { whyNoQuestions } from '../state/asking.ts';
import { turnsOf } from '../state/conversation.ts';
import { exactPrecision } from '../state/model-slice.ts';
import { idlePair, standingOf, type Asked, type PaneName, type Run, type Standing } from '../state/run.ts';
import { selectAbout, selectReduction, selectModelInfo } from '../state/selectors.ts';
import { selectSubject, selectSubjectKey } from '../state/subject.ts';
import type { ActivityHandle } from './activities.ts';
import { answerRequest } from './answer-request.ts';
import type { Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';

export interface Asker {
  /** In the place of the answers on screen, behind the turns before them. Resolves when both answers are there, failed or stopped. */
  readonly ask: (question: string) => Promise<void>;
  readonly stop: () => void;
  /** Another model was loaded: its first runs are cold again. */
  readonly cool: () => void;
  /** Asks again what the end of the engine interrupted; once per question, so that a question that kills it cannot do so for ever. */
  readonly resume: () => void;
}

interface Asking {
  readonly key: string; // of what it is about
  readonly images: readonly ImageSource[];
  readonly asked: Readonly<Record<PaneName, Asked>>;
  readonly signal: AbortSignal;
}

const order: readonly PaneName[] = ['full', 'merged'];

const longestWarmUpMs = 2000;

/** What the status line says while a pane is being answered. */
function answering({ asked }: Asking, pane: PaneName): string {
  const { tokens } = methodOf(asked[pane].reduction);
  return `Answering with ${tokens.toLowerCase()}, ${order.indexOf(pane) + 1} of ${order.length}`;
}

export function createAsker({ store, link, traffic, activities }: Deps): Asker {
  let controller: AbortController | null = null;
  let warm: Engine | null = null;
  let seed = 0; // of the last question whose answers were sampled
  let interrupted: { key: string; question: string } | null = null;
  let resumed = '';

  const pairOf = (key: string) => store.getState().answers[key] ?? idlePair;
  const setRun = (asking: Asking, pane: PaneName, run: Run) => {
    if (asking.signal.aborted) return;
    store.getState().setRun(asking.key, pane, run);
  };

  async function ask(question: string): Promise<void> {
    const text = question.trim();
    const state = store.getState();
    const subject = selectSubject(state);
    const about = selectAbout(state);
    const reduction = selectReduction(state);
    const info = selectModelInfo(state);
    const engine = link.ready;
    if (text === '' || subject === null || about === null) return;
    if (info === null || reduction === null || engine === null) {
      state.notify('info', 'No model is ready yet; ask again when the status line says so.');
      return;
    }
    const silent = whyNoQuestions(info);
    if (silent !== null) {
      state.notify('info', silent);
      return;
    }
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    const { virtualUnmerging, sampling } = state.choices;
    // One seed for both answers, another for every question: who asks again wants to see another draw.
    if (sampling === 'sample') seed += 1;
    const common = {
      model: info.directory,
      question: text,
      virtualUnmerging,
      imageBackend: info.imageBackend,
      tower: info.tower,
      ...(info.precision === exactPrecision ? {} : { precision: info.precision }),
      ...about,
      ...(sampling === 'sample' ? { sampling: { kind: sampling, seed } } : {}),
    };
    const turns = state.turns[subject.key] ?? [];
    const earlierOf = (pane: PaneName) => (turns.length === 0 ? {} : { earlier: turnsOf(turns, pane) });
    const asking: Asking = {
      key: subject.key,
      images: subject.images.map(({ source }) => source),
      asked: {
        full: { ...common, ...earlierOf('full'), reduction: { method: 'none' } },
        merged: { ...common, ...earlierOf('merged'), reduction },
      },
      signal: mine.signal,
    };
    state.rememberQuestion(text);
    await runBoth(engine, asking, mine);
    if (controller === mine) controller = null;
  }

  async function runBoth(engine: Engine, asking: Asking, mine: AbortController): Promise<void> {
    const leave = traffic.enter();
    const activity = activities.begin(answering(asking, 'full'), () => mine.abort());
    const pair = pairOf(asking.key);
    for (const pane of order) {
      setRun(asking, pane, {
        kind: 'loading',
        asked: asking.asked[pane],
        before: standingOf(pair[pane]),
        waits: pane === 'merged',
      });
    }
    try {
      await warmUpOnce(engine, asking, activity);
      for (const pane of order) {
        activity.update(answering(asking, pane));
        await runPane(engine, asking, pane, activity);
      }
    } finally {
      activity.end();
      leave();
    }
  }

  /** The first runs of a model pay for pages and buffers; what they measure is thrown away, as in `dymu compare`. */
  async function warmUpOnce(engine: Engine, asking: Asking, activity: ActivityHandle): Promise<void> {
    if (warm === engine || link.ready !== engine) return;
    activity.update('Warming up');
    const requests = order.map((pane) => answerRequest(asking.images, asking.asked[pane]));
    try {
      await warmUp(engine, requests, { signal: asking.signal }, longestWarmUpMs);
      warm = engine;
    } catch {
      // The answers that follow meet the same trouble and say it.
    }
  }

  async function runPane(
    engine: Engine,
    asking: Asking,
    pane: PaneName,
    activity: ActivityHandle,
  ): Promise<void> {
    const asked = asking.asked[pane];
    const before = standingOf(pairOf(asking.key)[pane]);
    let text = '';
    if (asking.signal.aborted) {
      stopAt(asking, pane, text);
      return;
    }
    setRun(asking, pane, { kind: 'loading', asked, before, waits: false });
    try {
      // What earlier questions about these pictures computed is taken over; by the measurement that follows it is not.
      const events = engine.answer(
        { ...answerRequest(asking.images, asked), reuse: true },
        {
          signal: asking.signal,
          onProgress: activity.progress,
        },
      );
      let visualTokens = 0;
      let result: AnswerResult | null = null;
      for await (const event of events) {
        if (event.kind === 'encoded') visualTokens = tokensOf(event);
        if (event.kind === 'done') result = event.result;
        if (event.kind !== 'piece') continue;
        text += event.text;
        setRun(asking, pane, { kind: 'streaming', asked, before, text: text.trimStart(), visualTokens });
      }
      if (result !== null) setRun(asking, pane, { kind: 'done', asked, result });
    } catch (error) {
      if (wasAborted(error)) {
        stopAt(asking, pane, text);
        return;
      }
      if (engineDied(error)) interrupted = { key: asking.key, question: asked.question };
      fail(asking, pane, text, sentenceOf(error).text);
    }
  }

  /** The last word on a pane, unless a newer question about the same owns it by now. What it showed before stays. */
  function end(asking: Asking, pane: PaneName, ending: (before: Standing | null) => Run): void {
    const run = pairOf(asking.key)[pane];
    if (run.kind === 'idle' || run.asked !== asking.asked[pane]) return;
    const before = standingOf(run);
    const settled = before?.kind === 'recorded' ? { ...before, awaited: false } : before;
    store.getState().setRun(asking.key, pane, ending(settled));
  }

  function stopAt(asking: Asking, pane: PaneName, text: string): void {
    end(asking, pane, (before) => ({ kind: 'stopped', asked: asking.asked[pane], before, text }));
  }

  function fail(asking: Asking, pane: PaneName, text: string, message: string): void {
    end(asking, pane, (before) => ({ kind: 'failed', asked: asking.asked[pane], before, text, message }));
  }

  return {
    ask,
    stop: () => controller?.abort(),
    cool: () => {
      warm = null;
    },
    resume: () => {
      const question = interrupted;
      interrupted = null;
      if (question === null || selectSubjectKey(store.getState()) !== question.key) return;
      const key = `${question.key}\n${question.question}`;
      if (key === resumed) return;
      resumed = key;
      void ask(question.question);
    },
  };
}

function tokensOf(event: Extract<AnswerEvent, { kind: 'encoded' }>): number {
  return event.encodings.reduce((sum, encoding) => sum + encoding.tokens, 0);
}
