/** The menu of text under the right button: fields and marked words have what the system gives them elsewhere. */
import { Menu, type BrowserWindow, type ContextMenuParams, type MenuItemConstructorOptions } from 'electron';

type Pointed = Pick<ContextMenuParams, 'isEditable' | 'selectionText'> & {
  readonly editFlags: Pick<
    ContextMenuParams['editFlags'],
    'canUndo' | 'canRedo' | 'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'
  >;
};

/** Empty where there is no text: the page has menus of its own there. */
export function textMenuTemplate({
  isEditable,
  selectionText,
  editFlags,
}: Pointed): MenuItemConstructorOptions[] {
  const copy: MenuItemConstructorOptions = { role: 'copy', label: '&Copy', enabled: editFlags.canCopy };
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy];
  return [
    { role: 'undo', label: '&Undo', enabled: editFlags.canUndo },
    { role: 'redo', label: '&Redo', enabled: editFlags.canRedo },
    { type: 'separator' },
    { role: 'cut', label: 'Cu&t', enabled: editFlags.canCut },
    copy,
    { role: 'paste', label: '&Paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', label: 'Select &all', enabled: editFlags.canSelectAll },
  ];
}

export function giveTextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, pointed) => {
    const template = textMenuTemplate(pointed);
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
}
