import type { Drawing, DrawnLane } from '../../../src/domain/drawing.ts';
import { counted, formatCount } from '../../../src/base/counts.ts';
import { durationText, timeText } from '../../../src/picture/axis.ts';
import { length, type Span } from '../../../src/picture/span.ts';
import { countPixels } from './density.ts';
import { FACET_NAMES } from './columns.ts';
import { isFiltering } from './filter.ts';
import type { Timeline } from './timeline.ts';

const BARS = 300;

/** What the pictures show now, to be drawn elsewhere: a drawing for each window. */
export function toDrawings(timeline: Timeline): Drawing[] {
  return timeline.windows.all.map(({ span }) => toDrawing(timeline, span));
}

function toDrawing(timeline: Timeline, span: Span): Drawing {
  const { zone, mode, filter, attack, curated } = timeline;
  const lanes = timeline.shownLanes().flatMap((number): DrawnLane[] => {
    const lane = timeline.lanes[number];
    if (!lane) return [];
    const counts = new Uint32Array(BARS);
    const total = countPixels(lane, span, BARS, counts);
    const marks = timeline
      .pinsOf(lane)
      .filter(({ time }) => time >= span.start && time < span.end)
      .map(({ time, severity, title }) => ({ time, severity, label: title }));
    const notObserved = timeline.bandsOf(number).filter(({ all }) => all);
    return [
      {
        name: lane.name,
        total,
        bars: total > 0 ? [...counts] : [],
        marks,
        notObserved: notObserved
          .map(({ start, end }) => ({ start: Math.max(start, span.start), end: Math.min(end, span.end) }))
          .filter(({ start, end }) => end > start),
      },
    ];
  });
  return {
    title: 'Timeline',
    heading: [
      `${timeText(span.start, zone)} to ${timeText(span.end, zone)} (${durationText(length(span))}), lanes by ${FACET_NAMES[mode].toLowerCase()}.`,
      `${formatCount(timeline.passing)} events${isFiltering(filter) ? ' pass the filter' : ''}, ${counted(curated.pins.length, 'pinned event')}. Bars: how many, on a logarithmic scale.`,
    ],
    remarks: attack ? [`ATT&CK Enterprise ${attack.version}. ${attack.notice}`] : [],
    span,
    zone,
    lanes,
  };
}
