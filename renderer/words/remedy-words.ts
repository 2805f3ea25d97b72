/** What can be done about an error, as the window says it: with what it has on screen. No options of a command line. */
import { libraryPhrases, type Phrases } from '../../src-engine/remedy.ts';

export const windowPhrases: Phrases = {
  ...libraryPhrases,
  loadModel: () => 'open one in Models',
  giveImage: () => 'drop a picture into the window',
  openCollection: () => 'open it as a collection',
  // The window takes the first device that passes its check.
  otherDevice: () => undefined,
  otherPrecision: (precision) =>
    `choose ${precision ?? 'another precision'} for the language model in Models`,
  flatLayout: () => undefined,
  listDevices: () => 'the device button in the top bar says why',
  calibrate: () => 'choose Exact, which needs no calibration, or calibrate it in Models',
  calibrateAgain: () => 'calibrate this model again in Models',
  thresholdsFile: () => 'choose a calibration instead',
  fewerNewTokens: () => undefined,
  measureLess: () => 'measure as many layers of its language model as fit, or its encoder alone',
  giveToken: () =>
    'give an access token of an account that may have it, in Models under Where models come from',
  tryAgain: () => 'ask again',
  restartEngine: () => 'restart the engine: it checks the devices anew and takes one that works',
};
