import * as vscode from 'vscode';
import type { ImportOptions, ImportReport } from '../../domain/importReport.ts';

/** Asks which files of an import to read again and as what; undefined where the person turned away. */
export async function askHowToRead(
  options: ImportOptions,
  report: ImportReport,
): Promise<ImportOptions | undefined> {
  const items = report.files
    .toSorted((a, b) => Number(b.skipped !== undefined) - Number(a.skipped !== undefined))
    .map((file) => ({
      label: file.path.split(/[\\/]/).at(-1) ?? file.path,
      description: file.skipped ?? `taken for ${file.shape}`,
      path: file.path.split('!')[0] ?? file.path,
      picked: file.skipped !== undefined,
    }));
  const files = await vscode.window.showQuickPick(items, {
    title: 'Import Again: files',
    placeHolder: 'Which files?',
    canPickMany: true,
  });
  if (!files || files.length === 0) return undefined;
  const paths = [...new Set(files.map((file) => file.path))];

  const how = await vscode.window.showQuickPick(
    [
      { label: 'Say which time zone its local times are in...', how: 'zone' as const },
      { label: 'Say in which order its dates are...', how: 'dateOrder' as const },
      { label: 'Choose the table...', how: 'table' as const },
      { label: 'Choose the shape...', how: 'shape' as const },
    ],
    { title: 'Import Again: what was missing', placeHolder: files[0]?.description ?? '' },
  );
  if (!how) return undefined;
  const value = await askers[how.how]();
  return value === undefined ? undefined : { ...options, paths, [how.how]: value };
}

const askers: Readonly<
  Record<
    'zone' | 'dateOrder' | 'table' | 'shape',
    () => Thenable<string | undefined> | Promise<string | undefined>
  >
> = {
  zone: () =>
    vscode.window.showInputBox({
      title: 'Import Again: time zone',
      prompt: 'An IANA name such as Europe/Berlin, or an offset such as +02:00',
      value: Intl.DateTimeFormat().resolvedOptions().timeZone,
      validateInput: (text) => (isZone(text) ? undefined : 'Not a time zone that is known here'),
    }),
  dateOrder: async () =>
    (
      await vscode.window.showQuickPick(
        [
          { label: 'Day first', description: '31/12/2026', order: 'day-first' },
          { label: 'Month first', description: '12/31/2026', order: 'month-first' },
        ],
        { title: 'Import Again: order of dates' },
      )
    )?.order,
  table: () =>
    vscode.window.showInputBox({
      title: 'Import Again: table',
      prompt: 'A Log Analytics table such as SigninLogs, or a custom one that ends in _CL',
      validateInput: (text) => (/^[A-Za-z_]\w*$/.test(text) ? undefined : 'Letters, digits and _ only'),
    }),
  shape: () =>
    vscode.window.showInputBox({
      title: 'Import Again: shape',
      prompt: 'The id of a shape, as the import report names it',
    }),
};

function isZone(text: string): boolean {
  if (/^[+-]\d{2}:?\d{2}$/.test(text)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).format(0) !== '';
  } catch {
    return false;
  }
}
