import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, resultColumns, tokenText } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import { constantText } from '../expr.ts';
import { type FileFormat, fileKey, FileNeeded, type FileTable } from '../fileTable.ts';
import type { Relation } from '../relation.ts';
import { unionOf } from './union.ts';

const FORMATS: readonly FileFormat[] = [
  'csv',
  'tsv',
  'scsv',
  'psv',
  'sohsv',
  'txt',
  'raw',
  'json',
  'multijson',
];

/** `externaldata (…) [paths] with (format=…)`: files of the case, and of nothing else. */
export function externalData(builder: Builder, node: SyntaxNode, env: Env): Relation {
  const properties = new Map(
    (node.parts['WithClause'] ? list(node.parts['WithClause'], 'Properties') : []).map((property) => [
      nameText(part(property, 'Name')).toLowerCase(),
      part(property, 'Expression'),
    ]),
  );
  const given = properties.get('format');
  const skip = properties.get('ignorefirstrecord');
  for (const [name, value] of properties)
    if (name !== 'format' && name !== 'ignorefirstrecord')
      throw refuse('external-property', `externaldata() with ${name} is not supported.`, value);
  const columns = resultColumns(node);
  const relations = list(node, 'URIs').map((uri) => {
    const path = pathOf(builder, uri, env);
    const format = formatOf(given, path, node);
    const header = skip && /^true$/i.test(tokenText(skip)) ? 'skip' : 'none';
    return fileRelation(builder, { path, format, columns, header }, uri);
  });
  const [only] = relations;
  if (only && relations.length === 1) return only;
  return unionOf(
    builder,
    node,
    relations.map((relation, i) => ({ name: `union_arg${i}`, relation })),
  );
}

/** The rows of a file that was read; throws FileNeeded where it was not yet. */
export function fileRelation(builder: Builder, file: FileTable, node: SyntaxNode): Relation {
  const table = builder.options.files.get(fileKey(file));
  if (table === undefined) throw new FileNeeded(file, node);
  const columns = file.columns.map(({ name, type }) => builder.fresh(name, type));
  const ordinal = builder.fresh('$order', 'long');
  return {
    rel: {
      op: 'scan',
      table,
      file: true,
      columns: [
        ...columns.map((column) => ({ column, stored: column.name })),
        { column: ordinal, stored: '$order' },
      ],
    },
    columns,
    order: [{ column: ordinal, descending: false, nullsFirst: false }],
    serialized: false,
  };
}

function pathOf(builder: Builder, uri: SyntaxNode, env: Env): string {
  const text = constantText(builder.expr(uri, env));
  if (text === undefined) throw refuse('argument-not-constant', 'The path must be a constant text.', uri);
  const path = text.replace(/;.*$/s, '').replace(/^\.\//, '');
  if (/^[a-z][a-z0-9+.-]*:|^[\\/]|\\|(^|\/)\.\.(\/|$)/i.test(path))
    throw refuse(
      'external-outside',
      'externaldata() reads files of the case only; nothing is fetched from elsewhere.',
      uri,
      'Save the file into the folder watchlists of the case and name it as externaldata(…)["watchlists/name.csv"].',
    );
  return path;
}

function formatOf(given: SyntaxNode | undefined, path: string, node: SyntaxNode): FileFormat {
  const name = (given ? (given.string ?? tokenText(given)) : extensionOf(path)).toLowerCase();
  const format = FORMATS.find((one) => one === name);
  if (!format)
    throw refuse('external-format', `The format ${name} is not supported in externaldata().`, given ?? node);
  return format;
}

/** Without a format the service goes by the file's name, and takes what that does not tell for CSV. */
function extensionOf(path: string): string {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? 'csv';
  return FORMATS.some((one) => one === extension) || /^(parquet|avro|orc|zip|gz)$/.test(extension)
    ? extension
    : 'csv';
}
