import type { Span } from '../../kql/diagnostics.ts';
import type { KqlDiagnostic } from '../../kql/engine.ts';
import type { InspectedQuery, SyntaxNode } from '../../kql/syntax/node.ts';
import { lookBackOf } from '../kql/lookBack.ts';
import type { QueryInspector } from '../kql/inspector.ts';
import { argumentsOf, calledName, nameOf, walk, walkText } from '../kql/walk.ts';
import { shortDuration } from '../rule/duration.ts';
import type { RuleSource } from '../rule/source.ts';
import { nearestName } from '../../base/nearestNames.ts';
import type { Findings } from './findings.ts';
import { lintOutput } from './lintOutput.ts';
import { lintPatterns } from './lintPatterns.ts';
import { lintTables, unknownTableTexts } from './lintTables.ts';
import { workspaceFunction } from './workspaceFunctions.ts';

const NO_OPERATOR = 'KS176';
const SYNTAX_ERROR = /^KS(00\d|176)$/;
const UNKNOWN_NAME = 'KS142';
const UNKNOWN_TABLE = 'KS204';
const UNKNOWN_FUNCTION = 'KS211';

/** What binding the rule's query tells: faults, output columns, look-back, names that do not exist, costly patterns. */
export function lintQuery(source: RuleSource, inspector: QueryInspector, findings: Findings): void {
  const { query } = source.rule;
  if (query.trim() === '') return;
  const inspected = inspector.inspect(query);
  const at = (span: Span): Span => source.spanInText(['query'], span);
  const syntax = lintDiagnostics(inspected, inspector, at, findings);
  if (syntax) return;
  // A name that is not known may bring further columns, so that nothing is said of the answer then.
  const known =
    !inspected.open &&
    !readsUnknownTables(inspected) &&
    unknownTableTexts(inspected.root, inspector.source).length === 0 &&
    inspected.diagnostics.every(({ code }) => code !== UNKNOWN_TABLE && code !== UNKNOWN_FUNCTION);
  if (known) lintOutput(source, inspected.columns, expandedColumns(inspected), findings);
  lintLegacyEntities(source, inspected, findings);
  lintLookBack(source, inspected, at, findings);
  lintWatchlists(inspected, inspector, at, findings);
  lintLets(query, inspected, at, findings);
  lintPatterns(source, inspected, at, findings);
}

/** What mv-expand makes of lists. */
function expandedColumns({ root }: InspectedQuery): ReadonlySet<string> {
  const names = [...walkText(root)].flatMap(({ kind, parts: { Expression: expression } }) =>
    kind === 'MvExpandExpression' && expression
      ? [nameOf(expression.kind === 'SimpleNamedExpression' ? expression.parts['Name'] : expression)]
      : [],
  );
  return new Set(names);
}

/** AzureDiagnostics and custom logs grow a column, with its type as a suffix, for each field that a resource logs. */
function isLooseColumn(name: string, query: string): boolean {
  return /_(s|d|b|t|g)$/.test(name) && /\bAzureDiagnostics\b|_CL\b/.test(query);
}

/** Whether the query reads whatever tables there are, so that not all of its columns are known. */
function readsUnknownTables({ diagnostics, text, root }: InspectedQuery): boolean {
  const wildcard = diagnostics.some(
    ({ code, start, length }) => code === UNKNOWN_NAME && text.slice(start, start + length).includes('*'),
  );
  return (
    wildcard || [...walk(root)].some(({ kind, parts }) => kind === 'SearchOperator' && !parts['InClause'])
  );
}

/** Where the query first takes rows from something that is not known, so that no column after it is; Infinity: nowhere. */
function columnsLostAt({ root, diagnostics }: InspectedQuery): number {
  const unknown = diagnostics.filter(({ code }) => code === UNKNOWN_TABLE || code === UNKNOWN_FUNCTION);
  const scalars = [...walk(root)].filter(({ kind }) => SCALAR_OPERATORS.has(kind));
  return unknown
    .filter(({ code, start }) => code === UNKNOWN_TABLE || !scalars.some((each) => holds(each, start)))
    .reduce((first, { start }) => Math.min(first, start), Infinity);
}

/** Operators in which a function gives a value, not rows. */
const SCALAR_OPERATORS = new Set([
  'FilterOperator',
  'ExtendOperator',
  'ProjectOperator',
  'SummarizeOperator',
  'SortOperator',
  'TopOperator',
]);

/** Whether a place is in an operator itself, not in a query within it. */
function holds(operator: SyntaxNode, place: number): boolean {
  const inside = ({ start, length }: SyntaxNode): boolean => place >= start && place < start + length;
  return (
    inside(operator) && ![...walk(operator)].some((each) => each.kind === 'PipeExpression' && inside(each))
  );
}

/** True where the query is no KQL, so that nothing else can be said. */
function lintDiagnostics(
  inspected: InspectedQuery,
  { source }: QueryInspector,
  at: (span: Span) => Span,
  findings: Findings,
): boolean {
  const { diagnostics, text } = inspected;
  const syntax = diagnostics.filter(({ code }) => SYNTAX_ERROR.test(code));
  if (syntax.length > 0) {
    // What comes after a word that is no operator is misread, so that errors there mislead.
    const operators = syntax.filter(
      ({ code, start }) => code === NO_OPERATOR && /\w/.test(text[start] ?? ''),
    );
    for (const { code, message, start, length } of operators.length > 0 ? operators : syntax)
      findings.add('kql-syntax', { code, message }, at({ start, length }));
    return true;
  }
  const wildcard = readsUnknownTables(inspected);
  const uncertain =
    wildcard || diagnostics.some(({ code }) => code === UNKNOWN_TABLE || code === UNKNOWN_FUNCTION);
  const lost = columnsLostAt(inspected);
  const severity = source.complete ? ('error' as const) : undefined;
  const more = severity && { severity };
  const said = new Set<string>();
  for (const diagnostic of diagnostics) {
    const { code, message, start, length } = diagnostic;
    const name = text.slice(start, start + length);
    if (said.has(`${code} ${start}`)) continue;
    said.add(`${code} ${start}`);
    const span = at({ start, length });
    const parser = workspaceFunction(name);
    if (parser?.near === null) continue;
    if (code === UNKNOWN_TABLE) {
      // A parser without parameters is called by its name alone.
      const near = parser?.near ?? nearestName(name, source.tableNames());
      // Custom logs and the parsers of solutions are known to their own workspace only; a slip looks like a known name.
      const others = !source.complete && (near === null || /_CL$/.test(name));
      findings.add('table-unknown', { table: name, near, where: source.label }, span, {
        ...more,
        ...(others && { severity: 'information' as const }),
        fixes: near === null ? [] : [{ title: `Change to ${near}`, edits: [{ ...span, text: near }] }],
      });
    } else if (code === UNKNOWN_FUNCTION) {
      const functions = source.functions.map((each) => each.name);
      findings.add(
        'function-unknown',
        { name, near: parser?.near ?? nearestName(name, functions) },
        span,
        more,
      );
    } else if (code === UNKNOWN_NAME) {
      if (wildcard || start > lost || (!source.complete && isLooseColumn(name, text))) continue;
      const near = nearestName(name, columnsNear(diagnostic, source));
      findings.add('column-unknown', { column: name, near, where: source.label }, span, {
        ...more,
        fixes: near === null ? [] : [{ title: `Change to ${near}`, edits: [{ ...span, text: near }] }],
      });
    } else if (!uncertain) findings.add('kql-semantics', { code, message }, span, more);
  }
  lintTables(inspected, source, at, findings);
  return false;

  function columnsNear(_: KqlDiagnostic, schema: QueryInspector['source']): string[] {
    const words = new Set(text.match(/\w+/g) ?? []);
    return schema
      .tableNames()
      .filter((table) => words.has(table))
      .flatMap((table) => schema.table(table)?.columns.map((column) => column.name) ?? []);
  }
}

function lintLegacyEntities(source: RuleSource, { columns }: InspectedQuery, findings: Findings): void {
  if (source.rule.entities.length > 0) return;
  for (const { name } of columns)
    if (/^(Account|Host|IP|URL|FileHash)CustomEntity$/.test(name))
      findings.add(
        'entity-column-legacy',
        { column: name },
        source.keySpan(['query']) ?? source.span(['query']),
      );
}

function lintLookBack(
  source: RuleSource,
  { root }: InspectedQuery,
  at: (span: Span) => Span,
  findings: Findings,
): void {
  const { kind, period } = source.rule;
  if (kind !== 'Scheduled' || typeof source.data['queryPeriod'] !== 'string') return;
  const lookBack = lookBackOf(root);
  if (!lookBack || lookBack.seconds <= period) return;
  const lookback = shortDuration(lookBack.seconds);
  const span = source.span(['queryPeriod']);
  const fixes =
    lookBack.seconds <= 14 * 86_400
      ? [{ title: `Change queryPeriod to ${lookback}`, edits: [{ ...span, text: lookback }] }]
      : [];
  // A baseline that is a run shorter than it says is still one.
  const slight = lookBack.seconds - period < period / 10;
  findings.add('period-too-short', { lookback, period: shortDuration(period) }, at(lookBack.span), {
    fixes,
    ...(slight && { severity: 'warning' }),
  });
}

function lintWatchlists(
  { root }: InspectedQuery,
  { source }: QueryInspector,
  at: (span: Span) => Span,
  findings: Findings,
): void {
  const known = source.watchlists?.map(({ alias }) => alias) ?? null;
  const said = new Set<string>();
  for (const node of walkText(root)) {
    if (calledName(node) !== '_GetWatchlist') continue;
    const argument = argumentsOf(node)[0];
    const alias = argument?.string;
    if (alias === undefined || known?.includes(alias)) continue;
    // What cannot be judged is said once.
    if (known === null && said.has(alias)) continue;
    said.add(alias);
    findings.add('watchlist-unknown', { alias, known }, at(argument ?? node), {
      ...(known === null && { severity: 'information' as const }),
    });
  }
}

const COMMENT_OR_STRING =
  /\/\/[^\n]*|```[^]*?```|@"[^"\n]*"|@'[^'\n]*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

function lintLets(
  query: string,
  { root }: InspectedQuery,
  at: (span: Span) => Span,
  findings: Findings,
): void {
  const lets = [...walk(root)].filter(({ kind }) => kind === 'LetStatement');
  if (lets.length === 0) return;
  // Bodies of functions have no nodes of their own.
  const words = query.replace(COMMENT_OR_STRING, ' ').match(/\w+/g) ?? [];
  for (const statement of lets) {
    const name = nameOf(statement.parts['Name']);
    if (name === '' || words.filter((word) => word === name).length > 1) continue;
    findings.add('let-unused', { name }, at(statement.parts['Name'] ?? statement), {
      fixes: [{ title: `Remove ${name}`, edits: [{ ...at(withSemicolon(query, statement)), text: '' }] }],
    });
  }
}

function withSemicolon(query: string, statement: SyntaxNode): Span {
  const rest = /^[ \t]*;[ \t]*\n?/.exec(query.slice(statement.start + statement.length))?.[0].length ?? 0;
  return { start: statement.start, length: statement.length + rest };
}
