import type { Span } from '../../kql/diagnostics.ts';
import type { InspectedQuery, SyntaxNode } from '../../kql/syntax/node.ts';
import { tablesRead } from '../kql/tables.ts';
import { nameOf, walk, walkText } from '../kql/walk.ts';
import type { RuleSource } from '../rule/source.ts';
import type { Findings } from './findings.ts';

const CONTAINS: Readonly<Record<string, string>> = {
  contains: 'has',
  '!contains': '!has',
  contains_cs: 'has_cs',
  '!contains_cs': '!has_cs',
};
/** Tables that hold millions of rows a day in a workspace of some size. */
const LARGE = new Set([
  'AADNonInteractiveUserSignInLogs',
  'AADServicePrincipalSignInLogs',
  'AzureDiagnostics',
  'AzureNetworkAnalytics_CL',
  'AuditLogs',
  'CommonSecurityLog',
  'ContainerLogV2',
  'DeviceEvents',
  'DeviceFileEvents',
  'DeviceImageLoadEvents',
  'DeviceLogonEvents',
  'DeviceNetworkEvents',
  'DeviceProcessEvents',
  'DeviceRegistryEvents',
  'DnsEvents',
  'EmailEvents',
  'Event',
  'MicrosoftGraphActivityLogs',
  'NTANetAnalytics',
  'OfficeActivity',
  'SecurityEvent',
  'SigninLogs',
  'StorageBlobLogs',
  'StorageFileLogs',
  'Syslog',
  'W3CIISLog',
]);
/** Operators after which a side of a join is small, or as small as someone has made it. */
const REDUCING = new Set([
  'SummarizeOperator',
  'DistinctOperator',
  'TakeOperator',
  'TopOperator',
  'SampleOperator',
  'SampleDistinctOperator',
  'CountOperator',
  'MakeSeriesOperator',
  'EvaluateOperator',
]);

/** Patterns that cost much more than what could stand in their place. */
export function lintPatterns(
  source: RuleSource,
  { root, text }: InspectedQuery,
  at: (span: Span) => Span,
  findings: Findings,
): void {
  // The service takes no analytics rule with these words; a person may run them.
  const all = source.rule.kind === 'Hunting' ? {} : ({ severity: 'error' } as const);
  for (const node of walkText(root)) {
    contains(node, at, findings);
    join(node, at, findings);
    everything(node, text, all, at, findings);
  }
  if (source.rule.kind === 'Hunting') timeFilter(root, at, findings);
}

function contains(node: SyntaxNode, at: (span: Span) => Span, findings: Findings): void {
  const operator = node.parts['Operator'];
  const instead = operator && CONTAINS[operator.text];
  const term = node.parts['Right']?.string;
  if (instead === undefined || term === undefined || !/^[A-Za-z0-9]{4,}$/.test(term)) return;
  const span = at(operator ?? node);
  findings.add('contains-for-has', { operator: operator?.text ?? '', term, instead }, span, {
    fixes: [{ title: `Change to ${instead}`, edits: [{ ...span, text: instead }] }],
  });
}

function join(node: SyntaxNode, at: (span: Span) => Span, findings: Findings): void {
  if (node.kind !== 'JoinOperator') return;
  const parameters = node.parts['Parameters']?.items ?? [];
  if (parameters.some((parameter) => nameOf(parameter.parts['Name']).startsWith('hint.'))) return;
  const right = node.parts['Expression'];
  if (!right || [...walk(right)].some(({ kind }) => REDUCING.has(kind))) return;
  const tables = tablesRead(right).filter((table) => LARGE.has(table));
  if (tables.length > 0) findings.add('join-without-hint', { tables }, at(node.parts['JoinKeyword'] ?? node));
}

function everything(
  node: SyntaxNode,
  text: string,
  all: { readonly severity?: 'error' },
  at: (span: Span) => Span,
  findings: Findings,
): void {
  if (node.kind === 'SearchOperator' && !node.parts['InClause']) {
    const star = /^search\s+\*/.test(text.slice(node.start, node.start + node.length));
    const operator = star ? 'search *' : 'search';
    findings.add('search-all', { operator }, at(node.parts['SearchKeyword'] ?? node), star ? all : {});
  }
  if (node.kind === 'UnionOperator')
    for (const item of node.parts['Expressions']?.items ?? [])
      if (item.kind === 'NameReference' && nameOf(item) === '*')
        findings.add('search-all', { operator: 'union *' }, at(item), all);
}

function timeFilter(root: SyntaxNode, at: (span: Span) => Span, findings: Findings): void {
  const tables = tablesRead(root);
  if (tables.length === 0) return;
  const filters = [...walk(root)].filter(
    ({ kind }) =>
      kind === 'FilterOperator' || kind === 'MakeSeriesOperator' || kind === 'FunctionDeclaration',
  );
  const onTime = filters.some(
    (filter) =>
      filter.kind !== 'FilterOperator' ||
      [...walk(filter)].some(
        ({ type, symbol }) => symbol?.kind === 'Column' && type.kind === 'scalar' && type.type === 'datetime',
      ),
  );
  const first = [...walk(root)].find(
    ({ kind, symbol }) => kind === 'NameReference' && symbol?.kind === 'Table',
  );
  if (!onTime) findings.add('time-filter-missing', { tables }, at(first ?? root));
}
