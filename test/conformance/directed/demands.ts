import { callArguments, list, nameText, parameters } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { ageOf } from './ages.ts';
import type { Demand, Demands, Link, Reading } from './asked.ts';
import { type Constant, constantsOf, instantOf } from './constants.ts';
import { type Counted, countedBy } from './crowds.ts';
import { Scopes } from './scopes.ts';
import { definitionsIn, type Target, Targets } from './targets.ts';

const MONTH = 30 * 86_400_000;

export function demandsOf(root: SyntaxNode, now: number): Demands {
  return new Reader(root, now).read();
}

class Reader {
  private readonly root: SyntaxNode;
  private readonly now: number;
  private readonly names = new Map<string, SyntaxNode>();
  private readonly tables = new Map<string, Reading[]>();
  private readonly readings: Reading[] = [];
  private readonly links: Link[] = [];
  private readonly targets: Targets;
  private hasSeries = false;

  constructor(root: SyntaxNode, now: number) {
    this.root = root;
    this.now = now;
    this.nameAll(root);
    this.targets = new Targets(definitionsIn(root), new Scopes(root), this.names);
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
  private tabular(node: SyntaxNode): Reading[] {
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
    const made: Reading = {
      table,
      demands: [],
      crowds: [],
      keys: [],
      from: this.now - MONTH,
      to: this.now,
      hasStart: false,
      apart: false,
    };
    this.readings.push(made);
    return made;
  }

  private operator(node: SyntaxNode, before: Reading[]): Reading[] {
    switch (node.kind) {
      case 'FilterOperator':
        if (node.parts['Condition']) this.condition(node.parts['Condition'], before, true);
        return before;
      case 'JoinOperator':
      case 'LookupOperator':
        return this.join(node, before);
      case 'UnionOperator':
        return [...before, ...list(node, 'Expressions').flatMap((one) => this.tabular(one))];
      case 'SearchOperator':
      case 'FindOperator': {
        const within = [...before, ...this.tabularParts(node)];
        if (node.parts['Condition']) this.condition(node.parts['Condition'], within, true);
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

  private keyed(nodes: readonly SyntaxNode[], readings: readonly Reading[]): void {
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
  private accessed(node: SyntaxNode, readings: readonly Reading[]): void {
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

  private endOf(node: SyntaxNode): number {
    const inner = node.kind === 'ParenthesizedExpression' ? node.parts['Expression'] : undefined;
    if (inner) return this.endOf(inner);
    const named = node.kind === 'NameReference' ? this.names.get(nameText(node)) : undefined;
    return named ? this.endOf(named) : node.start + node.length + 0.75;
  }

  private link(left: Target | undefined, right: Target | undefined, readings: readonly Reading[]): void {
    if (left && right) this.links.push({ left, right, readings });
  }

  private demand(readings: readonly Reading[], demand: Demand): void {
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

  private condition(node: SyntaxNode, readings: readonly Reading[], wanted: boolean): void {
    switch (node.kind) {
      case 'AndExpression':
      case 'OrExpression':
      case 'SearchPredicate':
        for (const side of [node.parts['Left'], node.parts['Right']])
          if (side) this.condition(side, readings, wanted);
        return;
      case 'ParenthesizedExpression':
        if (node.parts['Expression']) this.condition(node.parts['Expression'], readings, wanted);
        return;
      case 'FunctionCallExpression':
        this.call(node, readings, wanted);
        return;
      case 'NameReference':
        if (wanted) this.equal(node, readings, [true]);
        return;
      default:
        this.comparison(node, readings, wanted);
    }
  }

  private call(node: SyntaxNode, readings: readonly Reading[], wanted: boolean): void {
    const [first] = callArguments(node);
    if (!first) return;
    switch (nameText(node.parts['Name'] ?? node)) {
      case 'not':
        this.condition(first, readings, !wanted);
        return;
      case 'isnotempty':
      case 'isnotnull':
      case 'notempty':
      case 'notnull':
        if (wanted)
          for (const target of this.targets.of(first)) this.demand(readings, { target, kind: 'present' });
        return;
      case 'isempty':
      case 'isnull':
        if (!wanted)
          for (const target of this.targets.of(first)) this.demand(readings, { target, kind: 'present' });
        return;
      case 'ipv4_is_private':
        this.equal(first, readings, wanted ? ['10.1.2.3', '192.168.4.5'] : ['198.51.100.7', '203.0.113.9']);
        return;
      case 'tobool':
        this.condition(first, readings, wanted);
        return;
      default:
        this.tabular(node);
    }
  }

  private equal(node: SyntaxNode, readings: readonly Reading[], values: readonly Constant[]): void {
    for (const target of this.targets.of(node)) this.demand(readings, { target, kind: 'equal', values });
  }

  private comparison(node: SyntaxNode, readings: readonly Reading[], wanted: boolean): void {
    const [left, right] = [node.parts['Left'], node.parts['Right']];
    if (!left || !right) return;
    const negative = /^Not/.test(node.kind);
    const kind = node.kind
      .replace(/^Not/, '')
      .replace(/Expression$/, '')
      .replace(/Cs$/, '');
    if (/^(In|HasAny)$/.test(kind) && this.inTable(left, right, readings, negative === wanted)) return;
    this.accessed(left, readings);
    if (this.moment(kind, left, right, readings)) return;
    if (negative === wanted) {
      if (/^Equal/.test(kind) && constantsOf(right, this.names)[0] === '')
        for (const target of this.targets.of(left)) this.demand(readings, { target, kind: 'present' });
      return;
    }
    const truth = this.truth(kind, left, right);
    if (truth) {
      this.condition(truth.of, readings, truth.is);
      return;
    }
    const counted = countedBy(kind, left, right, this.targets, this.names);
    if (counted) {
      this.counted(counted, readings);
      return;
    }
    const values = constantsOf(this.targets.meaning(right) ?? right, this.names);
    if (values.length === 0) {
      for (const other of /^(Equal|EqualTilde)$/.test(kind) ? this.targets.of(right) : [])
        this.link(this.targets.of(left)[0], other, readings);
      return;
    }
    const texts = values.map(String);
    for (const target of this.targets.of(left)) {
      const demand = demandOf(kind, target, values, texts, right);
      if (demand) this.demand(readings, demand);
    }
  }

  /** `ok == true`, where ok is a condition itself. */
  private truth(kind: string, left: SyntaxNode, right: SyntaxNode): { of: SyntaxNode; is: boolean } | undefined {
    const isTruth = kind === 'Equal' && left.type.kind === 'scalar' && left.type.type === 'bool';
    const of = isTruth && this.targets.of(left).length === 0 ? this.targets.meaning(left) : undefined;
    const [value] = constantsOf(right, this.names);
    return of && value !== undefined ? { of, is: value === true || value === 1 } : undefined;
  }

  private counted({ crowd, condition }: Counted, readings: readonly Reading[]): void {
    for (const reading of readings) reading.crowds.push(crowd);
    if (!condition) return;
    const aside = readings.map((reading): Reading => ({ ...reading, demands: [] }));
    this.condition(condition, aside, true);
    readings.forEach((reading, i) => {
      for (const demand of aside[i]?.demands ?? [])
        reading.demands.push({ ...demand, target: { ...demand.target, isGathered: true } });
    });
  }

  /** `x in (T)`: what T gives first is where x is from. */
  private inTable(
    left: SyntaxNode,
    right: SyntaxNode,
    readings: readonly Reading[],
    isNegative: boolean,
  ): boolean {
    const [only] = list(right, 'Expressions');
    if (only?.type.kind !== 'table') return false;
    const others = this.tabular(only);
    if (others.length === 0) return false;
    if (isNegative) {
      for (const reading of others) reading.apart = true;
      this.keyed([left], readings);
    }
    const [column] = only.type.columns;
    const inner = column ? this.targets.named(column.name, this.endOf(only))[0] : undefined;
    if (!isNegative) this.link(this.targets.of(left)[0], inner, [...readings, ...others]);
    return true;
  }

  /** Bounds of the time that a reading is about. */
  private moment(kind: string, left: SyntaxNode, right: SyntaxNode, readings: readonly Reading[]): boolean {
    const age = ageOf(left, this.targets, this.names, this.now);
    const [target] = this.targets.of(age?.of ?? left);
    if (!target || !/^(TimeGenerated|Timestamp)$/.test(target.column)) return false;
    const bounds =
      kind === 'Between'
        ? [right.parts['First'], right.parts['Second']]
        : kind.startsWith('Greater')
          ? [right, undefined]
          : kind.startsWith('Less')
            ? [undefined, right]
            : [undefined, undefined];
    const instants = bounds.map((bound) =>
      age ? age.before(bound) : instantOf(bound, this.names, this.now),
    );
    // What is older is earlier.
    const [low, high] = age ? instants.reverse() : instants;
    for (const reading of readings) bound(reading, low, high);
    return true;
  }
}

/** The first start may be before what is supposed without one. */
function bound(reading: Reading, low: number | undefined, high: number | undefined): void {
  if (low !== undefined && (low > reading.from || !reading.hasStart) && low < reading.to) {
    reading.from = low;
    reading.hasStart = true;
  }
  if (high !== undefined && high <= reading.from && !reading.hasStart) reading.from = high - MONTH;
  if (high !== undefined && high < reading.to && high > reading.from) reading.to = high;
}

function selected(node: SyntaxNode): string {
  return nameText(node.kind === 'PathExpression' && node.parts['Selector'] ? node.parts['Selector'] : node);
}

function demandOf(
  kind: string,
  target: Target,
  values: readonly Constant[],
  texts: readonly string[],
  right: SyntaxNode,
): Demand | undefined {
  const numbers = values.filter((value) => typeof value === 'number');
  switch (kind) {
    case 'Equal':
    case 'EqualTilde':
    case 'In':
      return { target, kind: 'equal', values };
    case 'Has':
    case 'Contains':
    case 'HasAny':
      return { target, kind: 'within', values: texts, all: false };
    case 'HasAll':
      return { target, kind: 'within', values: texts, all: true };
    case 'StartsWith':
    case 'HasPrefix':
      return { target, kind: 'start', values: texts };
    case 'EndsWith':
    case 'HasSuffix':
      return { target, kind: 'end', values: texts };
    case 'MatchesRegex':
      return { target, kind: 'regex', values: texts };
    case 'GreaterThan':
    case 'GreaterThanOrEqual':
      return { target, kind: 'above', values: numbers };
    case 'LessThan':
    case 'LessThanOrEqual':
      return { target, kind: 'below', values: numbers };
    case 'Between':
      return right.kind === 'ExpressionCouple' ? undefined : { target, kind: 'above', values: numbers };
    default:
      return undefined;
  }
}
