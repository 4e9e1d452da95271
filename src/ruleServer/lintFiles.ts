import { basename, dirname } from 'node:path';
import { QueryInspector } from '../detections/kql/inspector.ts';
import { fixedSchema } from '../detections/kql/schemaSource.ts';
import { CATALOGUE, findingSentence } from '../detections/lint/catalogue.ts';
import { type Finding, Findings, type FindingSeverity, type Fix } from '../detections/lint/findings.ts';
import { lintRule } from '../detections/lint/lintRule.ts';
import { lintTest } from '../detections/lint/lintTest.ts';
import { RuleSource, YamlSource } from '../detections/rule/source.ts';
import type { DatabaseSchema, WatchlistSchema } from '../domain/kustoType.ts';
import type { RuleSchema } from './api.ts';
import { isTestFile, publishedSchema, type RuleSurroundings, surroundingsOf } from './ruleFiles.ts';
import { testedQuery } from './testedRule.ts';

/** A finding as it is shown or printed. Lines and columns count from 1. */
export interface ShownFinding {
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly data: object;
  readonly start: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly fixes: readonly Fix[];
  /** In the documentation. */
  readonly page: string;
}

export interface LintedFile {
  readonly path: string;
  readonly name: string;
  readonly findings: readonly ShownFinding[];
}

/** Lints files of one project: inspectors and what lies beside the rules are kept between files of a folder. */
export class RuleLinter {
  readonly #attackVersion: string | undefined;
  readonly #schema: RuleSchema | undefined;
  readonly #inspectors = new Map<string, Promise<QueryInspector>>();

  constructor(options: {
    readonly attackVersion?: string | undefined;
    /** Of a connection; the published schemas unless given. */
    readonly schema?: RuleSchema | undefined;
  }) {
    this.#attackVersion = options.attackVersion;
    this.#schema = options.schema;
  }

  inspector(path: string): Promise<QueryInspector> {
    const folder = dirname(path);
    const known = this.#inspectors.get(folder);
    if (known) return known;
    const made = surroundingsOf(folder).then((around) => {
      if (!this.#schema) return new QueryInspector(publishedSchema(around));
      const { label, schema } = this.#schema;
      return new QueryInspector(
        fixedSchema(
          label,
          { ...schema, functions: [...schema.functions, ...around.functions] },
          watchlistsOf(schema, around),
        ),
      );
    });
    this.#inspectors.set(folder, made);
    return made;
  }

  /** What lies beside the rules may have changed. */
  forget(): void {
    this.#inspectors.clear();
  }

  /** Of a rule or of its tests. `ids`: what the other files of the run have, id → path; this one's is added. */
  async lint(path: string, text: string, ids = new Map<string, string>()): Promise<LintedFile> {
    if (isTestFile(path)) return this.#lintTest(path, text);
    const source = new RuleSource(text);
    const inspector = await this.inspector(path);
    const attackVersion = this.#attackVersion;
    const found = [...lintRule(source, { inspector, ...(attackVersion !== undefined && { attackVersion }) })];
    const id = source.rule.id.toLowerCase();
    const other = ids.get(id);
    if (id !== '' && other !== undefined && other !== path) {
      const own = new Findings((code) => CATALOGUE[code].severity);
      own.add('id-taken', { id, other }, source.span(['id']));
      found.push(...own.all);
    } else if (id !== '') ids.set(id, path);
    return { path, name: source.rule.name, findings: found.map((finding) => shown(source, finding)) };
  }

  async #lintTest(path: string, text: string): Promise<LintedFile> {
    const source = new YamlSource(text);
    const rule = await testedQuery(path, source);
    const found = lintTest(source, rule, await this.inspector(rule.path));
    return { path, name: basename(path), findings: found.map((finding) => shown(source, finding)) };
  }
}

/** Of the connection and of the folder, whose columns are known from its files; undefined where neither tells. */
function watchlistsOf(
  { watchlists }: DatabaseSchema,
  around: RuleSurroundings,
): readonly WatchlistSchema[] | undefined {
  const own = around.watchlists ?? [];
  if (!watchlists) return around.watchlists;
  return [...own, ...watchlists.filter(({ alias }) => !own.some((each) => each.alias === alias))];
}

function shown(source: YamlSource, finding: Finding): ShownFinding {
  const { code, severity, data, span, fixes } = finding;
  const from = source.position(span.start);
  const to = source.position(span.start + span.length);
  return {
    code,
    severity,
    message: findingSentence(finding),
    data,
    ...span,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    fixes,
    page: `docs/lint/${code}.md`,
  };
}
