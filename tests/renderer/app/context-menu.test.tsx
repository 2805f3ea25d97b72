// @vitest-environment jsdom
import '../support/browser.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useRef } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContextMenu } from '../../../renderer/app/ContextMenu.tsx';
import type { Command } from '../../../renderer/commands/command.ts';
import { rendered } from '../support/rendered.tsx';

const ran: string[] = [];
const command = (label: string, more: Partial<Command> = {}): Command => ({
  id: label.toLowerCase().replaceAll(' ', '-'),
  label,
  run: () => void ran.push(label),
  ...more,
});
const sections = [
  [command('Copy'), command('Paste', { whyNot: () => 'There is nothing to paste.' })],
  [command('Heat', { checked: () => true }), command('Mosaic', { checked: () => false })],
];

function Part() {
  const part = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button ref={part} type="button">
        Part
      </button>
      <ContextMenu of={part} label="Part" sections={sections} />
    </>
  );
}
let end: () => void;

beforeEach(() => {
  ran.length = 0;
  ({ end } = rendered(<Part />));
});
afterEach(() => end());

async function opened() {
  const part = screen.getByRole('button', { name: 'Part' });
  part.focus();
  fireEvent.contextMenu(part, { clientX: 40, clientY: 30 });
  await screen.findByRole('menu', { name: 'Part' });
}

const focused = () => document.activeElement?.textContent;

describe('a context menu', () => {
  it('runs the command that is chosen, and gives the keyboard back', async () => {
    await opened();
    await userEvent.click(screen.getByRole('menuitem', { name: 'Copy' }));
    await waitFor(() => expect(ran).toEqual(['Copy']));
    expect(screen.queryByRole('menu')).toBeNull();
    await waitFor(() => expect(focused()).toBe('Part'));
  });

  it('marks which of several is on, and switches off what cannot run now', async () => {
    await opened();
    expect(screen.getByRole('menuitemradio', { name: 'Heat' }).getAttribute('aria-checked')).toBe('true');
    expect(screen.getByRole('menuitemradio', { name: 'Mosaic' }).getAttribute('aria-checked')).toBe('false');
    expect(screen.getByRole('menuitem', { name: 'Paste' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('is walked with Home, End and letters, and left with Escape', async () => {
    await opened();
    await userEvent.keyboard('{End}');
    expect(focused()).toBe('Mosaic');
    await userEvent.keyboard('{Home}');
    expect(focused()).toBe('Copy');
    await userEvent.keyboard('h');
    expect(focused()).toBe('Heat');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
    expect(ran).toEqual([]);
  });

  it('leaves marked words to the menu of the system', () => {
    const part = screen.getByRole('button', { name: 'Part' });
    getSelection()?.selectAllChildren(part);
    fireEvent.contextMenu(part);
    expect(screen.queryByRole('menu')).toBeNull();
    getSelection()?.removeAllRanges();
  });
});
