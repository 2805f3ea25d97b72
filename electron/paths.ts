/** Where things lie: the built files, the bundled assets, the user's data. Touches no file. */
import { join } from 'node:path';
import { bundledAssets } from '../src-engine/bundled/assets.ts';

export interface Paths {
  readonly renderer: string; // folder of index.html
  readonly preload: string;
  readonly engineProcess: string;
  readonly assets: string;
  readonly pocketModel: string;
  readonly icon: string;
  readonly userData: string;
  readonly settings: string; // file
  readonly hubToken: string; // file, encrypted
  readonly lastSession: string; // folder
  readonly calibrations: string; // the user's own
  readonly bundledCalibrations: string;
  readonly compiled: string; // code that V8 compiled
  readonly ownCache: string; // in the user's data, for those who keep everything together
}

/** `built` is dist/electron, in the checkout or in the package. */
export function pathsFor(built: string, userData: string): Paths {
  const assets = bundledAssets();
  return {
    renderer: join(built, '..', 'renderer'),
    preload: join(built, 'preload.cjs'),
    engineProcess: join(built, 'engine-process.js'),
    assets,
    pocketModel: join(assets, 'pocket'),
    icon: join(assets, 'icon', '256x256.png'),
    userData,
    settings: join(userData, 'settings.json'),
    hubToken: join(userData, 'hub-token'),
    lastSession: join(userData, 'last-session'),
    calibrations: join(userData, 'calibrations'),
    bundledCalibrations: join(assets, 'calibrations'),
    compiled: join(userData, 'compiled'),
    ownCache: join(userData, 'engine-cache'), // "cache" is Chromium's
  };
}
