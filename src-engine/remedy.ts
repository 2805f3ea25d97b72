/** What a user can do about an error, as data: each face (command line, window, library) puts it into words of its own. */

export type Remedy =
  /** Words that are true on every face: "shorten the question". */
  | { readonly kind: 'advice'; readonly words: string }
  /** One after the other is worth trying. */
  | { readonly kind: 'either'; readonly remedies: readonly Remedy[] }
  /** `what`: "it", "both files". */
  | { readonly kind: 'download-again'; readonly what: string }
  | { readonly kind: 'load-model' }
  | { readonly kind: 'give-image' }
  /** A folder of pictures was given where a model is wanted. */
  | { readonly kind: 'open-collection' }
  | { readonly kind: 'other-device' }
  /** Which devices there are and why some are not used. */
  | { readonly kind: 'list-devices' }
  /** Without a name: any other. */
  | { readonly kind: 'other-precision'; readonly precision?: 'fp32' }
  | { readonly kind: 'flat-layout' }
  /** Thresholds for a budget are missing. `published`: a file of thresholds that were published for this encoder. */
  | { readonly kind: 'calibrate'; readonly published?: string | undefined }
  | { readonly kind: 'calibrate-again' }
  /** A file of thresholds was given where a calibration is wanted. */
  | { readonly kind: 'thresholds-file' }
  | { readonly kind: 'fewer-new-tokens'; readonly most: number }
  /** Of a measurement that memory does not hold: fewer layers, a smaller precision, the encoder alone. */
  | { readonly kind: 'measure-less' }
  /** Of the hub. `first`: what comes before that, "check the name"; `then`: or only after it. */
  | { readonly kind: 'give-token'; readonly first: string; readonly then: boolean }
  | { readonly kind: 'try-again' }
  /** The process must begin anew: what it holds of the device is lost. */
  | { readonly kind: 'restart-engine' };

/** The words of one face; undefined where it offers no such thing. None ends in a full stop: they follow the fact in one sentence. */
export interface Phrases {
  downloadAgain(what: string): string | undefined;
  loadModel(): string | undefined;
  giveImage(): string | undefined;
  openCollection(): string | undefined;
  otherDevice(): string | undefined;
  listDevices(): string | undefined;
  otherPrecision(precision: string | undefined): string | undefined;
  flatLayout(): string | undefined;
  calibrate(published: string | undefined): string | undefined;
  calibrateAgain(): string | undefined;
  thresholdsFile(): string | undefined;
  fewerNewTokens(most: number): string | undefined;
  measureLess(): string | undefined;
  giveToken(): string | undefined;
  tryAgain(): string | undefined;
  restartEngine(): string | undefined;
}

/** For a caller of the library, and wherever no face has better ones. */
export const libraryPhrases = {
  downloadAgain: (what) => `download ${what} again`,
  loadModel: () => 'load one first',
  giveImage: () => 'give at least one',
  openCollection: () => 'give it to a collection',
  otherDevice: () => 'choose another device, such as the CPU',
  listDevices: () => 'ask for the list of devices to see why',
  otherPrecision: (precision) =>
    precision === undefined ? 'choose another precision' : `choose the precision ${precision}`,
  flatLayout: () => 'choose the flat layout',
  calibrate: () => 'calibrate it on pictures of yours, or merge to an exact number of tokens',
  calibrateAgain: () => 'calibrate this model again',
  thresholdsFile: () => 'give it as thresholds, or calibrate this model',
  fewerNewTokens: (most) => `allow at most ${most} new tokens`,
  measureLess: () =>
    'measure as many layers of its language model as fit, its encoder alone, or in int8 or int4',
  giveToken: () => 'give an access token of an account that may have it',
  tryAgain: () => 'try again',
  restartEngine: () => 'start the engine again, or choose another device',
} as const satisfies Phrases;

/** Undefined where the face offers none of it. */
export function remedyWords(remedy: Remedy, phrases: Phrases): string | undefined {
  switch (remedy.kind) {
    case 'advice':
      return remedy.words;
    case 'either':
      return alternatives(remedy.remedies, phrases);
    case 'download-again':
      return phrases.downloadAgain(remedy.what);
    case 'load-model':
      return phrases.loadModel();
    case 'give-image':
      return phrases.giveImage();
    case 'open-collection':
      return phrases.openCollection();
    case 'other-device':
      return phrases.otherDevice();
    case 'list-devices':
      return phrases.listDevices();
    case 'other-precision':
      return phrases.otherPrecision(remedy.precision);
    case 'flat-layout':
      return phrases.flatLayout();
    case 'calibrate':
      return phrases.calibrate(remedy.published);
    case 'calibrate-again':
      return phrases.calibrateAgain();
    case 'thresholds-file':
      return phrases.thresholdsFile();
    case 'fewer-new-tokens':
      return phrases.fewerNewTokens(remedy.most);
    case 'measure-less':
      return phrases.measureLess();
    case 'give-token': {
      const words = phrases.giveToken();
      return words === undefined ? remedy.first : `${remedy.first}, ${remedy.then ? 'then' : 'or'} ${words}`;
    }
    case 'try-again':
      return phrases.tryAgain();
    case 'restart-engine':
      return phrases.restartEngine();
  }
}

function alternatives(remedies: readonly Remedy[], phrases: Phrases): string | undefined {
  const words = remedies.map((one) => remedyWords(one, phrases)).filter((one) => one !== undefined);
  return words.length === 0 ? undefined : words.join(', or ');
}
