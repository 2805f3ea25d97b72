/** The system's libraries that the program is linked to, and Debian's packages for them. */

/** By soname, as `objdump -p` lists them for all files of the package; those of the C library itself and of the package are left out. */
export const debianPackages: Readonly<Record<string, string>> = {
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libasound.so.2': 'libasound2 | libasound2t64',
  'libatk-1.0.so.0': 'libatk1.0-0 | libatk1.0-0t64',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatspi.so.0': 'libatspi2.0-0 | libatspi2.0-0t64',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2 | libcups2t64',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libglib-2.0.so.0': 'libglib2.0-0 | libglib2.0-0t64',
  'libgtk-3.so.0': 'libgtk-3-0 | libgtk-3-0t64',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libstdc++.so.6': 'libstdc++6',
  'libudev.so.1': 'libudev1',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
};

/** The newest version of the C library whose symbols a file of the package asks for: ONNX Runtime's. */
export const leastGlibc = '2.28';

/** Used where they are there: opening folders and links, messages, keys of the system. */
export const debianRecommends = ['xdg-utils', 'libnotify4', 'libsecret-1-0'] as const;

/** RPM's own names for libraries hold on every distribution. */
export const rpmRequires: readonly string[] = [
  ...Object.keys(debianPackages).map((soname) => `${soname}()(64bit)`),
  `glibc >= ${leastGlibc}`,
];
