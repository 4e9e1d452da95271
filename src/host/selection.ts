import * as vscode from 'vscode';
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
}

/** Wait for someone who is still moving through a list. */
const PAUSE_MS = 150;

/** As many as one view hands to the others. */
export const MOST_FOLLOWED = 50;

/**
 * Passes on what is selected, so that other views can show the same. They follow only where they can be seen, and never
 * take the focus. A view that follows selects too; what has something in common with what it follows is that echo and goes no further.
 */
export class SelectionBus implements vscode.Disposable {
  private readonly selected = new vscode.EventEmitter<SelectedEvents>();
  private readonly report: (error: unknown) => void;
  private last: SelectedEvents | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;
  readonly onDidSelect = this.selected.event;

  constructor(report: (error: unknown) => void) {
    this.report = report;
  }

  /** Works out what is selected when no other selection has followed within a moment. */
  announce(workOut: () => SelectedEvents | Promise<SelectedEvents>): void {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    this.timer = setTimeout(() => {
      Promise.resolve()
        .then(workOut)
        .then((selected) => {
          if (turn === this.turn) this.select(selected);
        })
        .catch(this.report);
    }, PAUSE_MS);
  }

  private select(selected: SelectedEvents): void {
    const { events, pins, alerts } = selected;
    if (events.length + pins.length + alerts.length === 0) return;
    if (this.last && this.last.from !== selected.from && overlap(this.last, selected)) return;
    this.last = selected;
    this.selected.fire(selected);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.selected.dispose();
  }
}

/** Whether two selections name something of the same kind in common. */
function overlap(one: SelectedEvents, other: SelectedEvents): boolean {
  return (['events', 'pins', 'alerts'] as const).some((kind) => {
    const names = new Set<string>(one[kind]);
    return other[kind].some((name) => names.has(name));
  });
}
