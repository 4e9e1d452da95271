import type * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { type ResultHead, WHOLE_RESULT } from '../../domain/result.ts';
import type { CaseSession } from '../../session/api.ts';
import { type CellOptions, parseCellOptions } from './cellOptions.ts';
import { type CellSettings, cellSettings, originOf } from './cellSettings.ts';
import { datatable } from './datatable.ts';
import { readFrontMatter } from './frontMatter.ts';
import { type Named, namedCellsAbove } from './namedCells.ts';
import { notebookParameters } from './parameters.ts';
import { type CellQuery, cellQuery } from './prelude.ts';
import { infoOf } from './serializer.ts';

/** Rows that go along when an answer of one connection is used on another. */
const MAX_CARRIED = 5_000;

/** What a cell asks, as far as its notebook says. */
export interface CellQuestion {
  readonly query: CellQuery;
  readonly settings: CellSettings;
  readonly origin: string;
  /** Named cells above of other connections that the cell uses: their answers go along as tables. */
  readonly carried: readonly { readonly name: string; readonly origin: string }[];
}

/** Reads a cell and what it uses of the cells above it. Fails as options, front matter and parameters do. */
export async function cellQuestion(cell: vscode.NotebookCell): Promise<CellQuestion> {
  const frontMatter = await readFrontMatter(cell.notebook);
  return questionOf(cell, parseCellOptions(infoOf(cell.metadata)), frontMatter);
}

function questionOf(cell: vscode.NotebookCell, options: CellOptions, frontMatter: unknown): CellQuestion {
  const settings = cellSettings(options, frontMatter);
  const parameters = notebookParameters(frontMatter);
  const above = namedCellsAbove(cell);
  const others = cellSettings({}, frontMatter).connection;
  const isNear = ({ options: own }: Named): boolean => (own.connection ?? others) === settings.connection;
  const query = cellQuery(cell.document.getText(), above.filter(isNear), parameters);
  const carried = above
    .filter((named) => !isNear(named) && query.mentioned.has(named.name))
    .map((named) => ({
      name: named.name,
      origin: questionOf(named.cell, named.options, frontMatter).origin,
    }));
  const from = carried.map((each) => each.origin).join(' ');
  return {
    query,
    settings,
    carried,
    origin: originOf(settings, from === '' ? query.text : `${from}\n${query.text}`),
  };
}

/** The text to send: with the answers of other connections that the cell uses written out before it. */
export async function withCarried(
  session: CaseSession,
  { query, carried }: CellQuestion,
): Promise<Pick<CellQuery, 'text' | 'offset'>> {
  const heads = await session.results.newest(carried.map(({ origin }) => origin));
  let prelude = '';
  for (const [index, { name }] of carried.entries())
    prelude += `let ${name} = ${await written(session, name, heads[index] ?? null)};\n`;
  return { text: prelude + query.text, offset: prelude.length + query.offset };
}

async function written(session: CaseSession, name: string, head: ResultHead | null): Promise<string> {
  if (!head)
    throw new AzimuthError(
      'notebook.no-answer',
      `The cell "${name}" asks another connection and has no answer yet.`,
      {
        unharmed: 'nothing was run',
        next: [`Run the cell "${name}" first.`],
      },
    );
  if (head.statistics.rows > MAX_CARRIED)
    throw new AzimuthError(
      'notebook.answer-too-large',
      `The answer of "${name}" has ${head.statistics.rows} rows; at most ${MAX_CARRIED} go from one connection to another.`,
      { unharmed: 'nothing was run', next: ['Summarise in that cell, or ask both of one connection.'] },
    );
  const { rows } = await session.results.rows(
    head.id,
    WHOLE_RESULT,
    head.statistics.rows === 0 ? [] : [[0, head.statistics.rows]],
  );
  return datatable(head.columns, rows);
}
