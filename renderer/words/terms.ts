/** What the help popovers say: one table of the terms that the window uses, each with its word in docs/glossary.md and its place in docs/user-guide.md. */

export interface Term {
  /** As a heading, in sentence case. */
  readonly name: string;
  /** Two or three sentences. */
  readonly text: string;
  /** The words of docs/glossary.md that it is about; empty where it is a part of the window and no word of the field. */
  readonly words: readonly string[];
  /** Where the user guide says more: a heading, or a heading and the bold beginning of a paragraph below it. */
  readonly guide: string;
}

const budgetPart = 'the-parts-of-the-window/token-budget';
const picturePart = 'the-parts-of-the-window/the-picture';
const answerPart = 'the-parts-of-the-window/question-and-answers';

export const terms = {
  // Explore: the picture and its tokens.
  'visual-tokens': {
    name: 'Visual tokens',
    text: 'The vectors that a picture has become when the encoder is done with it: what the language model reads of it. Without merging there is one for every patch; the fewer there are, the less there is to compute.',
    words: ['Visual tokens', 'Token'],
    guide: picturePart,
  },
  patch: {
    name: 'Patch',
    text: 'A small square of pixels, the encoder’s smallest piece of a picture. Every patch begins as one token; the grid over the picture is the grid of its patches.',
    words: ['Patch', 'Grid'],
    guide: picturePart,
  },
  group: {
    name: 'Group',
    text: 'All patches that one token stands for. They need not touch: patches that look alike to the encoder merge wherever they are. Point at a patch to see its whole group, click to pin it.',
    words: ['Group', 'Owner'],
    guide: picturePart,
  },
  layers: {
    name: 'Tokens after each layer',
    text: 'Tokens merge a little in every layer of the encoder. The steps show how many are left after each; drag along them to see the picture at that layer.',
    words: ['Layer'],
    guide: 'the-parts-of-the-window/tokens-after-each-layer',
  },
  threshold: {
    name: 'Threshold',
    text: 'How similar two tokens must be to merge. Every layer has a threshold of its own, found by a calibration: a pair whose score is above it merges, so that a simple picture keeps fewer tokens than a busy one.',
    words: ['Threshold', 'Score'],
    guide: 'the-parts-of-the-window/tokens-after-each-layer',
  },
  'share-kept': {
    name: 'Tokens kept',
    text: 'The bar and the numbers under a picture say how many tokens it keeps at the present budget, and what share that is of all it could have. Faint ones still belong to another budget.',
    words: ['Visual tokens', 'Budget'],
    guide: 'the-parts-of-the-window/images',
  },
  region: {
    name: 'Region',
    text: 'A part of the picture with a budget of its own: draw it, then say whether nothing may merge there, little is to be spent, or how many tokens an average picture would get if all of it were like this. Where regions overlap the later one in the list wins.',
    words: ['Region'],
    guide: 'the-parts-of-the-window/regions',
  },
  // Explore: the budget.
  budget: {
    name: 'Token budget',
    text: 'How many visual tokens to spend on a picture: fewer are quicker, more keep more detail. The large number is what this picture got, the small one below it is what was asked for.',
    words: ['Budget', 'Visual tokens'],
    guide: budgetPart,
  },
  'target-average': {
    name: 'Target average',
    text: 'The number of tokens that pictures keep on average. With the adaptive method one picture gets more and another fewer, by what is in it; the bars show how the pictures of the calibration were spread at this target.',
    words: ['Target', 'Budget', 'Adaptive'],
    guide: budgetPart,
  },
  resumed: {
    name: 'Part of a run',
    text: 'The encoder began where this budget parts from another one of the same picture, and the tokens are the same as those of a whole run. The time is what was left to compute: no measure of the encoder. Answers and measurements run all of it.',
    words: [],
    guide: budgetPart,
  },
  merging: {
    name: 'Merging',
    text: 'Which tokens are left for the language model.',
    words: ['Merging', 'Adaptive', 'Exact', 'Method'],
    guide: budgetPart,
  },
  'virtual-unmerging': {
    name: 'Virtual unmerging',
    text: 'The language model was trained on all positions. Virtual unmerging lets its attention see each merged token at every position that it stands for, while the other layers compute it once.',
    words: ['Virtual unmerging', 'Position'],
    guide: budgetPart,
  },
  calibration: {
    name: 'Calibration',
    text: 'A file that says which thresholds keep which average, found by encoding many pictures with one encoder. Without one the adaptive method cannot know what a budget means.',
    words: ['Calibration', 'Threshold'],
    guide: 'a-whole-folder/calibrate',
  },
  // Explore: the answers.
  verdict: {
    name: 'Verdict',
    text: 'Whether the words of both answers differ, and how much sooner the merged one came. It compares what merging can change: encode, project and prefill. One run gives figures but no headline, since one run cannot tell a difference from chance.',
    words: ['Verdict', 'Run'],
    guide: answerPart,
  },
  'first-token': {
    name: 'First token',
    text: 'How long it takes from the question to the answer’s first token: reading the picture, encoding it, and computing the whole prompt. This is what merging makes shorter.',
    words: ['Time to the first token'],
    guide: answerPart,
  },
  prefill: {
    name: 'Stages of an answer',
    text: 'Preprocess reads and prepares the picture, encode makes tokens of it, project hands them to the language model, prefill computes the whole prompt, decode computes one token of the answer after the other. Fewer visual tokens shorten encode, project and above all prefill.',
    words: ['Prefill', 'Decode', 'Stages'],
    guide: 'the-parts-of-the-window/cost-of-the-last-answer',
  },
  rows: {
    name: 'Rows of the prompt',
    text: 'One row is one vector that the language model computes. Without merging there is one for every position of the prompt; with merging there are fewer. Rows that are the same as in the question before are not computed again.',
    words: ['Row', 'Position'],
    guide: answerPart,
  },
  cell: {
    name: 'Tokens, cells and rows',
    text: 'The encoder’s tokens are counted in patches, the prompt in cells: places of the picture. Mostly a cell is a patch; where a model pools patches or joins squares of them it covers several. A row is what the language model computes, for one cell or for all that share it.',
    words: ['Cell', 'Row', 'Token'],
    guide: budgetPart,
  },
  stale: {
    name: 'Stale',
    text: 'This answer is of other settings than those on screen: the budget, the picture or the way it is read has changed since. It stays until you ask again.',
    words: ['Stale'],
    guide: answerPart,
  },
  disturbed: {
    name: 'Disturbed run',
    text: 'While this run was measured the engine did other work, or the computer slept. Its times say nothing about merging, so they do not count.',
    words: ['Disturbed', 'Run'],
    guide: answerPart,
  },
  sweep: {
    name: 'Sweep',
    text: 'The same question at several budgets, the largest first, to see where the answer is no longer that of all tokens. Other methods can be asked beside it, with as many tokens at each budget.',
    words: ['Sweep', 'Budget'],
    guide: 'the-parts-of-the-window/where-does-the-answer-change',
  },
  theory: {
    name: 'Theory',
    text: 'The share of multiply-adds that merging leaves, computed from the shapes of the model. Nothing was measured for it, and no computer reaches it.',
    words: ['Theory'],
    guide: answerPart,
  },
  // A folder.
  'collection-budget': {
    name: 'A budget for a collection',
    text: 'The average number of tokens that a view may keep, over images like those of the calibration. Each image was counted at the budgets of the calibration; between them counts are read off a line, so that the slider encodes nothing.',
    words: ['Budget', 'Target', 'Calibration'],
    guide: 'a-whole-folder/budget-for-all',
  },
  complexity: {
    name: 'Complexity',
    text: 'A JPEG file needs more bytes per pixel for a busy picture than for a plain one. The paper sets this against the tokens that the encoder keeps. Correlations: Spearman’s of the ranks, Pearson’s of the values. Drag over either figure to select images; click to take it back.',
    words: ['Visual tokens'],
    guide: 'a-whole-folder/tokens-against-complexity',
  },
  tags: {
    name: 'Tags',
    text: 'Kept by the path of a file below this folder, in the settings of this application: a file that is renamed or moved loses its tags, one that is changed keeps them. Nothing is written into the folder.',
    words: [],
    guide: 'a-whole-folder/tags',
  },
  'calibrating-here': {
    name: 'Calibrating on a folder',
    text: 'Finds the thresholds that keep the asked average on these images, so that a budget means what it says for pictures like yours. Every tenth image is held back and tells afterwards whether the averages hold.',
    words: ['Calibration', 'Threshold'],
    guide: 'a-whole-folder/calibrate',
  },
  // Evaluating.
  evaluating: {
    name: 'Evaluating',
    text: 'The model answers questions whose answers are known, once with all tokens and once in every other mode. What is right is counted; the interval says where the number would lie in 95 of 100 such sets of images.',
    words: ['Accuracy', 'Interval'],
    guide: 'evaluate',
  },
  'question-sets': {
    name: 'Question sets',
    text: 'A file with one question a line (image, question, answers, and a kind if you like; paths are relative to the file), or the folder of VQAv2, GQA, TextVQA, POPE, MME, ScienceQA, MMBench or DocVQA as it is published, images beside it.',
    words: ['Question set', 'Kind', 'Split'],
    guide: 'evaluate/questions',
  },
  modes: {
    name: 'Modes',
    text: 'Every question is answered once in every mode. All tokens is what the others are held against; without it nothing says what was kept.',
    words: ['Method', 'Budget'],
    guide: 'evaluate/modes',
  },
  retention: {
    name: 'Retention',
    text: 'Accuracy in a mode over accuracy with all tokens, of the same questions: 100 % means that merging cost no right answer. May be chance: the interval of the difference holds 0.',
    words: ['Retention', 'Accuracy', 'Interval'],
    guide: 'evaluate/what-it-has-found',
  },
  // Models and jobs.
  precision: {
    name: 'Precision',
    text: 'The number format of the language model’s weights. Smaller ones need less memory and are quicker; words may differ a little. The vision encoder has its own switch, since another precision there merges other tokens.',
    words: ['Precision', 'Fast tower'],
    guide: 'models/precisions',
  },
  'measuring-here': {
    name: 'Measuring this computer',
    text: 'Times hang on shapes, not on what weights say. So the encoder and decoder of a model can be timed with weights made by chance before anything is downloaded. Every budget runs in turn with the plain graph, and the ideal is what multiply-adds alone would give: theory.',
    words: ['Theory'],
    guide: 'models/what-would-it-bring-here',
  },
  'queue-runs': {
    name: 'Runs in a queue',
    text: 'A run that was started with --queue lies on a Redis-compatible server, where workers on any number of machines take its tasks. Its progress is shown here, and it can be cancelled. An address with a password is not written into the settings.',
    words: [],
    guide: 'jobs/in-a-queue',
  },
} as const satisfies Readonly<Record<string, Term>>;

export type TermId = keyof typeof terms;
