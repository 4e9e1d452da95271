import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { Cell } from '../../domain/answer.ts';
import { type EventKey, parseEventKey } from '../../domain/eventKey.ts';
import type { EventChange, EventDraft, EventLink } from '../../domain/timelineEvent.ts';
import type { PinRequest, PinResult } from '../../session/api.ts';
import type { OpenCase } from '../case/openCase.ts';
import { runCommand } from '../commands.ts';
import { pinRequest, rowObject, type SelectedRows } from '../results/selectedRows.ts';
import { counted } from '../../base/counts.ts';
import { findingQuery } from './details.ts';
import { EditHistory } from './history.ts';

/** All edits of the curated story: each is said, journaled by the session, and can be taken back and done again. */
export class Pins implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly openCase: OpenCase;
  private readonly report: (error: unknown) => void;
  private readonly subscription: vscode.Disposable;
  private folder = '';
  readonly history = new EditHistory();
  readonly onDidChange = this.changed.event;

  constructor(openCase: OpenCase, report: (error: unknown) => void) {
    this.openCase = openCase;
    this.report = report;
    this.subscription = openCase.onDidChange(() => {
      const folder = openCase.folder?.fsPath ?? '';
      if (folder !== this.folder) this.history.forget();
      this.folder = folder;
    });
  }

  /** Pins rows of an answer; resolves with what was done, in words. */
  async pinRows(rows: SelectedRows): Promise<string> {
    return this.pinRequested(await pinRequest(await this.openCase.session(), rows));
  }

  async pinRequested(request: PinRequest): Promise<string> {
    return this.pinned(async () => (await this.openCase.session()).pin(request));
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
    return this.pinned(() =>
      session.pin({ connection: 'case', query, window: null, answerDigest: digest, rows }),
    );
  }

  /** Pins every row of an answer to a query over the case's own logs. */
  async pinAnswer(query: string): Promise<string> {
    const session = await this.openCase.session();
    const chunks: { readonly cells: readonly Cell[]; readonly key: string | null }[] = [];
    const { columns, digest } = await session.query(
      { text: query, maxRows: 1000, withRowKeys: true },
      (cells, keys) => {
        cells.forEach((row, i) => chunks.push({ cells: row, key: keys?.[i] ?? null }));
      },
    );
    if (chunks.length === 0)
      throw new AzimuthError('host.no-rows', 'The case has no rows for this.', {
        unharmed: 'the timeline is unchanged',
      });
    const rows = chunks.map(({ cells, key }) => ({ row: rowObject(columns, cells), event: key }));
    return this.pinned(() =>
      session.pin({ connection: 'case', query, window: null, answerDigest: digest, rows }),
    );
  }

  /** Adds events that are no rows of an answer. */
  async add(drafts: readonly EventDraft[], source: string): Promise<string> {
    return this.pinned(async () => (await this.openCase.session()).addEvents(drafts, source));
  }

  async unpin(ids: readonly string[]): Promise<void> {
    let count = 0;
    await this.history.perform(async () => {
      const removed = await (await this.openCase.session()).unpin(ids);
      count = removed.length;
      if (count === 0) return undefined;
      return {
        label: `removal of ${counted(count, 'event')}`,
        undo: async () => (await this.openCase.session()).restoreEvents(removed),
        redo: async () => {
          await (await this.openCase.session()).unpin(removed.map(({ id }) => id));
        },
      };
    });
    if (count === 0) return;
    await this.refresh();
    this.offer(`${counted(count, 'event')} taken off the timeline.`, { Undo: () => this.undo() });
  }

  /** Changes what a person may change of an event. */
  async edit(id: string, change: EventChange): Promise<void> {
    await this.history.perform(async () => {
      const session = await this.openCase.session();
      const event = (await session.timeline()).find((each) => each.id === id);
      if (!event) throw new AzimuthError('host.no-event', 'This event is no longer on the timeline.');
      const after = { ...event, ...change };
      const before = await session.updateEvent(after);
      return {
        label: `change of "${after.title}"`,
        undo: async () => {
          await (await this.openCase.session()).updateEvent(before);
        },
        redo: async () => {
          await (await this.openCase.session()).updateEvent(after);
        },
      };
    });
    await this.refresh();
  }

  /** Keeps with the effect what a person decided of a link; null takes the decision back. */
  async link(from: string, to: string, state: EventLink['state'] | null, reason: string): Promise<void> {
    const session = await this.openCase.session();
    const effect = (await session.timeline()).find((each) => each.id === to);
    const others = (effect?.links ?? []).filter((link) => link.from !== from);
    const decided: EventLink[] =
      state === null ? [] : [{ from, state, reason, by: '', at: new Date().toISOString() }];
    await this.edit(to, { links: [...others, ...decided] });
  }

  /** @param say is told where there is nothing to take back */
  async undo(say: (text: string) => unknown = tell): Promise<void> {
    if ((await this.history.undo()) === '') say('There is no edit of the timeline to undo.');
    else await this.refresh();
  }

  /** @param say is told where nothing was taken back */
  async redo(say: (text: string) => unknown = tell): Promise<void> {
    if ((await this.history.redo()) === '') say('There is no edit of the timeline to redo.');
    else await this.refresh();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async pinned(pin: () => Promise<PinResult>): Promise<string> {
    let result: PinResult = { pinned: [], known: [] };
    await this.history.perform(async () => {
      result = await pin();
      const { pinned } = result;
      if (pinned.length === 0) return undefined;
      return {
        label: `pin of ${counted(pinned.length, 'event')}`,
        undo: async () => {
          await (await this.openCase.session()).unpin(pinned.map(({ id }) => id));
        },
        redo: async () => (await this.openCase.session()).restoreEvents(pinned),
      };
    });
    const { pinned, known } = result;
    await this.refresh();
    const already = known.length > 0 ? `, ${counted(known.length, 'event')} already there` : '';
    const text = `${counted(pinned.length, 'event')} pinned to the timeline${already}.`;
    const shown = pinned[0] ?? known[0];
    this.offer(text, {
      'Open Timeline': () => runCommand('azimuth.openTimeline', shown?.id),
      ...(pinned.length > 0 ? { Undo: () => this.undo() } : {}),
    });
    return text;
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

function tell(text: string): void {
  void vscode.window.showInformationMessage(text);
}
