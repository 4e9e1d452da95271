import { AXIS_HEIGHT, type LaneBox } from '../model/layout.ts';
import { formatCount } from '../../../src/base/counts.ts';
import { unturned } from '../../../src/base/visible.ts';
import { element, signButton } from '../../shared/dom.ts';
import type { Frame } from '../draw/paintTimeline.ts';
import type { Timeline } from '../model/timeline.ts';

interface Row {
  readonly row: HTMLElement;
  readonly name: HTMLElement;
  readonly count: HTMLElement;
}

/** Names of the lanes beside the picture, with how many events each holds in the part shown, and their arrangement. */
export class LaneHeaders {
  readonly root = element('div', { class: 'lanes', attributes: { role: 'list', 'aria-label': 'Lanes' } });
  readonly #timeline: Timeline;
  #rows: Row[] = [];
  #boxes: readonly LaneBox[] = [];

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  update(timeline: Timeline, frame: Frame, boxes: readonly LaneBox[]): void {
    this.#boxes = boxes;
    while (this.#rows.length < boxes.length) this.#rows.push(this.#row(this.#rows.length));
    for (const extra of this.#rows.splice(boxes.length)) extra.row.remove();
    this.root.style.paddingTop = `${AXIS_HEIGHT}px`;
    boxes.forEach((box, i) => {
      const parts = this.#rows[i];
      const lane = timeline.lanes[box.lane];
      if (!parts || !lane) return;
      parts.row.style.height = `${box.height}px`;
      parts.row.classList.toggle('unmapped', lane.key === '');
      parts.row.classList.toggle('tight', box.height < 38);
      parts.row.classList.toggle('collapsed', timeline.order.isCollapsed(lane.key));
      setText(parts.name, unturned(lane.name));
      setText(parts.count, formatCount(frame.totals.get(box.lane) ?? 0));
      const title = `${lane.name}: ${formatCount(lane.count)} in all`;
      if (parts.row.title !== title) parts.row.title = title;
    });
  }

  #row(place: number): Row {
    const name = element('span', { class: 'lane-name' });
    const count = element('span', { class: 'lane-count' });
    const key = (): string => this.#timeline.lanes[this.#boxes[place]?.lane ?? -1]?.key ?? '';
    const arrange = (what: 'up' | 'down' | 'collapse' | 'hide') => (): void =>
      arrangeLane(this.#timeline, key(), what);
    const tools = element(
      'span',
      { class: 'lane-tools' },
      signButton('↑', 'Move lane up', arrange('up')),
      signButton('↓', 'Move lane down', arrange('down')),
      signButton('▾', 'Collapse or expand lane', arrange('collapse')),
      signButton('×', 'Hide lane', arrange('hide')),
    );
    // By keyboard lanes are arranged on the picture; four stops a lane would bury what comes after.
    for (const tool of tools.querySelectorAll('button')) tool.tabIndex = -1;
    const row = element('div', { class: 'lane', attributes: { role: 'listitem' } }, name, tools, count);
    this.root.append(row);
    return { row, name, count };
  }
}

/** Arranges one lane of the mode that is shown. */
export function arrangeLane(
  timeline: Timeline,
  key: string,
  what: 'up' | 'down' | 'collapse' | 'hide',
): void {
  timeline.arrange((order, shown) => {
    if (what === 'up' || what === 'down') order.move(shown, key, what === 'up' ? -1 : 1);
    else if (what === 'collapse') order.toggle(key);
    else order.hide(key);
  });
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
