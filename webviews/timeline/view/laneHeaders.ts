import { countText } from '../../shared/count.ts';
import { element } from '../../shared/dom.ts';
import type { Frame } from '../draw/paintTimeline.ts';
import { AXIS_HEIGHT, type LaneBox } from '../model/layout.ts';
import type { Timeline } from '../model/timeline.ts';

/** Names of the lanes beside the picture, with how many events each holds in the part shown. */
export class LaneHeaders {
  readonly root = element('div', { class: 'lanes', attributes: { 'aria-hidden': 'true' } });
  #rows: { readonly row: HTMLElement; readonly name: HTMLElement; readonly count: HTMLElement }[] = [];

  update(timeline: Timeline, frame: Frame, boxes: readonly LaneBox[]): void {
    while (this.#rows.length < boxes.length) {
      const name = element('span', { class: 'lane-name' });
      const count = element('span', { class: 'lane-count' });
      const row = element('div', { class: 'lane' }, name, count);
      this.root.append(row);
      this.#rows.push({ row, name, count });
    }
    for (const extra of this.#rows.splice(boxes.length)) extra.row.remove();
    this.root.style.paddingTop = `${AXIS_HEIGHT}px`;
    boxes.forEach((box, i) => {
      const parts = this.#rows[i];
      const lane = timeline.lanes[box.lane];
      if (!parts || !lane) return;
      parts.row.style.height = `${box.height}px`;
      parts.row.classList.toggle('unmapped', lane.tactic === '');
      setText(parts.name, lane.name);
      setText(parts.count, countText(frame.totals.get(box.lane) ?? 0));
      const title = `${lane.name}: ${countText(lane.index.count)} in all`;
      if (parts.row.title !== title) parts.row.title = title;
    });
  }
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
