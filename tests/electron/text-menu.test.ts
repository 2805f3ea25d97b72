import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ Menu: {} }));
const { textMenuTemplate } = await import('../../electron/text-menu.ts');

const all = {
  canUndo: true,
  canRedo: false,
  canCut: true,
  canCopy: true,
  canPaste: true,
  canSelectAll: true,
};
const roles = (pointed: Parameters<typeof textMenuTemplate>[0]) =>
  textMenuTemplate(pointed).map(({ role, type }) => role ?? type);

describe('the menu of text', () => {
  it('edits a field, and says what cannot be done to it now', () => {
    const pointed = { isEditable: true, selectionText: '', editFlags: all };
    expect(roles(pointed)).toEqual([
      'undo',
      'redo',
      'separator',
      'cut',
      'copy',
      'paste',
      'separator',
      'selectAll',
    ]);
    expect(textMenuTemplate(pointed).find(({ role }) => role === 'redo')?.enabled).toBe(false);
  });

  it('copies marked words, and is not there beside them', () => {
    expect(roles({ isEditable: false, selectionText: 'three balloons', editFlags: all })).toEqual(['copy']);
    expect(roles({ isEditable: false, selectionText: ' ', editFlags: all })).toEqual([]);
  });
});
