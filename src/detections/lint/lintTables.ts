import { nearestName } from '../../base/nearestNames.ts';
import type { Span } from '../../kql/diagnostics.ts';
import type { InspectedQuery, SyntaxNode } from '../../kql/syntax/node.ts';
import type { SchemaSource } from '../kql/schemaSource.ts';
import { tableTexts } from '../kql/tables.ts';
import { nameOf, walkText } from '../kql/walk.ts';
import type { Findings } from './findings.ts';

/** Tables that the binder does not look up: those that a text names, and those that a fuzzy union may do without. */
export function lintTables(
  inspected: InspectedQuery,
  schema: SchemaSource,
  at: (span: Span) => Span,
  findings: Findings,
): void {
  const { text } = inspected;
  const add = (table: string, span: Span, near: string | null, write: (name: string) => string): void => {
    const place = at(span);
    const fixes =
      near === null ? [] : [{ title: `Change to ${near}`, edits: [{ ...place, text: write(near) }] }];
    const more = schema.complete ? ('error' as const) : near === null ? ('information' as const) : undefined;
    findings.add('table-unknown', { table, near, where: schema.label }, place, {
      fixes,
      ...(more && { severity: more }),
    });
  };
  for (const node of unknownTableTexts(inspected.root, schema)) {
    const quote = text.slice(node.start, node.start + node.length).startsWith("'") ? "'" : '"';
    const table = node.string ?? '';
    add(table, node, nearTable(table, schema), (name) => `${quote}${name}${quote}`);
  }
  for (const node of unknownInFuzzyUnions(inspected, schema)) {
    const table = nameOf(node);
    const near = nearTable(table, schema);
    if (near !== null) add(table, node, near, (name) => name);
  }
}

/** Texts that name a table which the schema does not have. */
export function unknownTableTexts(root: SyntaxNode, schema: SchemaSource): readonly SyntaxNode[] {
  return tableTexts(root).filter(
    ({ string = '', foreign }) => !foreign && /^\w+$/.test(string) && !schema.table(string),
  );
}

/** A slip in the case of a name, or a few letters; custom logs are known to their own workspace only. */
function nearTable(table: string, schema: SchemaSource): string | null {
  const names = schema.tableNames();
  const other = names.find((name) => name.toLowerCase() === table.toLowerCase());
  return other ?? (table.endsWith('_CL') ? null : nearestName(table, names));
}

/** Names of tables that are not there, with which the legs of unions begin. */
function unknownInFuzzyUnions(
  { root, diagnostics }: InspectedQuery,
  schema: SchemaSource,
): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const { kind, parts } of walkText(root)) {
    if (kind !== 'UnionOperator') continue;
    for (const leg of parts['Expressions']?.items ?? []) {
      const source = sourceOf(leg);
      if (source.kind !== 'NameReference' || source.symbol) continue;
      const told = diagnostics.some((each) => each.start === source.start);
      if (!told && !schema.table(nameOf(source))) found.push(source);
    }
  }
  return found;
}

/** What the first pipe of an expression takes its rows from. */
function sourceOf(node: SyntaxNode): SyntaxNode {
  const inner =
    node.kind === 'ParenthesizedExpression' || node.kind === 'PipeExpression'
      ? node.parts['Expression']
      : undefined;
  return inner ? sourceOf(inner) : node;
}
