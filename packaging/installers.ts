/**
 * Installers that electron-builder makes of the packaged application: AppImage, NSIS, dmg. The application is packaged once, by Forge, so that
 * contents, fuses and names are the same everywhere; electron-builder adds the outside. Its tools come from a release host.
 */
import type { Configuration } from 'electron-builder';
import { maintainerWords } from './maintainer.ts';
import {
  appId,
  associations,
  executableName,
  linuxCategories,
  macCategory,
  maintainer,
  keywords,
  productName,
  summary,
} from './metadata.ts';

/** @param output folder, relative to the checkout */
export function installerConfiguration(output: string, environment: NodeJS.ProcessEnv): Configuration {
  return {
    appId,
    productName,
    copyright: maintainer,
    directories: { output, buildResources: 'assets/icon' },
    publish: null, // nothing is uploaded
    artifactName: `${executableName}-\${version}-\${arch}.\${ext}`,
    fileAssociations: associations.map(({ mime, extensions, name }) => ({
      ext: [...extensions],
      mimeType: mime,
      name,
      role: 'Viewer',
      rank: mime.startsWith('image/') ? 'Alternate' : 'Owner',
    })),
    // An AppImage that needs no libfuse2, which current systems do not have, and whose menu entry leaves the sandbox on.
    toolsets: { appimage: '1.0.3' },
    linux: {
      executableName,
      icon: 'assets/icon',
      description: summary,
      category: linuxCategories.join(';'),
      maintainer: maintainerWords(environment),
      synopsis: summary,
      desktop: { entry: { Keywords: `${keywords.join(';')};`, StartupNotify: 'true' } },
      target: ['AppImage'],
    },
    win: { executableName, icon: 'assets/icon/icon.ico', target: ['nsis'] },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
    mac: {
      icon: 'assets/icon/icon.icns',
      category: macCategory,
      hardenedRuntime: true,
      target: ['dmg'],
    },
  };
}
