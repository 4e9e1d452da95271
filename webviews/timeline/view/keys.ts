import { length } from '../../../src/picture/span.ts';
import type { Selection, Timeline } from '../model/timeline.ts';
import { arrangeLane } from './laneHeaders.ts';
import { openBeside } from './windowMenu.ts';

export const KEYS_HELP =
  'Up and down choose a lane, left and right the event before or after, with Shift they move the picture. ' +
  'Plus and minus zoom, 0 shows everything, Home and End go to the first and last event of the lane, or of the next that has any. ' +
  'Enter opens what is chosen, P pins it, Escape closes, / goes to the filter. C collapses the lane, H hides it, Page Up and ' +
  'Page Down move it; Shift+H brings the hidden ones back. R marks from the chosen event, and marks the range at the next R. L on a pinned event and then on another links cause to effect. W opens a window beside, with the marked range or the burst, and Shift+W closes it; Tab goes to the next one. Ctrl+Z and Ctrl+Y undo and redo edits.';

export interface KeyActions {
  readonly open: (selection: Selection) => void;
  readonly close: () => void;
  readonly pin: () => void;
  /** From the cause that was named before to the pin that is chosen. */
  readonly link: (from: string, to: string) => void;
  readonly search: () => void;
  /** Why a key did nothing. */
  readonly say: (text: string) => void;
}

const EMPTY_LANE = 'This lane has no event: up and down choose another.';
const NOTHING_CHOSEN = 'No event is chosen: left and right choose one.';

/** Does what a key on the picture means; false where it means nothing, so that the key goes on. */
export function pressKey(event: KeyboardEvent, timeline: Timeline, actions: KeyActions): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { span } = timeline;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const sign = event.key === 'ArrowLeft' ? -1 : 1;
      if (event.shiftKey) timeline.pan(sign * length(span) * 0.2);
      else step(timeline, sign, actions);
      return true;
    }
    case 'ArrowUp':
    case 'ArrowDown': {
      const shown = timeline.shownLanes();
      const at = shown.indexOf(timeline.focusedLane) + (event.key === 'ArrowUp' ? -1 : 1);
      const next = shown[Math.min(Math.max(at, 0), shown.length - 1)];
      if (next !== undefined) timeline.focusLane(next);
      return true;
    }
    case '+':
    case '=':
      timeline.zoom(timeline.selectedTime() ?? (span.start + span.end) / 2, 0.5);
      return true;
    case '-':
    case '_':
      timeline.zoom(timeline.selectedTime() ?? (span.start + span.end) / 2, 2);
      return true;
    case '0':
      timeline.fit();
      return true;
    case 'Home':
    case 'End': {
      if (!goToEnd(timeline, event.key)) actions.say('No lane that is shown has an event.');
      return true;
    }
    case 'Enter':
    case ' ':
      if (timeline.selection) actions.open(timeline.selection);
      else actions.say(NOTHING_CHOSEN);
      return true;
    case 'p':
    case 'P':
      pin(timeline, actions);
      return true;
    case '/':
      actions.search();
      return true;
    case 'r':
    case 'R': {
      // Twice: from one chosen event to another. A range of no length is its first end.
      const time = timeline.selectedTime();
      const { range } = timeline;
      if (time === null) {
        actions.say(NOTHING_CHOSEN);
        return true;
      }
      const isFirst = range === null || range.end - range.start > 1;
      timeline.setRange(
        isFirst
          ? { start: time, end: time + 1 }
          : { start: Math.min(range.start, time), end: Math.max(range.start, time) + 1 },
      );
      return true;
    }
    case 'l':
    case 'L':
      link(timeline, actions);
      return true;
    case 'H':
      if (timeline.order.hidden === 0) actions.say('No lane is hidden.');
      else timeline.arrange((order) => order.unhide());
      return true;
    case 'c':
    case 'C':
    case 'h':
    case 'PageUp':
    case 'PageDown': {
      const what = { c: 'collapse', h: 'hide', pageup: 'up', pagedown: 'down' } as const;
      arrange(timeline, what[event.key.toLowerCase() as keyof typeof what], actions);
      return true;
    }
    case 'w':
      if (timeline.windows.isFull)
        actions.say('There is no room for one more window: Shift+W closes this one.');
      else if (!openBeside(timeline))
        actions.say('There is no burst here to open beside: choose an event, or mark a range with R.');
      return true;
    case 'W':
      if (timeline.windows.all.length === 1) actions.say('This is the only window.');
      else timeline.closeWindow(timeline.windows.active);
      return true;
    case 'Escape':
      if (timeline.cause) timeline.setCause(null);
      else actions.close();
      return true;
    default:
      return false;
  }
}

/** The first pin is the cause, the next is its effect; the same again is neither. */
function link(timeline: Timeline, actions: KeyActions): void {
  const { selection, cause } = timeline;
  if (selection?.kind !== 'pin') {
    actions.say(selection ? 'Only pinned events are linked: P pins this one.' : NOTHING_CHOSEN);
    return;
  }
  if (cause && cause.id !== selection.id) actions.link(cause.id, selection.id);
  timeline.setCause(cause ? null : selection.id);
}

function pin({ selection }: Timeline, actions: KeyActions): void {
  if (selection?.kind === 'event') actions.pin();
  else if (selection?.kind === 'pin') actions.say('This event is pinned already.');
  else actions.say(selection ? 'These are several events: Enter lists them, to pin one.' : NOTHING_CHOSEN);
}

function arrange(timeline: Timeline, what: 'up' | 'down' | 'collapse' | 'hide', actions: KeyActions): void {
  const shown = timeline.shownLanes();
  const at = shown.indexOf(timeline.focusedLane);
  const key = timeline.lanes[timeline.focusedLane]?.key;
  if (at < 0 || key === undefined) actions.say('No lane is shown: Shift+H brings the hidden ones back.');
  else if (what === 'up' && at === 0) actions.say('This lane is the first already.');
  else if (what === 'down' && at === shown.length - 1) actions.say('This lane is the last already.');
  else arrangeLane(timeline, key, what);
}

/** To the first or last event of the focused lane, or of the next one down that has any; false where none has. */
function goToEnd(timeline: Timeline, key: 'Home' | 'End'): boolean {
  const shown = timeline.shownLanes();
  const at = shown.indexOf(timeline.focusedLane);
  for (const lane of [...shown.slice(at), ...shown.slice(0, at)]) {
    const steps = stepsOf(timeline, lane);
    const target = key === 'Home' ? steps.first() : steps.last();
    if (!target) continue;
    if (lane !== timeline.focusedLane) timeline.focusLane(lane);
    timeline.select(target);
    return true;
  }
  return false;
}

function step(timeline: Timeline, sign: 1 | -1, actions: KeyActions): void {
  const steps = stepsOf(timeline);
  const next = sign > 0 ? steps.after() : steps.before();
  if (next) timeline.select(next);
  else actions.say(steps.first() ? `This lane has no ${sign > 0 ? 'later' : 'earlier'} event.` : EMPTY_LANE);
}

/** The events and pins of the focused lane in one order of time, without a list of them. */
function stepsOf(
  timeline: Timeline,
  number = timeline.focusedLane,
): {
  first: () => Selection | undefined;
  last: () => Selection | undefined;
  before: () => Selection | undefined;
  after: () => Selection | undefined;
} {
  const lane = timeline.lanes[number];
  const pins = lane ? timeline.pinsOf(lane) : [];
  const count = lane?.count ?? 0;
  const timeOf = (at: number): number => lane?.timeAt(at) ?? NaN;
  const event = (at: number): Selection | undefined =>
    at >= 0 && at < count ? { kind: 'event', lane: number, at } : undefined;
  const pin = (at: number): Selection | undefined => {
    const found = pins[at];
    return found && { kind: 'pin', id: found.id };
  };
  // Where both have the same time the event comes first, then the pins in their order.
  const earlier = (at: number, pinAt: number): Selection | undefined => {
    const [a, b] = [event(at), pin(pinAt)];
    if (!a || !b) return a ?? b;
    return (pins[pinAt]?.time ?? 0) >= timeOf(at) ? b : a;
  };
  const later = (at: number, pinAt: number): Selection | undefined => {
    const [a, b] = [event(at), pin(pinAt)];
    if (!a || !b) return a ?? b;
    return (pins[pinAt]?.time ?? 0) < timeOf(at) ? b : a;
  };
  const [at, pinAt] = place(timeline, number, pins);
  return {
    first: () => later(0, 0),
    last: () => earlier(count - 1, pins.length - 1),
    before: () => earlier(at.before, pinAt.before),
    after: () => later(at.after, pinAt.after),
  };
}

interface Neighbours {
  readonly before: number;
  readonly after: number;
}

/** Neighbours of the selection among the lane's events and among its pins; of the middle of the picture without one. */
function place(
  timeline: Timeline,
  laneNumber: number,
  pins: readonly { readonly id: string; readonly time: number }[],
): [Neighbours, Neighbours] {
  const { selection, span } = timeline;
  const lane = timeline.lanes[laneNumber];
  const count = lane?.count ?? 0;
  const time = timeline.selectedTime() ?? (span.start + span.end) / 2;
  const firstPinNotBefore = pins.findIndex((pin) => pin.time >= time);
  const pinGap = firstPinNotBefore < 0 ? pins.length : firstPinNotBefore;
  if (selection && selection.kind !== 'pin' && selection.lane === laneNumber) {
    const last = selection.kind === 'event' ? selection.at : selection.to - 1;
    const first = selection.kind === 'event' ? selection.at : selection.from;
    return [
      { before: first - 1, after: last + 1 },
      { before: pinGap - 1, after: pinGap },
    ];
  }
  const own = selection?.kind === 'pin' ? pins.findIndex((pin) => pin.id === selection.id) : -1;
  const gap = lane?.before(time) ?? 0;
  if (own < 0)
    return [
      { before: gap - 1, after: gap },
      { before: pinGap - 1, after: pinGap },
    ];
  let after = gap;
  while (after < count && lane?.timeAt(after) === time) after++;
  return [
    { before: after - 1, after },
    { before: own - 1, after: own + 1 },
  ];
}
