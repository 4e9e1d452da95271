import {
  type AttackLabels,
  NO_RULE,
  type ObservedEvents,
  type ObservedFacet,
  type ObservedRule,
} from '../../../src/domain/observed.ts';
import type { NotObserved } from '../../../src/domain/notObserved.ts';
import type { TimelineZone } from '../../../src/domain/zone.ts';
import { fitted, panned, type Span, showing, zoomed } from '../../../src/picture/span.ts';
import type { ShownEvent, StoryShown, TimelineTarget } from '../../../src/protocol/timeline.ts';
import { type Band, bandsOf } from './bands.ts';
import { type Facet, FACETS, type FacetColumn, ownFacet, ruleFacet } from './columns.ts';
import { type Curated, NO_CURATED, type Pin, pinPasses, placeCurated, withPinKeys } from './curated.ts';
import { compileFilter, type Filter, filterTests, isFiltering, NO_FILTER } from './filter.ts';
import type { Lane } from './lane.ts';
import { LaneOrder } from './laneOrder.ts';
import { buildLanes } from './lanes.ts';
import { WARMING, warmLoops } from './passingWords.ts';
import { type TimeWindow, Windows } from './windows.ts';

/** What is chosen: a pin, one observed event (by its entry in its lane), or the events of a stretch of a lane. */
export type Selection =
  | { readonly kind: 'pin'; readonly id: string }
  | { readonly kind: 'event'; readonly lane: number; readonly at: number }
  | { readonly kind: 'stretch'; readonly lane: number; readonly from: number; readonly to: number };

const NO_STORY: StoryShown = { proposed: [], gaps: [] };

/** All that the picture is drawn from. Everything that changes it goes through here and is announced once. */
export class Timeline {
  #events: ObservedEvents | null = null;
  #attack: AttackLabels | null = null;
  #curatedEvents: readonly ShownEvent[] = [];
  #story: StoryShown = NO_STORY;
  #all: Curated = NO_CURATED;
  #curated: Curated = NO_CURATED;
  #pinsOf: { readonly of: Curated; readonly mode: Facet; readonly byKey: ReadonlyMap<string, Pin[]> } | null =
    null;
  #gaps: readonly NotObserved[] = [];
  #columns = new Map<Facet, FacetColumn>();
  #mode: Facet = 'tactic';
  #lanes: readonly Lane[] = [];
  #bands = new Map<number, readonly Band[]>();
  readonly #orders = new Map<Facet, LaneOrder>(FACETS.map((facet) => [facet, new LaneOrder()]));
  #filter: Filter = NO_FILTER;
  #extent: Span | null = null;
  readonly #windows = new Windows();
  #zone: TimelineZone = 'utc';
  #selection: Selection | null = null;
  #focusedLane = 0;
  #range: Span | null = null;
  #cause: string | null = null;
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
  /** What passes the filter. */
  get curated(): Curated {
    return this.#curated;
  }
  get curatedEvents(): readonly ShownEvent[] {
    return this.#curatedEvents;
  }
  get story(): StoryShown {
    return this.#story;
  }
  get lanes(): readonly Lane[] {
    return this.#lanes;
  }
  get columns(): ReadonlyMap<Facet, FacetColumn> {
    return this.#columns;
  }
  get mode(): Facet {
    return this.#mode;
  }
  get order(): LaneOrder {
    return this.#orders.get(this.#mode) ?? new LaneOrder();
  }
  get filter(): Filter {
    return this.#filter;
  }
  get gaps(): readonly NotObserved[] {
    return this.#gaps;
  }
  get extent(): Span | null {
    return this.#extent;
  }
  /** What the active window shows. */
  get span(): Span {
    return this.#windows.active.span;
  }
  get windows(): Pick<Windows, 'all' | 'active' | 'isFull'> {
    return this.#windows;
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
  /** The pin that is to be linked to its effect, which is chosen next. */
  get cause(): ShownEvent | undefined {
    return this.#cause === null ? undefined : this.curatedEvent(this.#cause);
  }
  get emptyLanes(): boolean {
    return this.#emptyLanes;
  }
  get isEmpty(): boolean {
    return this.#extent === null && this.#curatedEvents.length === 0;
  }

  /** Events that pass the filter. */
  get passing(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.count, 0);
  }

  load(events: ObservedEvents, attack: AttackLabels): void {
    const first = this.#events === null;
    this.#events = events;
    this.#attack = attack;
    this.#columns = new Map(
      (['tactic', 'technique', 'severity', 'table'] as const).map((facet) => [
        facet,
        ruleFacet(facet, events, attack),
      ]),
    );
    if (!this.#columns.has(this.#mode)) this.#mode = 'tactic';
    if (this.#selection?.kind !== 'pin') this.#selection = null;
    this.#all = placeCurated(this.#curatedEvents, events.rules, this.#story);
    this.#build();
    this.#placed(first);
  }

  setCurated(events: readonly ShownEvent[], story: StoryShown = NO_STORY): void {
    this.#curatedEvents = events;
    this.#story = story;
    this.#all = placeCurated(events, this.#events?.rules ?? [], story);
    const known = new Set(this.#lanes.map(({ key }) => key));
    if (this.#all.pins.some(({ keys }) => !known.has(keys[this.#mode]))) this.#build();
    this.#placed(this.#extent === null);
  }

  setGaps(gaps: readonly NotObserved[]): void {
    this.#gaps = gaps;
    this.#bands.clear();
    this.#onChange();
  }

  /** A facet that came as a column of its own; of an earlier load it is forgotten. */
  addFacet(facet: ObservedFacet): void {
    if (facet.handle !== this.#events?.handle) return;
    this.#columns.set(facet.facet, ownFacet(facet));
    this.#apply();
    this.#onChange();
  }

  /** False where the facet's column has not come yet. */
  setMode(mode: Facet): boolean {
    if (!this.#columns.has(mode)) return false;
    const event = this.#selectedEvent();
    this.#mode = mode;
    this.#build();
    this.#selectEvent(event);
    this.#onChange();
    return true;
  }

  setFilter(filter: Filter): void {
    const event = this.#selectedEvent();
    this.#filter = filter;
    this.#apply();
    this.#selectEvent(event);
    this.#onChange();
  }

  /** Work for idle times, each piece a short one, after which the first filter is as quick as the later ones. */
  warming(): readonly (() => void)[] {
    const { events, attack } = { events: this.#events, attack: this.#attack };
    if (!events || !attack || events.count < WARMING) return [];
    const filters = [...this.#columns].map(
      ([
        facet,
        {
          keys: [key = ''],
        },
      ]): Filter => {
        return { keys: new Map([[facet, new Set([key])]]), text: 'a -b' };
      },
    );
    return [
      ...filters.map((filter) => () => {
        compileFilter(filterTests(filter, this.#columns, events, attack));
      }),
      warmLoops,
      warmLoops,
    ];
  }

  curatedEvent(id: string): ShownEvent | undefined {
    return this.#curatedEvents.find((event) => event.id === id);
  }

  /** Lanes to draw, by number, in their order. */
  shownLanes(): number[] {
    const withPins = new Set(this.#curated.pins.map(({ keys }) => keys[this.#mode]));
    return this.order.arrange(this.#lanes.map(({ key }) => key)).filter((number) => {
      const lane = this.#lanes[number];
      return lane && (this.#emptyLanes || lane.size > 0 || withPins.has(lane.key));
    });
  }

  pinsOf(lane: Lane): readonly Pin[] {
    if (this.#pinsOf?.of !== this.#curated || this.#pinsOf.mode !== this.#mode)
      this.#pinsOf = {
        of: this.#curated,
        mode: this.#mode,
        byKey: Map.groupBy(this.#curated.pins, ({ keys }) => keys[this.#mode]),
      };
    return this.#pinsOf.byKey.get(lane.key) ?? [];
  }

  /** Stretches that the tables of a lane did not observe. */
  bandsOf(number: number): readonly Band[] {
    let bands = this.#bands.get(number);
    if (!bands) {
      bands = this.#gaps.length === 0 ? [] : bandsOf(this.#gaps, this.#tablesOf(number));
      this.#bands.set(number, bands);
    }
    return bands;
  }

  /** The rule that gave the `at`-th entry of a lane its place. */
  ruleAt(lane: Lane, at: number): ObservedRule | undefined {
    const number = this.#events?.rule[lane.eventAt(at)] ?? NO_RULE;
    return number === NO_RULE ? undefined : this.#events?.rules[number];
  }

  tableAt(lane: Lane, at: number): string {
    return this.#events?.tables[this.#events.table[lane.eventAt(at)] ?? 0] ?? '';
  }

  /** The wire's name of what is selected, where it is one event. */
  target(selection = this.#selection): TimelineTarget | null {
    if (selection?.kind === 'pin') return { kind: 'curated', id: selection.id };
    if (selection?.kind !== 'event' || !this.#events) return null;
    const index = this.#lanes[selection.lane]?.eventAt(selection.at) ?? -1;
    return index < 0 ? null : { kind: 'observed', handle: this.#events.handle, index };
  }

  /** When the selection is, in milliseconds. */
  selectedTime(): number | null {
    const chosen = this.#selection;
    if (chosen?.kind === 'pin') return this.#curated.pins.find((pin) => pin.id === chosen.id)?.time ?? null;
    if (!chosen) return null;
    const time = this.#lanes[chosen.lane]?.timeAt(chosen.kind === 'event' ? chosen.at : chosen.from) ?? NaN;
    return Number.isNaN(time) ? null : time;
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

  /** Arranges lanes: `change` is given the order and the keys shown. */
  arrange(change: (order: LaneOrder, shown: readonly string[]) => void): void {
    change(
      this.order,
      this.shownLanes().map((lane) => this.#lanes[lane]?.key ?? ''),
    );
    this.#onChange();
  }

  select(selection: Selection | null): void {
    this.#selection = selection;
    if (selection && selection.kind !== 'pin') this.#focusedLane = selection.lane;
    const time = this.selectedTime();
    if (time !== null && this.#extent) this.#windows.active.span = showing(this.span, time, this.#extent);
    this.#onChange();
  }

  fit(): void {
    if (this.#extent) this.look(fitted(this.#extent));
  }

  look(span: Span): void {
    this.#windows.active.span = span;
    this.#onChange();
  }

  zoom(fixed: number, factor: number): void {
    if (this.#extent) this.look(zoomed(this.span, fixed, factor, this.#extent));
  }

  pan(by: number): void {
    if (this.#extent) this.look(panned(this.span, by, this.#extent));
  }

  /** Shows `span` in a window beside the active one, which it becomes. */
  openWindow(span: Span): void {
    if (this.#windows.open(span)) this.#onChange();
  }

  closeWindow(window: TimeWindow): void {
    this.#windows.close(window);
    this.#onChange();
  }

  useWindow(window: TimeWindow): void {
    if (this.#windows.active === window) return;
    this.#windows.use(window);
    this.#onChange();
  }

  setRange(range: Span | null): void {
    this.#range = range;
    this.#onChange();
  }

  setCause(id: string | null): void {
    this.#cause = id;
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

  /** Tests of the filter on the columns that are there. */
  tests(): ReturnType<typeof filterTests> {
    return this.#events && this.#attack
      ? filterTests(this.#filter, this.#columns, this.#events, this.#attack)
      : { all: [], any: [] };
  }

  #build(): void {
    const column = this.#columns.get(this.#mode);
    if (!this.#events || !column) return;
    const isOrdered = this.#mode === 'tactic' || this.#mode === 'severity';
    this.#lanes = buildLanes(this.#events, withPinKeys(column, this.#mode, this.#all.pins), isOrdered);
    this.#bands.clear();
    this.#apply();
  }

  #apply(): void {
    const filter = compileFilter(this.tests());
    for (const lane of this.#lanes) lane.filter(filter);
    this.#filterPins();
  }

  #filterPins(): void {
    const pins = isFiltering(this.#filter)
      ? this.#all.pins.filter((pin) => pinPasses(pin, this.#filter))
      : this.#all.pins;
    const there = new Set(pins.map(({ id }) => id));
    const links = this.#all.links.filter(({ from, to }) => there.has(from) && there.has(to));
    this.#curated = { pins, undated: this.#all.undated, links };
  }

  /** Tables that the lane has events of; those of all lanes where it has none. */
  #tablesOf(number: number): ReadonlySet<string> {
    const { tables = [], table } = this.#events ?? {};
    const lane = this.#lanes[number];
    if (!lane || !table) return new Set(tables);
    if (this.#mode === 'table') return new Set([lane.key]);
    const found = new Set<string>();
    // A step that visits a few thousand entries: which tables a lane is made of, not how many of each.
    const step = Math.max(1, Math.floor(lane.count / 4096));
    for (let at = 0; at < lane.count; at += step) found.add(tables[table[lane.eventAt(at)] ?? 0] ?? '');
    return found;
  }

  #selectedEvent(): number {
    const chosen = this.#selection;
    return chosen?.kind === 'event' ? (this.#lanes[chosen.lane]?.eventAt(chosen.at) ?? -1) : -1;
  }

  /** Selects what the wire names; false where it is not here, or the filter keeps it out. */
  selectTarget(target: TimelineTarget): boolean {
    if (target.kind === 'curated') {
      if (this.curatedEvent(target.id)) this.select({ kind: 'pin', id: target.id });
      return this.curatedEvent(target.id) !== undefined;
    }
    if (target.handle !== this.#events?.handle) return false;
    const found = this.#selectionOf(target.index);
    if (found) this.select(found);
    return found !== null;
  }

  /** Finds an observed event again after its lane or its entry has changed. */
  #selectEvent(event: number): void {
    const chosen = this.#selection;
    if (!chosen || chosen.kind === 'pin') return;
    this.#selection = event < 0 ? null : this.#selectionOf(event);
  }

  #selectionOf(event: number): Selection | null {
    for (const [number, lane] of this.#lanes.entries()) {
      const at = lane.entryOf(event);
      if (lane.eventAt(at) === event) return { kind: 'event', lane: number, at };
    }
    return null;
  }

  #placed(fit: boolean): void {
    this.#filterPins();
    const times = [
      ...(this.#events && this.#events.count > 0
        ? [this.#events.time[0] ?? 0, this.#events.time[this.#events.count - 1] ?? 0]
        : []),
      ...this.#all.pins.map((pin) => pin.time),
    ];
    this.#extent =
      times.length === 0
        ? null
        : { start: times.reduce((a, b) => Math.min(a, b)), end: times.reduce((a, b) => Math.max(a, b)) };
    const chosen = this.#selection;
    if (chosen?.kind === 'pin' && !this.#curatedEvents.some(({ id }) => id === chosen.id))
      this.#selection = null;
    if (fit && this.#extent) this.#windows.active.span = fitted(this.#extent);
    this.#onChange();
  }
}
