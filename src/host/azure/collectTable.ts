import * as vscode from 'vscode';
import type { CollectReport, CollectSource } from '../../azure/collect/collect.ts';
import { AzimuthError, isCancellation } from '../../base/errors.ts';
import type { Collection, OpenCollection } from '../../domain/tenant.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { OpenCase } from '../case/openCase.ts';
import { runCommand } from '../commands.ts';
import { errorText } from '../errors.ts';
import { counted, formatCount } from '../../base/counts.ts';
import type { Azure } from './azure.ts';
import { askCollection } from './askCollection.ts';

/** Fetches rows of a connection's table into the open case: of a collection that was begun before, or of what the person chooses. */
export async function collectTable(azure: Azure, openCase: OpenCase, begun?: Collection): Promise<void> {
  await openCase.session();
  const window = openCase.summary?.info.window ?? undefined;
  const collections = begun ? [begun] : ((await askCollection(azure, window)) ?? []);
  for (const [index, collection] of collections.entries())
    try {
      await collectOne(azure, openCase, collection);
    } catch (error) {
      // One tenant that cannot be read keeps none of the others away.
      if (!(error instanceof AzimuthError) || index === collections.length - 1) throw error;
      void vscode.window.showErrorMessage(errorText(error));
    }
}

async function collectOne(azure: Azure, openCase: OpenCase, collection: Collection): Promise<void> {
  const session = await openCase.session();
  const { connection, table, window } = collection;
  const { collect } = await import('../../azure/collect/collect.ts');
  let report: CollectReport;
  try {
    report = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Collecting ${table}`, cancellable: true },
      async (progress, token) => {
        const signal = abortSignalOf(token);
        const source = await sourceOf(azure, collection, signal);
        return collect(
          source,
          session,
          window,
          ({ rows, of, until }) =>
            progress.report({
              message: `${formatCount(rows)}${of === undefined ? '' : ` of ${formatCount(of)}`} rows, at ${until.slice(0, 16)}Z`,
            }),
          signal,
        );
      },
    );
  } catch (error) {
    await openCase.refresh();
    const left = openCase.summary?.collections.find(
      (each) =>
        each.table === table &&
        each.connection === connection &&
        each.window.start === window.start &&
        each.window.end === window.end,
    );
    if (!left || !(error instanceof AzimuthError || isCancellation(error))) throw error;
    void offerRest(left, error);
    return;
  }
  await openCase.refresh();
  const said = `${table}: ${counted(report.rows, 'new row')}, ${report.known} known, ${report.rejects} did not fit.`;
  if (report.differences.length === 0) void vscode.window.showInformationMessage(said);
  else void vscode.window.showWarningMessage(`${said} ${report.differences.join(' ')}`);
}

/** What is there, what is missing, and a button that goes on. */
async function offerRest(left: OpenCollection, error: unknown): Promise<void> {
  const [first] = left.missing;
  const part = first === undefined ? '' : ` Missing from ${first.start.slice(0, 16)}Z on.`;
  const why = error instanceof AzimuthError ? ` ${errorText(error)}` : '';
  const message = `${left.table} was collected in part; what was fetched is in the case.${part}${why}`;
  if ((await vscode.window.showWarningMessage(message, 'Go On')) !== undefined)
    await runCommand('azimuth.collectTable', left);
}

async function sourceOf(
  azure: Azure,
  { connection, table }: Collection,
  signal: AbortSignal,
): Promise<CollectSource> {
  const [{ directoryPlace, directorySource }, { tableSource }] = await Promise.all([
    import('../../azure/collect/listSources.ts'),
    import('../../azure/collect/tableSource.ts'),
  ]);
  if ((await azure.list()).some(({ name }) => name === connection))
    return tableSource(await azure.connection(connection), table, (each) => azure.record(each), signal);
  const { tenant } = await azure.settings();
  const source = directorySource(await azure.client(), table, directoryPlace(connection), tenant);
  if (source?.connection === connection) return source;
  throw new AzimuthError('collect.no-source', `There is no connection ${connection} to collect from.`, {
    unharmed: 'nothing was fetched',
    next: ['Add it to the setting azimuth.connections, or collect the table from another one.'],
  });
}
