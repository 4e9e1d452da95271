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

  const reason = files[0]?.description ?? '';
  const how = await vscode.window.showQuickPick(
    HOWS.toSorted((a, b) => Number(b.asked.test(reason)) - Number(a.asked.test(reason))),
    { title: 'Import Again: what was missing', placeHolder: reason },
  );
  if (!how) return undefined;
  const value = await askers[how.how]();
  return value === undefined ? undefined : { ...options, paths, [how.how]: value };
}

/** What can be said of a file, and the reasons for skipping it that ask for that. */
const HOWS = [
  { label: 'Say which time zone its local times are in...', how: 'zone', asked: /zone/i },
  { label: 'Say in which order its dates are...', how: 'dateOrder', asked: /date-order|month first/i },
  { label: 'Choose the table...', how: 'table', asked: /which table/i },
  { label: 'Choose the shape...', how: 'shape', asked: /shape/i },
] as const;

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
  table: async () => {
    const { tableNames } = await import('../../logs/schemas/tableSchemas.ts');
    const custom = { label: 'A table of your own...', description: 'its name ends in _CL' };
    const names = tableNames().map((label) => ({ label, description: '' }));
    const choice = await vscode.window.showQuickPick([custom, ...names], { title: 'Import Again: table' });
    return choice === custom ? askForCustomTable() : choice?.label;
  },
  shape: async () => {
    const { SHAPES } = await import('../../logs/shapes/index.ts');
    const items = SHAPES.map(({ id, title }) => ({ label: title, description: id, id }));
    const options = { title: 'Import Again: shape', matchOnDescription: true };
    return (await vscode.window.showQuickPick(items, options))?.id;
  },
};

function askForCustomTable(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Import Again: table',
    placeHolder: 'Appliance_CL',
    validateInput: (text) =>
      /^[A-Za-z]\w*_CL$/.test(text) ? undefined : 'Letters, digits and _, ending in _CL',
  });
}

function isZone(text: string): boolean {
  if (/^[+-]\d{2}:?\d{2}$/.test(text)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).format(0) !== '';
  } catch {
    return false;
  }
}
