import { counted } from '../base/counts.ts';
import { unturned } from '../base/visible.ts';
import { tactics } from '../attack/data/attackData.ts';
import type { Severity } from '../domain/timelineEvent.ts';
import type { Drawing, DrawnLane } from '../domain/drawing.ts';
import { isDrawn } from '../picture/letters.ts';
import { pngOf } from '../picture/png.ts';
import { fitted, length, type Span } from '../picture/span.ts';
import { svgOf } from '../picture/svg.ts';
import {
  ATTACK_NOTICE,
  commonLosses,
  dated,
  type Exported,
  eventsHave,
  overruled,
  type Story,
  undated,
} from './exchange.ts';
import { tacticsOf } from './columns.ts';
import { lostTechniques, techniquesOf } from './techniques.ts';

/** A lane that has more is drawn as bars. */
const MOST_MARKS = 60;
const BARS = 200;

/** The story drawn in lanes by tactic, an event in the lane of its first technique. */
export function svgTimeline(story: Story): Exported {
  const { drawing, losses } = storyDrawing(story);
  return { content: svgOf(drawing), losses };
}

/** The same as a PNG, drawn here: it is the story, not what some editor has on screen. */
export function pngTimeline(story: Story): Exported {
  const { drawing, losses } = storyDrawing(story);
  const letters = [story.title, ...story.events.map(({ title }) => title)].join('');
  const boxes = new Set(
    Array.from(unturned(letters)).filter((letter) => !/\s/.test(letter) && !isDrawn(letter)),
  );
  if (boxes.size === 0) return { content: pngOf(drawing), losses };
  const lost = `${counted(boxes.size, 'letter')} of titles that the picture has no shape for ${boxes.size === 1 ? 'is a box' : 'are boxes'}.`;
  return { content: pngOf({ ...drawing, remarks: [lost, ...drawing.remarks] }), losses: [lost, ...losses] };
}

export function storyDrawing(story: Story): {
  readonly drawing: Drawing;
  readonly losses: readonly string[];
} {
  const without = undated(story).length;
  const several = dated(story).filter((event) => tacticsOf(event, story).length > 1).length;
  const events = dated(story).map((event) => ({
    time: Date.parse(event.time ?? ''),
    label: event.title,
    severity: event.severity,
    tactic: techniquesOf(event, story.attackVersion).named[0]?.tactics[0] ?? '',
  }));
  const times = events.map(({ time }) => time);
  const span = fitted(
    times.length === 0 ? { start: Date.parse(story.made), end: Date.parse(story.made) } : extent(times),
  );
  const gaps = story.notObserved.map(({ window }) => ({
    start: Date.parse(window.start),
    end: Date.parse(window.end),
  }));
  const lanes = [...tactics(story.attackVersion), { shortname: '', name: 'No technique' }].flatMap(
    ({ shortname, name }) => {
      const own = events.filter(({ tactic }) => tactic === shortname);
      return own.length === 0 ? [] : [laneOf(name, own, span)];
    },
  );
  const bands: DrawnLane[] =
    gaps.length === 0
      ? []
      : [{ name: 'Tables with gaps', total: gaps.length, bars: [], marks: [], notObserved: gaps }];
  const losses = [
    'A picture holds titles and times; ends, rows, notes, entities, queries and links between events are left out, and so are labels that find no place.',
    ...(several > 0
      ? [
          `${eventsHave(several)} several tactics and ${several === 1 ? 'is' : 'are'} drawn in the lane of the first.`,
        ]
      : []),
    ...(without > 0 ? [`${eventsHave(without)} no time and ${without === 1 ? 'is' : 'are'} not drawn.`] : []),
    ...overruled(story),
    ...lostTechniques(story.events, story.attackVersion),
    ...commonLosses(story),
  ];
  return {
    drawing: {
      title: story.title,
      heading: [
        `${story.events.length} events by ATT&CK tactic (Enterprise ${story.attackVersion}), times in UTC. Exported ${story.made}.`,
      ],
      remarks: [
        ...losses,
        ...story.notObserved.map(
          ({ table, window, why }) => `Not observed: ${table}, ${window.start} to ${window.end}: ${why}.`,
        ),
        ATTACK_NOTICE,
      ],
      span,
      zone: 'utc',
      lanes: [...lanes, ...bands],
    },
    losses,
  };
}

function extent(times: readonly number[]): Span {
  return {
    start: times.reduce((least, time) => Math.min(least, time), Infinity),
    end: times.reduce((most, time) => Math.max(most, time), -Infinity),
  };
}

function laneOf(
  name: string,
  events: readonly { readonly time: number; readonly label: string; readonly severity: Severity }[],
  span: Span,
): DrawnLane {
  if (events.length <= MOST_MARKS)
    return { name, total: events.length, bars: [], marks: events, notObserved: [] };
  const bars = new Array<number>(BARS).fill(0);
  for (const { time } of events) {
    const at = Math.min(BARS - 1, Math.floor(((time - span.start) / length(span)) * BARS));
    bars[at] = (bars[at] ?? 0) + 1;
  }
  return { name, total: events.length, bars, marks: [], notObserved: [] };
}
