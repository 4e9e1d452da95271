import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { Connections } from '../../domain/connection.ts';
import { huntSweep } from '../../hunting/huntSweep.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { LibraryQuery } from '../../hunting/libraryQuery.ts';
import type { OpenCase } from '../case/openCase.ts';
import { createNotebook } from '../notebook/notebooks.ts';
import type { TimeRangeChoice } from '../timeRange.ts';
import type { LibraryNode } from '../views/libraryTree.ts';
import { sweepCells } from './huntReport.ts';
import type { Hunts } from './hunts.ts';
import { readLibrary } from './library.ts';
import { pickConnection } from './pickConnection.ts';

/** What both sweeps need. */
export interface SweepServices {
  readonly openCase: OpenCase;
  readonly connections: Connections;
  readonly range: TimeRangeChoice;
}

/** Runs every query of the library that the connection has tables for; hits come into the view and a notebook. */
export function runHunt(services: SweepServices, hunts: Hunts): Promise<void> {
  return sweep(services, hunts, 'Hunt sweep', readLibrary);
}

/** The same with the window rules of the ATT&CK mapping: bursts, what is new, what comes at even distances. */
export function runWindowSweep(services: SweepServices, hunts: Hunts): Promise<void> {
  return sweep(services, hunts, 'Window sweep', async () =>
    (await import('./windowQueries.ts')).readWindowQueries(),
  );
}

async function sweep(
  { openCase, connections, range }: SweepServices,
  hunts: Hunts,
  title: string,
  read: () => Promise<readonly LibraryQuery[]>,
): Promise<void> {
  await openCase.session();
  const target = await pickConnection(connections, title);
  if (!target) return;
  if ((await target.schema({})).tables.length === 0)
    throw new AzimuthError('host.no-logs', `${target.info.label} has no tables to sweep.`, {
      next: ['Import logs first.'],
    });
  const queries = await read();
  const window = range.window() ?? null;
  const results = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) =>
      huntSweep(target, queries, {
        window,
        onQuery: (query, done) =>
          progress.report({
            message: `${done + 1} of ${queries.length}: ${query.title}`,
            increment: done === 0 ? 0 : 100 / queries.length,
          }),
        signal: abortSignalOf(token),
      }),
  );
  const when = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const { NEWEST_ATTACK_VERSION, technique } = await import('../../attack/data/attackData.ts');
  const techniqueName = (id: string): string | undefined => technique(id, NEWEST_ATTACK_VERSION)?.name;
  await hunts.show({ when: `${when} UTC`, connection: target.info.name, window, results, techniqueName });
  await createNotebook(
    openCase,
    `${title} ${when}`,
    sweepCells(results, {
      title,
      when: `${when} UTC`,
      connection: target.info,
      window: window ? `${window.start} to ${window.end}` : 'all times',
      techniqueName,
    }),
  );
}

/** Puts the rows of a hit on the timeline. */
export async function pinHit(hunts: Hunts, node: LibraryNode | undefined): Promise<void> {
  const hit = node?.hit ?? (await pickHit(hunts, 'Pin Hit'));
  if (hit) await hunts.pin(hit);
}

/** Sets a hit aside; the reason is asked for and goes to the journal. */
export async function dismissHit(hunts: Hunts, node: LibraryNode | undefined): Promise<void> {
  const hit = node?.hit ?? (await pickHit(hunts, 'Dismiss Hit'));
  if (!hit) return;
  const reason = await vscode.window.showInputBox({
    title: `Dismiss: ${hit.query.title}`,
    prompt: 'Why is this nothing? The reason is kept in the journal of the case.',
    placeHolder: 'Patching by the platform team, CHG12345',
    validateInput: (text) => (text.trim() === '' ? 'A reason is needed' : undefined),
  });
  if (reason !== undefined) await hunts.dismiss(hit, reason.trim());
}

async function pickHit(hunts: Hunts, title: string): Promise<LibraryNode['hit']> {
  const open = (hunts.last?.results ?? []).flatMap((result) =>
    result.kind === 'hit' && hunts.verdict(result) === 'open' ? [result] : [],
  );
  if (open.length === 0)
    throw new AzimuthError('host.no-hunt', 'No hit of a hunt sweep is open.', {
      next: ['Run the hunt sweep first.'],
    });
  const items = open.map((hit) => ({ label: hit.query.title, detail: hit.query.question, hit }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.hit;
}
