/**
 * Completion in the language server against Kusto.Language's own, in the same process over the same 944 tables and
 * alternating: what is ours is the finding of the query, the conversion and the message's JSON.
 */
import { performance } from 'node:perf_hooks';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { globalsOf } from '../../src/kql/syntax/globals.ts';
import { editorServices } from '../../src/kql/syntax/editing/kusto.ts';
import { toArray } from '../../src/kql/syntax/language.ts';
import { Documents } from '../../src/language-server/documents.ts';
import { completionAt } from '../../src/language-server/features/completion.ts';
import { DEFAULT_CONNECTION } from '../../src/language-server/protocol.ts';
import { Schemas } from '../../src/language-server/schemas.ts';
import { tableNames, tableSchema } from '../../src/logs/schemas/tableSchemas.ts';

const rounds = 40;
const query = `let since = 7d;
let failed = SigninLogs
| where TimeGenerated > ago(since)
| where ResultType != "0"
| summarize attempts = count(), users = dcount(UserPrincipalName) by IPAddress;
failed
| where attempts > 10
| join kind=inner (SigninLogs | where ResultType == "0") on IPAddress
| extend who = tolower(UserPrincipalName)
| where `;

const schema = {
  name: 'case',
  tables: tableNames().flatMap((name) => tableSchema(name) ?? []),
  functions: [],
};
const state = globalsOf(schema);
const schemas = new Schemas();
schemas.update({ connection: DEFAULT_CONNECTION, schema });
const documents = new Documents(schemas);

/** A text that no round before had, as typing makes it. */
const typed = (round: number): string => query.replace('10', String(round + 10));

function theirs(round: number): number {
  const text = typed(round);
  const start = performance.now();
  const service = new (editorServices().Editor.KustoCodeService.$ctor1)(text, state);
  toArray(service.GetCompletionItems(text.length)?.Items);
  return performance.now() - start;
}

function ours(round: number): number {
  const text = typed(round);
  const document = TextDocument.create('file:///q.kql', 'kql', round, text);
  const start = performance.now();
  JSON.stringify(completionAt(documents, document, document.positionAt(text.length)));
  return performance.now() - start;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

for (let round = 0; round < 5; round++) {
  theirs(round);
  ours(round);
}
const times = Array.from({ length: rounds }, (_, i) => ({ theirs: theirs(i + 100), ours: ours(i + 200) }));
const kusto = median(times.map((each) => each.theirs));
const azimuth = median(times.map((each) => each.ours));
console.log(`completion over ${schema.tables.length} tables, median of ${rounds} alternating rounds`);
console.log(`Kusto.Language ${kusto.toFixed(1)} ms, Azimuth ${azimuth.toFixed(1)} ms`);
console.log(`ratio ${(azimuth / kusto).toFixed(2)} (goal: at most 1.3)`);
