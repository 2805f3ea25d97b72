/** Keys, menu, drop and paste of the whole window, all ending in commands or in the session. */
import { useEffect, useState } from 'react';
import type { DymuBridge } from '../../electron/bridge.ts';
import { isMac, isTyping, strokeOf } from '../commands/keys.ts';
import { keepMenu } from '../commands/menu.ts';
import { commandById, commandFor } from '../commands/table.ts';
import { droppedQuestions, readDrop, readPaste } from '../session/transfer.ts';
import { useAppStore, useCommand, useSession } from './context.ts';
import { settledOf } from './settled.ts';

/** Dialogs and menus have keys of their own. */
function inOverlay(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null;
}

export function useCommands(bridge: DymuBridge): void {
  const command = useCommand();
  const store = useAppStore();
  useEffect(() => keepMenu(settledOf(store), bridge), [store, bridge]);
  useEffect(
    () =>
      bridge.onMenuCommand((id) => {
        const chosen = commandById(id);
        if (chosen !== undefined) command(chosen);
      }),
    [bridge, command],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || inOverlay(event.target)) return;
      const stroke = strokeOf(event, isMac());
      const meant = stroke === null ? null : commandFor(stroke, isTyping(event.target), store.getState());
      if (meant === null) return;
      event.preventDefault();
      command(meant);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [command, store]);
}

/** Whether something is being dragged over the window. */
export function useTransfer(): boolean {
  const session = useSession();
  const store = useAppStore();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const onPaste = (event: ClipboardEvent) => {
      if (event.clipboardData === null) return;
      const handed = readPaste(event.clipboardData);
      if (isTyping(event.target) && handed.kind === 'refused') return; // text belongs to the field
      event.preventDefault();
      void session.take(handed);
    };
    const onDrag = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer === null) return;
      const questions = store.getState().view === 'evaluate' ? droppedQuestions(event.dataTransfer) : null;
      if (questions === null) void session.take(readDrop(event.dataTransfer));
      else void session.evaluation.dropQuestions(questions);
    };
    document.addEventListener('paste', onPaste, { signal });
    document.addEventListener('dragover', onDrag, { signal });
    document.addEventListener('dragleave', onLeave, { signal });
    document.addEventListener('drop', onDrop, { signal });
    return () => listening.abort();
  }, [session, store]);
  return over;
}
