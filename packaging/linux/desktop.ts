/** What desktops read: the menu entry and the kinds of files. */
import {
  associations,
  executableName,
  keywords,
  linuxCategories,
  ownAssociations,
  productName,
  summary,
  type Association,
} from '../metadata.ts';

/** @param program what the entry starts: a name on the path, or AppRun */
export function desktopEntry(program: string): string {
  const list = (values: readonly string[]): string => values.map((value) => `${value};`).join('');
  return `[Desktop Entry]
Type=Application
Name=${productName}
GenericName=Vision-Language Model Explorer
Comment=${summary}
Exec=${program} %F
Icon=${executableName}
Terminal=false
StartupNotify=true
StartupWMClass=${productName}
Categories=${list(linuxCategories)}
Keywords=${list(keywords)}
MimeType=${list(associations.map(({ mime }) => mime))}
`;
}

/** Our own kinds of files; kinds of images are the system's. They are JSON, so that text editors open them too. */
export function sharedMimeInfo(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
${ownAssociations.map(mimeType).join('\n')}
</mime-info>
`;
}

function mimeType({ mime, name, extensions }: Association): string {
  return `  <mime-type type="${mime}">
    <comment>${name}</comment>
    <sub-class-of type="application/json"/>
    <generic-icon name="text-x-generic"/>
${extensions.map((extension) => `    <glob pattern="*.${extension}"/>`).join('\n')}
  </mime-type>`;
}
