import {
  type AttackLabels,
  NO_RULE,
  type ObservedEvents,
  type ObservedRule,
} from '../../../src/domain/observed.ts';
import type { TimelineEvent } from '../../../src/domain/timelineEvent.ts';
import type { TimelineZone } from '../../../src/domain/zone.ts';
import type { TimelineTarget } from '../../../src/protocol/timeline.ts';
import { type Curated, type Pin, placeCurated } from './curated.ts';
import { buildLanes, type Lane } from './lanes.ts';
import { fitted, panned, type Span, showing, zoomed } from '../../../src/picture/span.ts';

/** What is chosen: a pin, one observed event (by its place in its lane), or the events of a stretch of a lane. */
export type Selection =
  | { readonly kind: 'pin'; readonly id: string }
  | { readonly kind: 'event'; readonly lane: number; readonly at: number }
  | { readonly kind: 'stretch'; readonly lane: number; readonly from: number; readonly to: number };

/** All that the picture is drawn from. Everything that changes it goes through here and is announced once. */
export class Timeline {
  #events: ObservedEvents | null = null;
  #attack: AttackLabels | null = null;
  #curatedEvents: readonly TimelineEvent[] = [];
  #curated: Curated = { pins: [], undated: [] };
  #lanes: readonly Lane[] = [];
  #extent: Span | null = null;
  #span: Span = { start: 0, end: 1 };
  #zone: TimelineZone = 'utc';
  #selection: Selection | null = null;
  #focusedLane = 0;
  #range: Span | null = null;
  #emptyLanes = false;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get events(): ObservedEvents | null {
    return this.#events;
  }
  get attack(): AttackLabels | null {
    return this.#attack;
  }
  get curated(): Curated {
    return this.#curated;
  }
  get lanes(): readonly Lane[] {
    return this.#lanes;
  }
  get extent(): Span | null {
    return this.#extent;
  }
  get span(): Span {
    return this.#span;
  }
  get zone(): TimelineZone {
    return this.#zone;
  }
  get selection(): Selection | null {
    return this.#selection;
  }
  get range(): Span | null {
    return this.#range;
  }
  get emptyLanes(): boolean {
    return this.#emptyLanes;
  }
  get isEmpty(): boolean {
    return this.#extent === null;
  }

  load(events: ObservedEvents, attack: AttackLabels): void {
    const first = this.#events === null;
    this.#events = events;
    this.#attack = attack;
    this.#lanes = buildLanes(events, attack).lanes;
    this.#selection = null;
    this.#placeCurated(first);
  }

  setCurated(events: readonly TimelineEvent[]): void {
    this.#curatedEvents = events;
    this.#placeCurated(this.#extent === null);
  }

  curatedEvent(id: string): TimelineEvent | undefined {
    return this.#curatedEvents.find((event) => event.id === id);
  }

  /** Lanes to draw, by number, in kill-chain order. */
  shownLanes(): number[] {
    const withPins = new Set(this.#curated.pins.map((pin) => pin.tactic));
    return this.#lanes.flatMap((lane, number) =>
      this.#emptyLanes || lane.index.count > 0 || withPins.has(lane.tactic) ? [number] : [],
    );
  }

  pinsOf(lane: Lane): Pin[] {
    return this.#curated.pins.filter((pin) => pin.tactic === lane.tactic);
  }

  /** The rule that gave the `at`-th event of a lane its place. */
  ruleAt(lane: Lane, at: number): ObservedRule | undefined {
    const number = this.#events?.rule[lane.events[at] ?? 0] ?? NO_RULE;
    return number === NO_RULE ? undefined : this.#events?.rules[number];
  }

  tableAt(lane: Lane, at: number): string {
    return this.#events?.tables[this.#events.table[lane.events[at] ?? 0] ?? 0] ?? '';
  }

  /** The wire's name of what is selected, where it is one event. */
  target(selection = this.#selection): TimelineTarget | null {
    if (selection?.kind === 'pin') return { kind: 'curated', id: selection.id };
    if (selection?.kind !== 'event' || !this.#events) return null;
    const index = this.#lanes[selection.lane]?.events[selection.at];
    return index === undefined ? null : { kind: 'observed', handle: this.#events.handle, index };
  }

  /** When the selection is, in milliseconds. */
  selectedTime(): number | null {
    const chosen = this.#selection;
    if (chosen?.kind === 'pin') return this.#curated.pins.find((pin) => pin.id === chosen.id)?.time ?? null;
    if (!chosen) return null;
    const at = chosen.kind === 'event' ? chosen.at : chosen.from;
    return this.#lanes[chosen.lane]?.index.time[at] ?? null;
  }

  /** The lane that the keyboard is on; always one of those shown. */
  get focusedLane(): number {
    const shown = this.shownLanes();
    return shown.includes(this.#focusedLane) ? this.#focusedLane : (shown[0] ?? 0);
  }

  focusLane(lane: number): void {
    this.#focusedLane = lane;
    this.#onChange();
  }

  select(selection: Selection | null): void {
    this.#selection = selection;
    if (selection && selection.kind !== 'pin') this.#focusedLane = selection.lane;
    const time = this.selectedTime();
    if (time !== null && this.#extent) this.#span = showing(this.#span, time, this.#extent);
    this.#onChange();
  }

  fit(): void {
    if (this.#extent) this.look(fitted(this.#extent));
  }

  look(span: Span): void {
    this.#span = span;
    this.#onChange();
  }

  zoom(fixed: number, factor: number): void {
    if (this.#extent) this.look(zoomed(this.#span, fixed, factor, this.#extent));
  }

  pan(by: number): void {
    if (this.#extent) this.look(panned(this.#span, by, this.#extent));
  }

  setRange(range: Span | null): void {
    this.#range = range;
    this.#onChange();
  }

  setZone(zone: TimelineZone): void {
    this.#zone = zone;
    this.#onChange();
  }

  showEmptyLanes(show: boolean): void {
    this.#emptyLanes = show;
    this.#onChange();
  }

  #placeCurated(fit: boolean): void {
    this.#curated = placeCurated(this.#curatedEvents, this.#events?.rules ?? [], this.#attack);
    const times = [
      ...(this.#events && this.#events.count > 0
        ? [this.#events.time[0] ?? 0, this.#events.time[this.#events.count - 1] ?? 0]
        : []),
      ...this.#curated.pins.map((pin) => pin.time),
    ];
    this.#extent = times.length === 0 ? null : { start: Math.min(...times), end: Math.max(...times) };
    const chosen = this.#selection;
    if (chosen?.kind === 'pin' && !this.#curated.pins.some((pin) => pin.id === chosen.id))
      this.#selection = null;
    if (fit && this.#extent) this.#span = fitted(this.#extent);
    this.#onChange();
  }
}
