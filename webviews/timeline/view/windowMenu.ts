import { button, element } from '../../shared/dom.ts';
import { burstOf, dayOf } from '../model/stretches.ts';
import type { Timeline } from '../model/timeline.ts';
import type { Span } from '../../../src/picture/span.ts';

/** What a window opened beside may show, by its name on the menu. Null where there is nothing of the kind. */
const CHOICES: readonly (readonly [string, (timeline: Timeline) => Span | null])[] = [
  ['Marked Range', ({ range }) => range],
  ['Burst', burstOf],
  ['Day', (timeline) => dayOf(middle(timeline), timeline.zone)],
  ['Same Again', ({ span }) => span],
];

function middle(timeline: Timeline): number {
  return timeline.selectedTime() ?? (timeline.span.start + timeline.span.end) / 2;
}

/** Opens a window beside the active one: the marked range where there is one, else the burst. False where neither is. */
export function openBeside(timeline: Timeline): boolean {
  const span = timeline.range ?? burstOf(timeline);
  if (span) timeline.openWindow(span);
  return span !== null;
}

/** A button with the kinds of windows that can be opened beside. `opened` is told when one was. */
export function windowMenu(timeline: Timeline, opened: () => void): HTMLElement {
  const list = element('div', { class: 'menu-list' });
  const root = element(
    'details',
    { class: 'menu' },
    element('summary', { title: 'Open a window beside this one' }, 'Beside'),
    list,
  );
  root.addEventListener('toggle', () => {
    if (!root.open) return;
    list.replaceChildren(
      ...CHOICES.map(([label, spanOf]) => {
        const span = timeline.windows.isFull ? null : spanOf(timeline);
        const choice = button(label, () => {
          root.open = false;
          if (span) timeline.openWindow(span);
          opened();
        });
        choice.disabled = span === null;
        return choice;
      }),
    );
  });
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !root.open) return;
    root.open = false;
    root.querySelector('summary')?.focus();
  });
  root.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && root.contains(event.relatedTarget))) root.open = false;
  });
  return root;
}
