import * as vscode from 'vscode';
import { type ResultHead, WHOLE_RESULT } from '../../domain/result.ts';
import type { CaseSession } from '../../session/api.ts';
import { splitStatements } from '../notebook/statements.ts';
import { counted } from '../../base/counts.ts';

/** Asks with which earlier answer, and by which columns rows belong together; undefined where nobody chose. */
export async function compareWithAnother(
  session: CaseSession,
  head: ResultHead,
): Promise<ResultHead | undefined> {
  const others = (await session.results.list()).filter(
    ({ id, columns }) => id !== head.id && shared(columns, head),
  );
  const before = await vscode.window.showQuickPick(
    others.map((other) => ({
      label: (splitStatements(other.query).at(-1) ?? '')
        .trim()
        .replace(/\s*\n\s*/g, ' ')
        .slice(0, 200),
      detail: `${counted(other.statistics.rows, 'row')} of ${other.connection}, ${other.ranAt}`,
      other,
    })),
    {
      title: 'Compare',
      placeHolder: 'With which answer? What it has not is added, what it alone has is missing.',
      matchOnDetail: true,
    },
  );
  if (!before) return undefined;
  const names = head.columns.filter((column) => shared([column], before.other)).map(({ name }) => name);
  const keys = await vscode.window.showQuickPick(names, {
    title: 'Compare',
    placeHolder: 'Columns that say which rows belong together; none to compare whole rows',
    canPickMany: true,
  });
  return keys && session.results.compare(before.other.id, head.id, { columns: keys });
}

/** What a comparison found, as the title of its panel. */
export async function comparisonTitle(session: CaseSession, { id }: ResultHead): Promise<string> {
  const counts: string[] = [];
  for (const change of ['added', 'missing', 'changed']) {
    const filters = [{ column: 0, text: `=${change}` }];
    counts.push(`${await session.results.count(id, { ...WHOLE_RESULT, filters })} ${change}`);
  }
  return `Comparison: ${counts.join(', ')}`;
}

function shared(columns: ResultHead['columns'], head: ResultHead): boolean {
  return columns.some(({ name, type }) => head.columns.some((own) => own.name === name && own.type === type));
}
