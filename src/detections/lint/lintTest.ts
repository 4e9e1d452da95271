import { isRecord } from '../../base/guards.ts';
import { nearestName } from '../../base/nearestNames.ts';
import type { QueryInspector } from '../kql/inspector.ts';
import { mutantsOf } from '../mutate/mutants.ts';
import type { YamlPath, YamlSource } from '../rule/source.ts';
import { TEST_FIELDS } from '../test/testFields.ts';
import { readTestFile } from '../test/testFile.ts';
import { CATALOGUE } from './catalogue.ts';
import { type Finding, Findings } from './findings.ts';
import { lintFieldsOf, replacement } from './lintFields.ts';
import { applySilences } from './silences.ts';

export interface TestedRule {
  /** As the test file says it, or follows from its name. */
  readonly path: string;
  /** Its query; undefined: there is no such rule. */
  readonly query: string | undefined;
}

/** All that is wrong with the tests of a rule, in the order of their text. */
export function lintTest(
  source: YamlSource,
  { path, query }: TestedRule,
  inspector: QueryInspector,
): readonly Finding[] {
  const findings = new Findings((code) => CATALOGUE[code].severity);
  for (const { message, span } of source.faults) findings.add('yaml-syntax', { message }, span);
  if (source.faults.length === 0) {
    lintFieldsOf(TEST_FIELDS, source, findings);
    // Fields say it better where both see it.
    if (findings.all.length === 0)
      for (const { message, span } of readTestFile(source.text).faults)
        findings.add('test-invalid', { message }, span);
    if (query === undefined)
      findings.add('test-without-rule', { path }, source.keySpan(['rule']) ?? { start: 0, length: 1 });
    else
      lintExcuses(
        source,
        mutantsOf(query, inspector.inspect(query).root).map(({ id }) => id),
        findings,
      );
    new EventLinter(source, inspector, findings).run();
  }
  return [...applySilences(source, findings.all)].sort((a, b) => a.span.start - b.span.start);
}

function lintExcuses(source: YamlSource, mutants: readonly string[], findings: Findings): void {
  for (const [index, each] of listOf(source.data['excused']).entries()) {
    const mutant = isRecord(each) ? each['mutant'] : undefined;
    if (typeof mutant !== 'string' || mutants.includes(mutant)) continue;
    const span = source.span(['excused', index, 'mutant']);
    const near = nearestName(mutant, mutants);
    const fixes = near === null ? [] : [replacement(span, JSON.stringify(near))];
    findings.add('excuse-unknown', { mutant, near }, span, { fixes });
  }
}

type Columns = Readonly<Record<string, unknown>>;

/** Tables and columns of the events that are written in the file. */
class EventLinter {
  readonly #source: YamlSource;
  readonly #schema: QueryInspector['source'];
  readonly #findings: Findings;
  readonly #templates: Columns;

  constructor(source: YamlSource, inspector: QueryInspector, findings: Findings) {
    this.#source = source;
    this.#schema = inspector.source;
    this.#findings = findings;
    const { templates } = source.data;
    this.#templates = isRecord(templates) ? templates : {};
  }

  run(): void {
    for (const [name, template] of Object.entries(this.#templates))
      if (isRecord(template)) this.#event(template, ['templates', name]);
    for (const [index, test] of listOf(this.#source.data['tests']).entries()) {
      if (!isRecord(test)) continue;
      const path: YamlPath = ['tests', index];
      const tables = new Set<string>();
      for (const [place, event] of listOf(test['events']).entries())
        if (isRecord(event)) {
          this.#event(event, [...path, 'events', place]);
          const table = this.#tableOf(event, 0);
          if (table !== undefined) tables.add(table);
        }
      for (const [place, change] of listOf(test['quietWith']).entries()) {
        if (!isRecord(change)) continue;
        const only = change['$table'];
        this.#columns(change, typeof only === 'string' ? [only] : [...tables], [...path, 'quietWith', place]);
      }
    }
  }

  #event(event: Columns, path: YamlPath): void {
    if (event['$file'] !== undefined || event['$export'] !== undefined || event['$pinned'] !== undefined)
      return;
    const said = event['$table'];
    if (typeof said === 'string' && !this.#schema.table(said)) {
      const span = this.#source.span([...path, '$table']);
      const near = nearestName(said, this.#schema.tableNames());
      const fixes = near === null ? [] : [replacement(span, near)];
      this.#findings.add('table-unknown', { table: said, near, where: this.#schema.label }, span, {
        severity: 'error',
        fixes,
      });
      return;
    }
    const table = this.#tableOf(event, 0);
    if (table !== undefined) this.#columns(event, [table], path);
  }

  #columns(event: Columns, tables: readonly string[], path: YamlPath): void {
    const schemas = tables.map((name) => this.#schema.table(name));
    if (schemas.length === 0 || schemas.includes(undefined)) return;
    const names = schemas.flatMap((schema) => schema?.columns.map(({ name }) => name) ?? []);
    for (const column of Object.keys(event)) {
      if (column.startsWith('$') || names.includes(column)) continue;
      const span = this.#source.keySpan([...path, column]) ?? this.#source.span(path);
      const near = nearestName(column, names);
      const fixes = near === null ? [] : [replacement(span, near)];
      this.#findings.add('column-unknown', { column, near, where: tables.join(', ') }, span, {
        severity: 'error',
        fixes,
      });
    }
  }

  #tableOf(event: Columns, depth: number): string | undefined {
    const { $table: table, $like: like } = event;
    if (typeof table === 'string') return table;
    const template = typeof like === 'string' && depth < MAX_DEPTH ? this.#templates[like] : undefined;
    return isRecord(template) ? this.#tableOf(template, depth + 1) : undefined;
  }
}

const MAX_DEPTH = 8;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
