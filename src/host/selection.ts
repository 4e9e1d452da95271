import type { EventKey } from '../domain/eventKey.ts';

/** A view in which events can be selected. */
type SelectionPlace = 'timeline' | 'grid' | 'case' | 'incidents' | 'incident';

/** What is selected in one view, in the names that others know it by. */
export interface SelectedEvents {
  readonly from: SelectionPlace;
  /** Events of the case. */
  readonly events: readonly EventKey[];
  /** Ids of curated events. */
  readonly pins: readonly string[];
  /** SystemAlertId of alerts. */
  readonly alerts: readonly string[];
  /** Key of the tenant's incident on whose page they were selected. */
  readonly incident?: string;
}

/** Wait for someone who is still moving through a list. */
const PAUSE_MS = 150;

/** As many as one view hands to the others. */
export const MOST_FOLLOWED = 50;

/**
 * Passes on what a person selected, so that other views can show the same. They follow only where they can be seen, and never
 * take the focus. A view that selects what it follows does not announce that.
 */
export class SelectionBus {
  private readonly listeners = new Set<(selected: SelectedEvents) => void>();
  private readonly report: (error: unknown) => void;
  private last: SelectedEvents | undefined;
  private readonly timers = new Map<SelectionPlace, ReturnType<typeof setTimeout>>();
  private turn = 0;
  /** Of what was passed on last. */
  private lastTurn = 0;

  constructor(report: (error: unknown) => void) {
    this.report = report;
  }

  onDidSelect(listener: (selected: SelectedEvents) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** For a view that could not follow when this was selected. */
  get latest(): SelectedEvents | undefined {
    return this.last;
  }

  /**
   * Works out what is selected in a place when no other selection has followed there within a moment. Of several places the one in
   * which something was selected last is followed, however long it took to work out what that is.
   */
  announce(
    from: SelectionPlace,
    workOut: () => Omit<SelectedEvents, 'from'> | Promise<Omit<SelectedEvents, 'from'>>,
  ): void {
    clearTimeout(this.timers.get(from));
    const turn = ++this.turn;
    const pass = async (): Promise<void> => {
      const selected = await workOut();
      const { events, pins, alerts } = selected;
      if (turn < this.lastTurn || events.length + pins.length + alerts.length === 0) return;
      this.lastTurn = turn;
      this.last = { from, ...selected };
      for (const listener of this.listeners) listener(this.last);
    };
    this.timers.set(
      from,
      setTimeout(() => void pass().catch(this.report), PAUSE_MS),
    );
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.listeners.clear();
  }
}
