import type { Visualization } from '../../domain/answer.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { refuse, type Span } from '../diagnostics.ts';
import type { BoundQuery, SyntaxNode } from '../syntax/node.ts';
import { watchlistOf } from '../syntax/places.ts';
import { callArguments, nameText, part } from './access.ts';
import type { Builder, BuildOptions, Env } from './builder.ts';
import { callEntry, checkedConvert } from './calls.ts';
import type { Expr, PlanColumn } from './expr.ts';
import { buildExpression } from './expression.ts';
import { callScope } from './functionCall.ts';
import { markComponents } from './graph/components.ts';
import type { Graph } from './graph/graph.ts';
import { makeGraph } from './graph/makeGraph.ts';
import { GRAPH_OPERATORS } from './graph/index.ts';
import { namedAnswerRelation } from './namedAnswer.ts';
import { checkParameters } from './operatorParameters.ts';
import { OPERATORS } from './operators/index.ts';
import { visualizationOf } from './operators/render.ts';
import { SOURCES } from './operators/sources.ts';
import { tableByName } from './operators/tableReference.ts';
import { tableName } from './operators/union.ts';
import { watchlistRelation } from './operators/watchlist.ts';
import { isPatternCall, patternTable } from './patterns.ts';
import { PlacesRead } from './places.ts';
import type { NamedRelation, Relation } from './relation.ts';
import { type Limits, mostRecords, type RequestProperties, requestProperties } from './requestProperties.ts';
import { Scope } from './scope.ts';
import { tablesOf } from './severalTables.ts';
import { bindStatements, materialized } from './statements.ts';

export interface BuiltQuery {
  readonly relation: Relation;
  /** What did not contribute; empty where all did. */
  readonly notices: readonly string[];
  readonly visualization?: Visualization;
  readonly limits: Limits;
  /** After the first. */
  readonly further: readonly NamedRelation[];
  /** Makes columns whose names no plan of the query has. */
  readonly fresh: Builder['fresh'];
}

/** Builds the plans of a bound query's tabular statements. Rejects with KqlError what is not answered exactly. */
export function buildQuery(query: BoundQuery, options: BuildOptions): BuiltQuery {
  const statements = part(query.root, 'Statements').items;
  const properties = requestProperties(statements);
  const { now = options.now } = properties;
  const builder = new QueryBuilder({ ...options, now }, properties);
  const env: Env = { scope: new Scope() };
  for (const answer of options.answers)
    env.scope.bind(answer.name, { kind: 'table', build: () => namedAnswerRelation(builder, answer) });
  const tabular = statements.filter((statement) => statement.kind === 'ExpressionStatement');
  const [head] = tabular;
  if (!head) throw refuse('no-query', 'There is no query, only declarations.', query.root);
  bindStatements(builder, statements, env);
  const visualization = visualizationOf(part(head, 'Expression'));
  const tables = tabular.flatMap((statement) => {
    const expression = part(statement, 'Expression');
    builder.last = lastOperator(expression);
    return tablesOf(builder, expression, env).map(({ name, relation }) => ({
      name,
      relation: mostRecords(relation, properties),
    }));
  });
  const [first, ...further] = tables;
  if (!first) throw refuse('no-query', 'There is no query, only declarations.', query.root);
  if (further.length > 0)
    builder.notice(`The query gives ${tables.length} tables; this is the first of them.`);
  return {
    relation: first.relation,
    further,
    limits: properties.limits,
    fresh: (name, type) => builder.fresh(name, type),
    notices: [...builder.notices],
    ...(visualization && { visualization }),
  };
}

class QueryBuilder implements Builder {
  readonly options: BuildOptions;
  readonly properties: RequestProperties;
  readonly notices = new Set<string>();
  private readonly readers = new Map<SyntaxNode, SyntaxNode>();
  last: SyntaxNode | undefined;
  private readonly places = new PlacesRead();
  private readonly used = new Set<string>();
  private readonly counts = new Map<string, number>();

  constructor(options: BuildOptions, properties: RequestProperties) {
    this.options = options;
    this.properties = properties;
  }

  notice(reason: string): void {
    this.notices.add(reason);
  }

  reads(table: string, node: SyntaxNode): void {
    const place = node.foreign ? undefined : this.options.places.get(node.start);
    const said = this.places.read(table, place);
    if (said !== undefined) this.notice(said);
  }

  fresh(name: string, type: KustoType): PlanColumn {
    const base = name === '' ? 'column' : name;
    let sql = base;
    let n = this.counts.get(base) ?? 1;
    while (this.used.has(sql.toLowerCase())) sql = `${base}_${++n}`;
    this.counts.set(base, n);
    this.used.add(sql.toLowerCase());
    return { name, type, sql };
  }

  expr(node: SyntaxNode, env: Env): Expr {
    return buildExpression(this, node, env);
  }

  call(name: string, type: KustoType, args: readonly Expr[], span: Span): Expr {
    return callEntry(name, type, args, span);
  }

  convert(expr: Expr, to: KustoType, span: Span): Expr {
    return checkedConvert(expr, to, span);
  }

  operator(node: SyntaxNode, input: Relation, env: Env): Relation {
    checkParameters(node);
    const build = OPERATORS[node.kind];
    if (!build) throw refuse('operator-not-supported', `${words(node.kind)} is not supported.`, node);
    return build(this, node, input, env);
  }

  table(node: SyntaxNode, env: Env): Relation {
    if (isPatternCall(node)) return patternTable(node, env);
    switch (node.kind) {
      case 'ParenthesizedExpression':
        return this.table(part(node, 'Expression'), env);
      case 'PipeExpression':
        return this.piped(part(node, 'Operator'), part(node, 'Expression'), env);
      case 'NameReference':
        return node.expansion ? this.called(node, env) : tableByName(this, node, nameText(node), env);
      case 'FunctionCallExpression': {
        const watchlist = this.options.watchlists.get(watchlistOf(nameText(part(node, 'Name'))) ?? '');
        if (watchlist) return watchlistRelation(this, watchlist, node);
        if (node.expansion) return this.called(node, env);
        const name = nameText(part(node, 'Name'));
        if (name === 'table' && callArguments(node)[0]) {
          const wanted = this.expr(callArguments(node)[0] ?? node, env);
          if (wanted.kind === 'literal' && typeof wanted.value === 'string')
            return tableByName(this, node, wanted.value, env);
        }
        throw refuse('source-not-supported', `${name}() as a table is not supported.`, node);
      }
    }
    const ofGraph = GRAPH_OPERATORS[node.kind];
    if (env.graph && ofGraph) return ofGraph(this, node, env.graph, { scope: env.scope });
    if (env.input && OPERATORS[node.kind]) return this.operator(node, env.input, env);
    const inner = materialized(node);
    if (inner) return this.table(inner, env);
    const source = SOURCES[node.kind];
    checkParameters(node);
    if (source) return source(this, node, env);
    throw refuse('source-not-supported', `${words(node.kind)} as a table is not supported.`, node);
  }

  isGraph(node: SyntaxNode, env: Env): boolean {
    if (node.kind === 'ParenthesizedExpression') return this.isGraph(part(node, 'Expression'), env);
    if (node.kind === 'NameReference') return env.scope.find(nameText(node))?.kind === 'graph';
    return node.kind === 'PipeExpression' && makesGraph(part(node, 'Operator'));
  }

  graph(node: SyntaxNode, env: Env): Graph {
    if (node.kind === 'ParenthesizedExpression') return this.graph(part(node, 'Expression'), env);
    const bound = node.kind === 'NameReference' ? env.scope.find(nameText(node)) : undefined;
    if (bound?.kind === 'graph') return bound.build();
    if (node.kind === 'PipeExpression') {
      const [source, operator] = [part(node, 'Expression'), part(node, 'Operator')];
      if (operator.kind === 'MakeGraphOperator' && makesGraph(operator))
        return makeGraph(this, operator, this.table(source, env), env);
      if (operator.kind === 'GraphMarkComponentsOperator')
        return markComponents(this, operator, this.graph(source, env));
    }
    throw refuse('graph-source', 'This is no graph that can be read here.', node);
  }

  private piped(operator: SyntaxNode, source: SyntaxNode, env: Env): Relation {
    this.readers.set(madeBy(source), operator);
    const ofGraph = GRAPH_OPERATORS[operator.kind];
    if (ofGraph) return ofGraph(this, operator, this.graph(source, env), env);
    const input = this.table(source, env);
    const name = operator.kind === 'UnionOperator' ? tableName(source) : undefined;
    return this.operator(operator, input, name === undefined ? env : { ...env, piped: name });
  }

  isLast(node: SyntaxNode): boolean {
    return node === this.last;
  }

  readerOf(node: SyntaxNode): SyntaxNode | undefined {
    return this.readers.get(node);
  }

  private called(node: SyntaxNode, env: Env): Relation {
    const expansion = node.expansion;
    if (!expansion) throw refuse('incomplete', 'The function has no body.', node);
    const inner = callScope(this, node, expansion, env);
    return this.table(part(expansion.body, 'Expression'), inner);
  }
}

function makesGraph({ kind, parts }: SyntaxNode): boolean {
  if (kind === 'MakeGraphOperator') return !parts['PartitionedByClause'];
  return kind === 'GraphMarkComponentsOperator';
}

/** The operator (or the source) whose rows a tabular expression has. */
function madeBy(expression: SyntaxNode): SyntaxNode {
  if (expression.kind === 'ParenthesizedExpression') return madeBy(part(expression, 'Expression'));
  return expression.kind === 'PipeExpression' ? part(expression, 'Operator') : expression;
}

/** The operator that makes the answer: what only draws it or names it is passed over. */
function lastOperator(expression: SyntaxNode): SyntaxNode {
  if (expression.kind === 'ParenthesizedExpression') return lastOperator(part(expression, 'Expression'));
  if (expression.kind !== 'PipeExpression') return expression;
  const operator = part(expression, 'Operator');
  return operator.kind === 'RenderOperator' || operator.kind === 'AsOperator'
    ? lastOperator(part(expression, 'Expression'))
    : operator;
}

/** `TopNestedOperator` as `top nested`. */
function words(kind: string): string {
  const bare = kind.replace(/(Operator|Expression)$/, '');
  return `The operator "${bare.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}"`;
}
