import { callArguments, list, nameText } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { ageOf } from './ages.ts';
import type { Demand, Reading } from './asked.ts';
import { demandOf } from './comparisons.ts';
import { type Constant, constantsOf, instantOf, type Names } from './constants.ts';
import { type Counted, countedBy } from './crowds.ts';
import { bound } from './readings.ts';
import type { Target, Targets } from './targets.ts';

/** What conditions need of the reader of the query that they stand in. */
export interface QueryReader {
  tabular(node: SyntaxNode): Reading[];
  endOf(node: SyntaxNode): number;
  link(left: Target | undefined, right: Target | undefined, readings: readonly Reading[]): void;
  accessed(node: SyntaxNode, readings: readonly Reading[]): void;
  keyed(nodes: readonly SyntaxNode[], readings: readonly Reading[]): void;
  demand(readings: readonly Reading[], demand: Demand): void;
}

/** What a condition asks of the rows of readings. */
export class Conditions {
  private readonly reader: QueryReader;
  private readonly targets: Targets;
  private readonly names: Names;
  private readonly now: number;

  constructor(reader: QueryReader, targets: Targets, names: Names, now: number) {
    this.reader = reader;
    this.targets = targets;
    this.names = names;
    this.now = now;
  }

  condition(node: SyntaxNode, readings: readonly Reading[], wanted: boolean): void {
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
          for (const target of this.targets.of(first))
            this.reader.demand(readings, { target, kind: 'present' });
        return;
      case 'isempty':
      case 'isnull':
        if (!wanted)
          for (const target of this.targets.of(first))
            this.reader.demand(readings, { target, kind: 'present' });
        return;
      case 'ipv4_is_private':
        this.equal(first, readings, wanted ? ['10.1.2.3', '192.168.4.5'] : ['198.51.100.7', '203.0.113.9']);
        return;
      case 'tobool':
        this.condition(first, readings, wanted);
        return;
      default:
        this.reader.tabular(node);
    }
  }

  private equal(node: SyntaxNode, readings: readonly Reading[], values: readonly Constant[]): void {
    for (const target of this.targets.of(node))
      this.reader.demand(readings, { target, kind: 'equal', values });
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
    this.reader.accessed(left, readings);
    if (this.moment(kind, left, right, readings)) return;
    if (negative === wanted) {
      if (/^Equal/.test(kind) && constantsOf(right, this.names)[0] === '')
        for (const target of this.targets.of(left)) this.reader.demand(readings, { target, kind: 'present' });
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
        this.reader.link(this.targets.of(left)[0], other, readings);
      return;
    }
    const texts = values.map(String);
    for (const target of this.targets.of(left)) {
      const demand = demandOf(kind, target, values, texts, right);
      if (demand) this.reader.demand(readings, demand);
    }
  }

  /** `ok == true`, where ok is a condition itself. */
  private truth(
    kind: string,
    left: SyntaxNode,
    right: SyntaxNode,
  ): { of: SyntaxNode; is: boolean } | undefined {
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
    const others = this.reader.tabular(only);
    if (others.length === 0) return false;
    if (isNegative) {
      for (const reading of others) reading.apart = true;
      this.reader.keyed([left], readings);
    }
    const [column] = only.type.columns;
    const inner = column ? this.targets.named(column.name, this.reader.endOf(only))[0] : undefined;
    if (!isNegative) this.reader.link(this.targets.of(left)[0], inner, [...readings, ...others]);
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
