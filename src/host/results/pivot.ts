import * as vscode from 'vscode';
import { entityOf } from '../../domain/entityColumns.ts';
import type { ResultHead, ResultView } from '../../domain/result.ts';
import type { CaseSession } from '../../session/api.ts';
import type { OpenCase } from '../case/openCase.ts';
import { addCells } from '../notebook/notebooks.ts';
import { entityQuestion } from '../notebook/questions.ts';

/** Puts questions about the entity in a cell into the notebook in front, and runs them. */
export async function pivotFrom(
  openCase: OpenCase,
  session: CaseSession,
  head: ResultHead,
  view: ResultView,
  { row, column }: { readonly row: number; readonly column: number },
): Promise<void> {
  const { rows } = await session.results.rows(head.id, view, [[row, row + 1]]);
  const entity = entityOf(head.columns[column]?.name ?? '', rows[0]?.[column]);
  if (!entity) return;
  const questions = entityQuestion(await session.schema(), entity.kind, entity.value);
  const items = questions.map((cell) => ({ label: cell.text.split('\n', 1)[0] ?? '', cells: [cell] }));
  const every = { label: 'Every table', description: `${items.length} cells`, cells: questions };
  const chosen = await vscode.window.showQuickPick([...items, every], {
    title: `Query ${entity.value.slice(0, 80)}`,
    placeHolder: 'In which table?',
  });
  if (chosen) await addCells(openCase, entity.value.slice(0, 80), chosen.cells, true);
}
