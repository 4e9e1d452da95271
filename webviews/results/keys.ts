import type { RowSelection } from './selection.ts';

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

export type KeyAction =
  | 'moved'
  | 'open'
  | 'left'
  | 'right'
  | 'first-column'
  | 'last-column'
  | 'copy-cell'
  | 'query'
  | 'menu';

/**
 * What a key does in a grid of `count` rows that shows `page` at a time: changes the selection (`moved`), asks for
 * something else, or is not ours (undefined).
 */
export function keyAction(
  event: Key,
  selection: RowSelection,
  count: number,
  page: number,
): KeyAction | undefined {
  const command = event.ctrlKey || event.metaKey;
  if (event.altKey) return undefined;
  if (!command && event.key === 'Home') return 'first-column';
  if (!command && event.key === 'End') return 'last-column';
  const target = targetRow(event.key, selection.active, count, page);
  if (target !== undefined) {
    if (event.shiftKey) selection.extendTo(target);
    else if (command && event.key.startsWith('Arrow')) selection.moveTo(target);
    else selection.only(target);
    return 'moved';
  }
  switch (event.key) {
    case ' ':
      selection.toggle(selection.active);
      return 'moved';
    case 'a':
      if (!command) return undefined;
      selection.all();
      return 'moved';
    case 'C':
    case 'c':
      return command && event.shiftKey ? 'copy-cell' : undefined;
    case 'Escape':
      if (selection.size === 0) return undefined;
      selection.clear();
      return 'moved';
    case 'q':
      return command ? undefined : 'query';
    case 'Enter':
      return command || event.shiftKey ? undefined : 'open';
    case 'ContextMenu':
      return 'menu';
    case 'F10':
      return event.shiftKey ? 'menu' : undefined;
    case 'ArrowLeft':
      return 'left';
    case 'ArrowRight':
      return 'right';
    default:
      return undefined;
  }
}

function targetRow(key: string, active: number, count: number, page: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return active + 1;
    case 'ArrowUp':
      return active - 1;
    case 'PageDown':
      return active + page;
    case 'PageUp':
      return active - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
