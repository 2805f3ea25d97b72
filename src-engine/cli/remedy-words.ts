/** What can be done about an error, as a command line says it: with its options and commands. */
import { libraryPhrases, type Phrases } from '../remedy.ts';

export const cliPhrases: Phrases = {
  ...libraryPhrases,
  loadModel: () => 'give one with --model DIR',
  giveImage: () => 'give one with --image FILE',
  openCollection: () => 'count their tokens with "dymu collect"',
  otherDevice: () => 'try --device cpu',
  listDevices: () => 'run "dymu devices" for the reasons',
  otherPrecision: (precision = 'auto') => `use --precision ${precision}`,
  flatLayout: () => 'use --layout flat',
  calibrate: (published) => {
    const given =
      published === undefined ? '--thresholds' : `the published thresholds (--thresholds ${published})`;
    return `make one with "dymu calibrate" and give it with --calibration, or use ${given}, --fixed, --tokens or --no-merge`;
  },
  calibrateAgain: () => 'calibrate this model again with "dymu calibrate"',
  thresholdsFile: () => 'give it with --thresholds, or calibrate this model with "dymu calibrate"',
  fewerNewTokens: (most) => `use --max-new-tokens ${most} or less`,
  measureLess: () =>
    'use --layers fit (as many as fit are measured and scaled to all), --encoder-only, or --precision int8 or int4',
  giveToken: () => 'set HF_TOKEN to an access token of an account that may have it',
  tryAgain: () => 'run the command again',
  restartEngine: () => 'run the command again, or use --device cpu',
};
