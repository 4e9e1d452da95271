import { counted, formatCount } from '../../../src/base/counts.ts';
import { button, element } from '../../shared/dom.ts';
import { timeText } from '../../../src/picture/axis.ts';
import type { Lane } from '../model/lane.ts';
import type { Selection, Timeline } from '../model/timeline.ts';

/** Rows made at once; the rest is a button away, so that a million events never become a million elements. */
const PAGE = 100;

/** Events `from … to - 1` of a lane as a list of buttons, in order of time, a page at a time. */
export function stretchList(
  timeline: Timeline,
  laneNumber: number,
  from: number,
  to: number,
  open: (selection: Selection) => void,
): HTMLElement {
  const list = element('ol', { class: 'events' });
  const lane = timeline.lanes[laneNumber];
  if (!lane) return list;
  const addPage = (start: number): void => {
    const end = Math.min(to, start + PAGE);
    for (let at = start; at < end; at++) list.append(eventItem(timeline, lane, laneNumber, at, open));
    if (end === to) return;
    const more = button(
      `Show ${formatCount(Math.min(PAGE, to - end))} more of ${formatCount(to - end)}`,
      () => {
        const item = more.parentElement;
        addPage(end);
        (item?.nextElementSibling?.querySelector('button') ?? null)?.focus();
        item?.remove();
      },
    );
    list.append(element('li', {}, more));
  };
  addPage(from);
  return list;
}

function eventItem(
  timeline: Timeline,
  lane: Lane,
  laneNumber: number,
  at: number,
  open: (selection: Selection) => void,
): HTMLElement {
  const rule = timeline.ruleAt(lane, at);
  const table = timeline.tableAt(lane, at);
  const when = timeText(lane.timeAt(at), timeline.zone);
  const what = rule ? `${rule.technique} ${rule.title}`.trim() : table;
  return element(
    'li',
    {},
    button(`${when}  ${what}`, () => open({ kind: 'event', lane: laneNumber, at }), { class: 'link' }),
  );
}

/**
 * The same events as the picture in words: the curated ones, then each lane with what the picture shows of it. For
 * screen readers, and for anyone who would rather read.
 */
export function eventList(timeline: Timeline, open: (selection: Selection) => void): HTMLElement[] {
  const { span, zone, curated } = timeline;
  const parts: HTMLElement[] = [
    element('p', {}, `From ${timeText(span.start, zone)} to ${timeText(span.end, zone)}.`),
  ];
  if (curated.pins.length > 0)
    parts.push(
      element('h3', {}, counted(curated.pins.length, 'pinned event')),
      element(
        'ol',
        { class: 'events' },
        ...curated.pins.map((pin) =>
          element(
            'li',
            {},
            button(
              `${timeText(pin.time, zone)}  ${pin.severity}: ${pin.title}`,
              () => open({ kind: 'pin', id: pin.id }),
              { class: 'link' },
            ),
          ),
        ),
      ),
    );
  if (curated.undated.length > 0)
    parts.push(
      element('h3', {}, `${counted(curated.undated.length, 'pinned event')} without a time`),
      element(
        'ul',
        { class: 'events' },
        ...curated.undated.map((event) =>
          element(
            'li',
            {},
            button(event.title, () => open({ kind: 'pin', id: event.id }), { class: 'link' }),
          ),
        ),
      ),
    );
  for (const laneNumber of timeline.shownLanes()) {
    const lane = timeline.lanes[laneNumber];
    if (!lane) continue;
    const from = lane.before(span.start);
    const to = lane.before(span.end);
    const section = element(
      'details',
      { attributes: { 'data-lane': lane.name } },
      element('summary', {}, `${lane.name}: ${counted(to - from, 'event')}`),
    );
    section.addEventListener(
      'toggle',
      () => section.append(stretchList(timeline, laneNumber, from, to, open)),
      { once: true },
    );
    parts.push(section);
  }
  return parts;
}
