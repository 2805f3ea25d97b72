/** What one window may ask of the engine at most. Far above anything sensible: they stop accidents, not users. */
export const limits = {
  pathLength: 4096,
  imageBytes: 64 * 1_048_576,
  imagesPerQuestion: 256, // frames of a video
  frame: 1_000_000, // of an animation
  questionLength: 200_000, // characters
  answerLength: 200_000, // characters of an earlier turn
  turns: 200, // of a conversation
  tokens: 1_000_000,
  checkQuestions: 1000, // of a precision check
  calibrationImages: 1_000_000,
  evaluationModes: 100,
  evaluationImages: 1_000_000,
  collectionImages: 1_000_000,
  reductions: 100, // of a collection
  sweepBudgets: 50,
  benchBudgets: 20,
  benchRounds: 1000,
  previewSide: 16_384, // px
  openRequests: 256, // per port
} as const;
