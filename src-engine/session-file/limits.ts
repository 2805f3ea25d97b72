/** What a session may hold: one table. Bytes where nothing else is said. */
const MB = 1_048_576;

export const sessionLimits = {
  /** Of a session file, with the pictures inside. */
  file: 256 * MB,
  /** Of all pictures inside of one file together, before they are written as text. */
  pictures: 160 * MB,
  /** Of what the window is like, without pictures: in memory, and kept for the next start. */
  state: 32 * MB,
  /** Of pictures that have no file, kept for the next start. */
  keptPictures: 256 * MB,
  onShelf: 10_000,
  steps: 200, // of undo and redo together a list
  text: 1_000_000, // characters of an answer, a question
  name: 4096, // characters of a name, a path
  tokens: 100_000, // of one answer
  runs: 1000, // of one measurement
  about: 1000, // pictures or frames of one question
  turns: 200, // of a conversation
  frames: 1_000_000, // of a video
} as const;
