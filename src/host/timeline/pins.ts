import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { Cell } from '../../domain/answer.ts';
import { type EventKey, parseEventKey } from '../../domain/eventKey.ts';
import type { TimelineEvent } from '../../domain/timelineEvent.ts';
import type { PinRequest, PinResult } from '../../session/api.ts';
import type { OpenCase } from '../case/openCase.ts';
import { runCommand } from '../commands.ts';
import { pinRequest, rowObject, type SelectedRows } from '../results/selectedRows.ts';
import { counted } from '../time.ts';
import { findingQuery } from './details.ts';

/** Pinning and unpinning with what was done said and an undo offered. */
export class Pins implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly openCase: OpenCase;
  private readonly report: (error: unknown) => void;
  readonly onDidChange = this.changed.event;

  constructor(openCase: OpenCase, report: (error: unknown) => void) {
    this.openCase = openCase;
    this.report = report;
  }

  /** Pins rows of an answer; resolves with what was done, in words. */
  async pinRows(rows: SelectedRows): Promise<string> {
    return this.pinRequested(await pinRequest(await this.openCase.session(), rows));
  }

  async pinRequested(request: PinRequest): Promise<string> {
    return this.done(await (await this.openCase.session()).pin(request));
  }

  /** Pins an event of the case by asking for it, so that it has a query and a digest as any other pin. */
  async pinEvent(key: EventKey): Promise<string> {
    const session = await this.openCase.session();
    const record = await session.record(key);
    if (!record) throw new AzimuthError('host.no-event', 'This event is no longer in the case.');
    const query = findingQuery(parseEventKey(key).table, record.row);
    let found: readonly Cell[] | undefined;
    const { columns, digest } = await session.query(
      { text: query, maxRows: 100_000, withRowKeys: true },
      (rows, keys) => {
        found ??= rows[keys?.indexOf(key) ?? -1];
      },
    );
    if (!found)
      throw new AzimuthError('host.no-event', 'The event was not found again by its table and time.', {
        unharmed: 'the timeline is unchanged',
        next: ['Pin it from the answer of a query in a notebook.'],
      });
    const rows = [{ row: rowObject(columns, found), event: key }];
    return this.done(
      await session.pin({ connection: 'case', query, window: null, answerDigest: digest, rows }),
    );
  }

  async unpin(ids: readonly string[]): Promise<void> {
    const removed = await (await this.openCase.session()).unpin(ids);
    await this.refresh();
    this.offer(`${counted(removed.length, 'event')} taken off the timeline.`, {
      Undo: () => this.restore(removed),
    });
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async done({ pinned, known }: PinResult): Promise<string> {
    await this.refresh();
    const already = known.length > 0 ? `, ${counted(known.length, 'event')} already there` : '';
    const text = `${counted(pinned.length, 'event')} pinned to the timeline${already}.`;
    const shown = pinned[0] ?? known[0];
    this.offer(text, {
      'Open Timeline': () => runCommand('azimuth.openTimeline', shown?.id),
      ...(pinned.length > 0 ? { Undo: () => this.undo(pinned) } : {}),
    });
    return text;
  }

  private async undo(pinned: readonly TimelineEvent[]): Promise<void> {
    await (await this.openCase.session()).unpin(pinned.map((event) => event.id));
    await this.refresh();
  }

  private async restore(removed: readonly TimelineEvent[]): Promise<void> {
    await (await this.openCase.session()).restoreEvents(removed);
    await this.refresh();
  }

  private async refresh(): Promise<void> {
    await this.openCase.refresh();
    this.changed.fire();
  }

  /** Does not wait for the answer: the work is done, the buttons are an offer. */
  private offer(text: string, actions: Readonly<Record<string, () => Thenable<unknown>>>): void {
    const chosen = vscode.window.showInformationMessage(text, ...Object.keys(actions));
    chosen
      .then((label) => (label === undefined ? undefined : actions[label]?.()))
      .then(undefined, this.report);
  }
}
