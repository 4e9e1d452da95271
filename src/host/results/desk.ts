import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { ResultHead } from '../../domain/result.ts';
import type { FromResults, ResultsRequest, ToResults } from '../../protocol/results.ts';
import type { CaseSession } from '../../session/api.ts';
import type { OpenCase } from '../case/openCase.ts';
import { formatBytes } from '../time.ts';
import { compareWithAnother, comparisonTitle } from './compare.ts';
import { exportRows } from './exportRows.ts';
import { pivotFrom } from './pivot.ts';
import type { SelectedRows } from './selectedRows.ts';

/** What the pages of answers need of the rest of the extension. */
export interface DeskServices {
  readonly openCase: OpenCase;
  /** Resolves with what was done, in words. */
  pin(rows: SelectedRows): Promise<string>;
  showRecord(rows: SelectedRows): Promise<void>;
  /** Rows were selected. */
  selected(rows: SelectedRows): void;
  /** Shows an answer that no cell asked for. */
  showAnswer(head: ResultHead, title: string): void;
}

type Reply = (message: ToResults) => Thenable<boolean>;

/** Answers what a page with answers asks; one for all notebooks and panels. */
export class ResultsDesk {
  private readonly services: DeskServices;
  private readonly running = new Map<number, AbortController>();
  private selected: SelectedRows | undefined;

  constructor(services: DeskServices) {
    this.services = services;
  }

  /** The rows selected last; fails with `host.no-rows` where none are. */
  current(): SelectedRows {
    if (this.selected) return this.selected;
    throw new AzimuthError('host.no-rows', 'No rows are selected.', {
      next: ['Run a cell of a notebook and select rows of its answer.'],
    });
  }

  /** Forgets the selection, if it is in one of these answers. */
  forget(ids: readonly string[]): void {
    if (this.selected && ids.includes(this.selected.head.id)) this.select(undefined);
  }

  async receive(message: FromResults, reply: Reply): Promise<void> {
    if (message.type === 'cancel') {
      this.running.get(message.request)?.abort();
      return;
    }
    const session = await this.services.openCase.session();
    if ('request' in message) return this.answer(session, message, reply);
    const head = await session.results.find(message.id);
    if (!head)
      throw new AzimuthError('host.no-rows', 'The rows of this answer are no longer kept.', {
        next: ['Run the cell again.'],
      });
    const said = await this.act(session, head, message);
    if (said !== undefined) await reply({ type: 'note', id: head.id, message: said });
  }

  private async answer(
    session: CaseSession,
    message: FromResults & ResultsRequest & { readonly request: number },
    reply: Reply,
  ): Promise<void> {
    const { id, view, request } = message;
    const stop = new AbortController();
    this.running.set(request, stop);
    const { results } = session;
    try {
      switch (message.type) {
        case 'count':
          await reply({ type: 'count', request, count: await results.count(id, view, stop.signal) });
          break;
        case 'page': {
          const { columns, from, count } = message;
          const page = await results.page({ id, view, columns, from, count }, stop.signal);
          await reply({ type: 'page', request, page });
          break;
        }
        case 'profile': {
          const profile = await results.profile(id, view, message.column, stop.signal);
          await reply({ type: 'profile', request, profile });
        }
      }
    } catch (error) {
      await reply({
        type: 'failed',
        request,
        message: error instanceof Error ? error.message : String(error),
      });
    } finally {
      this.running.delete(request);
    }
  }

  /** What is to be said where it was asked, undefined where it shows elsewhere. */
  private async act(
    session: CaseSession,
    head: ResultHead,
    message: Exclude<FromResults, ResultsRequest | { readonly type: 'cancel' }>,
  ): Promise<string | undefined> {
    const { view } = message;
    switch (message.type) {
      case 'selection':
      case 'followed':
        this.select(message.rows.length > 0 ? { head, view, ranges: message.rows } : undefined);
        if (this.selected && message.type === 'selection') this.services.selected(this.selected);
        return undefined;
      case 'pin':
        return this.services.pin({ head, view, ranges: message.rows });
      case 'record':
        await this.services.showRecord({ head, view, ranges: [[message.row, message.row + 1]] });
        return undefined;
      case 'pivot':
        await pivotFrom(this.services.openCase, session, head, view, message);
        return undefined;
      case 'export':
        return exportRows(session, head, view, message);
      case 'keep': {
        const { file, size } = await session.results.keep(head.id);
        await this.services.openCase.refresh();
        return `Kept as evidence/${file} (${formatBytes(size)})`;
      }
      case 'verify': {
        const { digest, unchanged, ledger } = await session.results.verify(head.id);
        if (!unchanged) return `⚠ The rows were changed: their digest is ${digest}`;
        return ledger
          ? `✓ Unchanged; the ledger has this digest in ${ledger.file}, line ${ledger.line}`
          : '✓ Unchanged; no line of the ledger has this digest';
      }
      case 'compare': {
        const compared = await compareWithAnother(session, head);
        if (compared) this.services.showAnswer(compared, await comparisonTitle(session, compared));
        return undefined;
      }
      case 'query': {
        const document = await vscode.workspace.openTextDocument({ language: 'kql', content: head.query });
        await vscode.window.showTextDocument(document, { preview: true });
        return undefined;
      }
    }
  }

  private select(selected: SelectedRows | undefined): void {
    this.selected = selected;
    void vscode.commands.executeCommand('setContext', 'azimuth.rowsSelected', selected !== undefined);
  }
}
