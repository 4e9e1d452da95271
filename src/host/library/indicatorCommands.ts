import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { type IndicatorList, readIndicators } from '../../hunting/indicators.ts';
import { indicatorSweep } from '../../hunting/indicatorSweep.ts';
import { abortSignalOf } from '../cancellation.ts';
import { createNotebook } from '../notebook/notebooks.ts';
import { counted } from '../../base/counts.ts';
import type { SweepServices } from './huntCommands.ts';
import { indicatorCells } from './indicatorReport.ts';
import { pickConnection } from './pickConnection.ts';

/** Bytes of a file of indicators; what is larger is no list that a person made. */
const MAX_FILE = 64 << 20;
const MAX_INDICATORS = 5000;

/** Looks for pasted or loaded indicators in every table and tells where each occurs as a notebook. */
export async function runIndicatorSweep({ openCase, connections, range }: SweepServices): Promise<void> {
  await openCase.session();
  const target = await pickConnection(connections, 'Indicator Sweep');
  if (!target) return;
  if ((await target.schema({})).tables.length === 0)
    throw new AzimuthError('host.no-logs', `${target.info.label} has no tables to sweep.`, {
      next: ['Import logs first.'],
    });
  const list = await askForIndicators();
  if (!list) return;
  if (list.indicators.length === 0)
    throw new AzimuthError('host.no-indicators', 'No indicator was found in what was given.', {
      unharmed: 'nothing was searched',
      next: ['Give addresses, domains, links, hashes, accounts or ids: as text, CSV or STIX 2.1.'],
    });
  if (list.indicators.length > MAX_INDICATORS)
    throw new AzimuthError(
      'host.many-indicators',
      `${counted(list.indicators.length, 'indicator')} are more than a sweep looks for.`,
      { unharmed: 'nothing was searched', next: [`Split the list into parts of at most ${MAX_INDICATORS}.`] },
    );
  const window = range.window() ?? null;
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Indicator sweep', cancellable: true },
    (progress, token) =>
      indicatorSweep(target, list.indicators, {
        window,
        onTable: (table, done, total) =>
          progress.report({
            message: `${done + 1} of ${total}: ${table}`,
            increment: done === 0 ? 0 : 100 / total,
          }),
        signal: abortSignalOf(token),
      }),
  );
  const when = new Date().toISOString().slice(0, 16).replace('T', ' ');
  await createNotebook(
    openCase,
    `Indicator sweep ${when}`,
    indicatorCells(list, report, {
      when: `${when} UTC`,
      connection: target.info,
      window: window ? `${window.start} to ${window.end}` : 'all times',
    }),
  );
}

async function askForIndicators(): Promise<IndicatorList | undefined> {
  const from = await vscode.window.showQuickPick(
    [
      {
        label: '$(edit) Type or paste',
        description: 'separated by spaces, commas or lines',
        kindOf: 'paste' as const,
      },
      {
        label: '$(clippy) From the clipboard',
        description: 'text, CSV or STIX 2.1',
        kindOf: 'clipboard' as const,
      },
      { label: '$(file) From files...', description: 'text, CSV or STIX 2.1 JSON', kindOf: 'files' as const },
    ],
    { title: 'Indicator Sweep', placeHolder: 'Where are the indicators?' },
  );
  if (from?.kindOf === 'clipboard') return readIndicators(await vscode.env.clipboard.readText());
  if (from?.kindOf === 'files') return fromFiles();
  if (from?.kindOf !== 'paste') return undefined;
  const text = await vscode.window.showInputBox({
    title: 'Indicator Sweep',
    prompt: 'Addresses, domains, links, hashes, accounts, application, user and device ids',
    placeHolder: '203.0.113.7, evil[.]example, ada@contoso.example',
    validateInput: (typed) =>
      typed.trim() === '' || readIndicators(typed).indicators.length > 0
        ? undefined
        : 'No indicator in it yet',
  });
  return text === undefined ? undefined : readIndicators(text);
}

async function fromFiles(): Promise<IndicatorList | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'Files of Indicators',
    openLabel: 'Load',
    canSelectMany: true,
    filters: { Indicators: ['csv', 'txt', 'json', 'stix', 'tsv'], 'All files': ['*'] },
  });
  if (!files) return undefined;
  const lists: IndicatorList[] = [];
  for (const file of files) {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > MAX_FILE)
      throw new AzimuthError('host.large-file', `${file.path} is too large for a list of indicators.`, {
        unharmed: 'nothing was searched',
      });
    lists.push(readIndicators(decoded(await vscode.workspace.fs.readFile(file))));
  }
  const unique = new Map(
    lists.flatMap(({ indicators }) =>
      indicators.map((one) => [`${one.kind} ${one.value.toLowerCase()}`, one] as const),
    ),
  );
  return { indicators: [...unique.values()], rejected: lists.flatMap(({ rejected }) => rejected) };
}

/** PowerShell and Notepad may have written UTF-16. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  return new TextDecoder(first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}
