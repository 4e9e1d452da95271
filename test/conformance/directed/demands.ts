import { callArguments, list, nameText, parameters } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import type { Demand, Demands, Link, Reading } from './asked.ts';
import { Conditions, type QueryReader } from './conditions.ts';
import { constantsOf, instantOf } from './constants.ts';
import { bound, readingOf } from './readings.ts';
import { Scopes } from './scopes.ts';
import { definitionsIn, type Target, Targets } from './targets.ts';

export function demandsOf(root: SyntaxNode, now: number): Demands {
  return new Reader(root, now).read();
}

class Reader implements QueryReader {
  private readonly root: SyntaxNode;
  private readonly now: number;
  private readonly names = new Map<string, SyntaxNode>();
  private readonly tables = new Map<string, Reading[]>();
  private readonly readings: Reading[] = [];
  private readonly links: Link[] = [];
  private readonly targets: Targets;
  private readonly conditions: Conditions;
  private hasSeries = false;

  constructor(root: SyntaxNode, now: number) {
    this.root = root;
    this.now = now;
    this.nameAll(root);
    this.targets = new Targets(definitionsIn(root), new Scopes(root), this.names);
    this.conditions = new Conditions(this, this.targets, this.names, now);
  }

  read(): Demands {
    for (const statement of list(this.root, 'Statements')) {
      const value = statement.parts['Expression'];
      if (!value) continue;
      const readings = this.tabular(value);
      const name = statement.parts['Name'];
      if (name) this.tables.set(nameText(name), readings);
    }
    return { readings: this.readings, links: this.links, hasSeries: this.hasSeries };
  }

  private nameAll(node: SyntaxNode): void {
    if (node.kind === 'LetStatement') {
      const [name, value] = [node.parts['Name'], node.parts['Expression']];
      if (name && value) this.names.set(nameText(name), value);
    }
    if (node.kind === 'FunctionCallExpression' && /^series_/.test(nameText(node.parts['Name'] ?? node)))
      this.hasSeries = true;
    for (const child of [...Object.values(node.parts), ...node.items]) this.nameAll(child);
    if (node.expansion) {
      const args = callArguments(node);
      node.expansion.parameters.forEach(({ name, default: fallback }, i) => {
        const given = args[i] ?? fallback;
        if (given && !this.names.has(name)) this.names.set(name, given);
      });
      this.nameAll(node.expansion.body);
    }
  }

  /** The readings whose rows come out of a tabular expression; of any other, those within it are made and none comes out. */
  tabular(node: SyntaxNode): Reading[] {
    if (node.kind === 'PipeExpression') {
      const [source, operator] = [node.parts['Expression'], node.parts['Operator']];
      const before = source ? this.tabular(source) : [];
      return operator ? this.operator(operator, before) : before;
    }
    if (node.kind === 'NameReference') {
      const name = nameText(node);
      if (node.symbol?.kind === 'Table') return [this.reading(name)];
      return this.tables.get(name) ?? [];
    }
    if (node.kind === 'FunctionCallExpression') {
      const name = nameText(node.parts['Name'] ?? node);
      const [first] = callArguments(node);
      if (node.expansion) return this.tabular(node.expansion.body);
      const [table] = name === 'table' && first ? constantsOf(first, this.names) : [];
      if (typeof table === 'string') return [this.reading(table)];
    }
    if (node.kind === 'SearchOperator' || node.kind === 'FindOperator' || node.kind === 'UnionOperator')
      return this.operator(node, []);
    return [...Object.values(node.parts), ...node.items].flatMap((child) => this.tabular(child));
  }

  private reading(table: string): Reading {
    const made = readingOf(table, this.now);
    this.readings.push(made);
    return made;
  }

  private operator(node: SyntaxNode, before: Reading[]): Reading[] {
    switch (node.kind) {
      case 'FilterOperator':
        if (node.parts['Condition']) this.conditions.condition(node.parts['Condition'], before, true);
        return before;
      case 'JoinOperator':
      case 'LookupOperator':
        return this.join(node, before);
      case 'UnionOperator':
        return [...before, ...list(node, 'Expressions').flatMap((one) => this.tabular(one))];
      case 'SearchOperator':
      case 'FindOperator': {
        const within = [...before, ...this.tabularParts(node)];
        if (node.parts['Condition']) this.conditions.condition(node.parts['Condition'], within, true);
        return within;
      }
      case 'ParseOperator':
      case 'ParseWhereOperator':
        this.parse(node, before);
        return before;
      case 'SummarizeOperator':
      case 'MakeSeriesOperator':
        this.accessed(node, before);
        this.keyed(node.parts['ByClause'] ? list(node.parts['ByClause'], 'Expressions') : [], before);
        if (node.kind === 'MakeSeriesOperator') this.series(node, before);
        return before;
      default:
        this.accessed(node, before);
        return before;
    }
  }

  keyed(nodes: readonly SyntaxNode[], readings: readonly Reading[]): void {
    for (const node of nodes)
      for (const target of this.targets.of(node).slice(0, 1))
        for (const reading of readings) reading.keys.push(target);
  }

  private series(node: SyntaxNode, readings: readonly Reading[]): void {
    const range = node.parts['RangeClause'];
    const [from, to] = ['MakeSeriesFromClause', 'MakeSeriesToClause'].map((name) =>
      instantOf(range?.parts[name]?.parts['Expression'], this.names, this.now),
    );
    for (const reading of readings) bound(reading, from, to);
  }

  private tabularParts(node: SyntaxNode): Reading[] {
    return Object.entries(node.parts)
      .filter(([name]) => name !== 'Condition')
      .flatMap(([, child]) => this.tabular(child));
  }

  /** Paths that are read must be there. */
  accessed(node: SyntaxNode, readings: readonly Reading[]): void {
    if (node.kind === 'PathExpression' || node.kind === 'ElementExpression')
      for (const target of this.targets.of(node)) this.demand(readings, { target, kind: 'present' });
    if (node.kind === 'MvExpandExpression' && node.parts['Expression'])
      for (const target of this.targets.of(node.parts['Expression'], node.start))
        this.demand(readings, { target, kind: 'present' });
    for (const child of [...Object.values(node.parts), ...node.items]) this.accessed(child, readings);
  }

  private join(node: SyntaxNode, before: Reading[]): Reading[] {
    const right = node.parts['Expression'] ? this.tabular(node.parts['Expression']) : [];
    const given = parameters(node).get('kind');
    const kind = given ? nameText(given).toLowerCase() : '';
    const lost = /^(leftanti|anti|leftantisemi)$/.test(kind)
      ? right
      : kind.includes('rightanti')
        ? before
        : [];
    for (const reading of lost) reading.apart = true;
    const readings = [...before, ...right];
    const clause = node.parts['ConditionClause'] ?? node.parts['LookupClause'];
    if (lost.length > 0 && clause)
      for (const on of list(clause, 'Expressions')) {
        const key =
          lost === right
            ? this.targets.named(selected(on.parts['Left'] ?? on), node.start)[0]
            : this.rightTarget(node, on.parts['Right'] ?? on);
        if (key) for (const reading of lost === right ? before : right) reading.keys.push(key);
      }
    if (lost.length === 0 && clause)
      for (const on of list(clause, 'Expressions')) {
        const [left, other] = [on.parts['Left'] ?? on, on.parts['Right'] ?? on];
        this.link(
          this.targets.named(selected(left), before.length > 0 ? node.start : 0)[0],
          this.rightTarget(node, other),
          readings,
        );
      }
    return readings;
  }

  /** A key of the right side is what it is called there: at the end of its own expression. */
  private rightTarget(node: SyntaxNode, key: SyntaxNode): Target | undefined {
    const side = node.parts['Expression'];
    return this.targets.named(selected(key), side ? this.endOf(side) : node.start)[0];
  }

  endOf(node: SyntaxNode): number {
    const inner = node.kind === 'ParenthesizedExpression' ? node.parts['Expression'] : undefined;
    if (inner) return this.endOf(inner);
    const named = node.kind === 'NameReference' ? this.names.get(nameText(node)) : undefined;
    return named ? this.endOf(named) : node.start + node.length + 0.75;
  }

  link(left: Target | undefined, right: Target | undefined, readings: readonly Reading[]): void {
    if (left && right) this.links.push({ left, right, readings });
  }

  demand(readings: readonly Reading[], demand: Demand): void {
    for (const reading of readings) reading.demands.push(demand);
  }

  private parse(node: SyntaxNode, readings: readonly Reading[]): void {
    const values = list(node, 'Patterns').flatMap((piece) =>
      piece.string === undefined ? [] : [piece.string],
    );
    const source = node.parts['Expression'];
    if (source && values.length > 0)
      for (const target of this.targets.of(source)) this.demand(readings, { target, kind: 'pieces', values });
  }
}

function selected(node: SyntaxNode): string {
  return nameText(node.kind === 'PathExpression' && node.parts['Selector'] ? node.parts['Selector'] : node);
}
