/**
 * Replaces all that a page shows, and goes on where the person was: at the same height, with the focus on what has the same
 * `data-key`, else on `otherwise`, where what had the focus is gone.
 */
export function redraw(root: HTMLElement, nodes: readonly Node[], otherwise: string): void {
  const { activeElement } = document;
  const held =
    activeElement instanceof HTMLElement && root.contains(activeElement) ? activeElement : undefined;
  const { scrollX, scrollY } = window;
  root.replaceChildren(...nodes);
  window.scrollTo(scrollX, scrollY);
  if (!held) return;
  const all = [...root.querySelectorAll<HTMLElement>('[data-key]')];
  const same = all.find(({ dataset }) => dataset['key'] === held.dataset['key']);
  (same ?? root.querySelector<HTMLElement>(otherwise))?.focus({ preventScroll: true });
}
