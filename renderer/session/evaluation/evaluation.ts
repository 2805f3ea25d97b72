/** Evaluation: looks at questions before they are asked, starts and steers runs, fetches what they have found, opens a question in Explore. */
import type { EvaluatedQuestion, JobChange } from '../../../src-engine/engine.ts';
import { evaluateRequest, questionsKey } from '../../state/evaluation/plan.ts';
import { selectRuns, whyNotEvaluate } from '../../state/evaluation/selectors.ts';
import { modelInfo } from '../../state/model-slice.ts';
import type { Deps } from '../deps.ts';
import { engineDied, sentenceOf, wasAborted } from '../engine-link.ts';
import type { Jobs } from '../jobs.ts';
import { loadedSource } from '../loaded-source.ts';
import type { ModelLoader } from '../model-loader.ts';
import { fromPath, type ImageOpener } from '../open-images.ts';
import { shellWords } from '../shell-words.ts';
import { exploreChoice } from './explore-choice.ts';
import { createRunResults } from './run-results.ts';
import { createSmallPictures, type SmallPictures } from './small-pictures.ts';

export interface EvaluationSession {
  /** The system's dialog for a file or a folder of questions. */
  readonly chooseQuestions: (what: 'file' | 'folder') => Promise<void>;
  /** A file or folder that was dropped. */
  readonly dropQuestions: (file: File) => Promise<void>;
  /** Starts what is planned, and shows it. */
  readonly start: () => Promise<void>;
  readonly change: (id: number, change: JobChange) => void;
  /** The picture joins the shelf, the question stands in the field, the budget is that of the mode. */
  readonly openInExplore: (question: EvaluatedQuestion, mode: string) => Promise<void>;
  readonly pictures: SmallPictures;
  readonly dispose: () => void;
}

interface Parts {
  readonly jobs: Jobs;
  readonly loader: ModelLoader;
  readonly opener: ImageOpener;
}

export function createEvaluationSession(deps: Deps, { jobs, loader, opener }: Parts): EvaluationSession {
  const { store, bridge, link } = deps;
  const pictures = createSmallPictures(deps);
  const results = createRunResults(deps, { jobs, loader });
  let looking = '';

  async function look(): Promise<void> {
    const { evaluationPlan, bundledQuestions, questionSet, setQuestionSet, view } = store.getState();
    const engine = link.connected;
    const key = questionsKey(evaluationPlan);
    const { data, split } = evaluationPlan;
    const path = data ?? bundledQuestions;
    const known = questionSet.kind !== 'none' && questionSet.kind !== 'looking' && questionSet.key === key;
    if (view !== 'evaluate' || engine === null || path === null || known || looking === key) return;
    looking = key;
    setQuestionSet({ kind: 'looking', key });
    const current = () => questionsKey(store.getState().evaluationPlan) === key;
    try {
      const report = await engine.questions({ data: path, ...(split === null ? {} : { split }) });
      if (current()) setQuestionSet({ kind: 'ready', key, report });
    } catch (error) {
      if (!current()) return;
      if (wasAborted(error) || engineDied(error)) setQuestionSet({ kind: 'none' });
      else {
        const { text, detail = null } = sentenceOf(error);
        setQuestionSet({ kind: 'failed', key, message: text, detail });
      }
    } finally {
      if (looking === key) looking = '';
    }
  }

  /** The newest run is on screen until another one is chosen. */
  function show(): void {
    const { shownRun, showRun } = store.getState();
    const runs = selectRuns(store.getState());
    if (runs.some(({ id }) => id === shownRun)) return;
    showRun(runs[0]?.id ?? null);
  }

  function takeQuestions(path: string): void {
    if (path === '') return;
    const { chooseEvaluation, setView } = store.getState();
    chooseEvaluation({ data: path, split: null, scorer: null, instruction: false });
    setView('evaluate');
  }

  async function start(): Promise<void> {
    const state = store.getState();
    const info = modelInfo(state.model);
    const { evaluationPlan, bundledQuestions, notify } = state;
    const reason = whyNotEvaluate(state);
    const model = loadedSource(store, loader);
    if (reason !== null || model === null || bundledQuestions === null) {
      if (reason !== null) notify('info', reason);
      return;
    }
    const evaluate = evaluateRequest(evaluationPlan, bundledQuestions, info);
    const job = await jobs.start({ kind: 'evaluate', model, evaluate });
    if (job !== null) store.getState().showRun(job.id);
  }

  /** How quick a model answers is remembered for the next estimate. */
  function noteRate(): void {
    const { model, setAnswerRate } = store.getState();
    const directory = modelInfo(model)?.directory;
    const rate = selectRuns(store.getState()).find(({ state }) => state === 'running')?.perSecond ?? 0;
    if (directory !== undefined && rate > 0) setAnswerRate(directory, rate);
  }

  async function openInExplore(question: EvaluatedQuestion, mode: string): Promise<void> {
    const name = question.path.split(/[\\/]/).at(-1) ?? question.path;
    const candidate = fromPath({ path: question.path, name });
    await opener.open([candidate]);
    const state = store.getState();
    if (!state.images.some(({ id }) => id === candidate.id)) return; // why was said
    const info = modelInfo(state.model);
    state.choose({
      selected: candidate.id,
      pin: null,
      ...(info === null ? {} : exploreChoice(mode, info)),
    });
    state.setQuestion(question.question, true);
    state.setView('explore');
  }

  async function findBundled(): Promise<void> {
    const file = await bridge.bundledQuestions();
    store.getState().setBundledQuestions(file);
    await look();
  }

  const refused = (error: unknown) => store.getState().notify('error', shellWords(error));
  const lookAgain = () => void look();
  const stops = [
    link.listen(lookAgain),
    store.subscribe(
      ({ view, evaluationPlan: { data, split } }) => JSON.stringify([view, data, split]),
      lookAgain,
    ),
    store.subscribe(
      ({ jobs: list }) => list,
      () => {
        show();
        noteRate();
      },
    ),
  ];
  void findBundled().catch(() => undefined); // without them there are still one's own

  return {
    chooseQuestions: async (what) => {
      await bridge.chooseQuestions(what).then((path) => {
        if (path !== null) takeQuestions(path);
      }, refused);
    },
    dropQuestions: async (file) => {
      await bridge.pathForFile(file).then(takeQuestions, refused);
    },
    start,
    change: (id, change) => void jobs.change(id, change),
    openInExplore,
    pictures,
    dispose: () => {
      stops.forEach((stop) => stop());
      results.dispose();
      pictures.dispose();
    },
  };
}
