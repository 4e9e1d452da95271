import { counted } from '../../src/base/counts.ts';
import type { CoverageRule, CoverageTechnique, CoverageView } from '../../src/protocol/coverage.ts';

export type Shown = 'relevant' | 'all' | 'gaps';

/** What the reader chose to see; '' for all. */
export interface CoverageFilter {
  readonly severity: string;
  readonly table: string;
  readonly shown: Shown;
}

/** A technique or sub-technique in one column of the matrix. */
export interface Cell {
  readonly technique: CoverageTechnique;
  /** That the filter leaves. */
  readonly rules: readonly CoverageRule[];
  /** Of its best rule; undefined where it has none. */
  readonly score: number | undefined;
  readonly isSub: boolean;
  /** Seen in the timeline, and no rule scores. */
  readonly isGap: boolean;
}

export interface Column {
  readonly shortname: string;
  readonly name: string;
  /** Each technique with its sub-techniques behind it. */
  readonly cells: readonly Cell[];
  /** Techniques of the tactic that a rule scores for, of all. */
  readonly covered: number;
  readonly total: number;
}

export interface Matrix {
  readonly rules: readonly CoverageRule[];
  readonly columns: readonly Column[];
  readonly gaps: readonly Cell[];
  /** Techniques for which a rule scores, sub-techniques included. */
  readonly covered: number;
}

function rulesLeft(rules: readonly CoverageRule[], filter: CoverageFilter): readonly CoverageRule[] {
  return rules.filter(
    ({ severity, tables }) =>
      (filter.severity === '' || severity === filter.severity) &&
      (filter.table === '' || tables.includes(filter.table)),
  );
}

/** The matrix that a filter leaves: tactics in their order, techniques by id, sub-techniques behind their own. */
export function matrixOf(view: CoverageView, filter: CoverageFilter): Matrix {
  const rules = rulesLeft(view.rules, filter);
  const cells = new Map(view.techniques.map((technique) => [technique.id, cellOf(technique, rules)]));
  const isShown = ({ rules: own, technique, isGap }: Cell): boolean =>
    filter.shown === 'all' || isGap || (filter.shown === 'relevant' && (own.length > 0 || technique.seen));
  const withSubs = new Set(
    [...cells.values()].filter(isShown).flatMap(({ technique: { parent, id } }) => [parent ?? id, id]),
  );
  const columns = view.tactics.map(({ shortname, name }): Column => {
    const own = [...cells.values()].filter(({ technique }) => technique.tactics.includes(shortname));
    const parents = own.filter(({ isSub }) => !isSub);
    const ordered = parents.flatMap((parent) => [
      parent,
      ...own.filter(({ technique }) => technique.parent === parent.technique.id),
    ]);
    return {
      shortname,
      name,
      cells: ordered.filter(({ technique }) => withSubs.has(technique.id)),
      covered: own.filter(({ score }) => (score ?? 0) > 0).length,
      total: own.length,
    };
  });
  const all = [...cells.values()];
  return {
    rules,
    columns: filter.shown === 'all' ? columns : columns.filter((column) => column.cells.length > 0),
    gaps: all.filter(({ isGap }) => isGap),
    covered: all.filter(({ score }) => (score ?? 0) > 0).length,
  };
}

function cellOf(technique: CoverageTechnique, rules: readonly CoverageRule[]): Cell {
  const own = rules.filter(({ covers }) => covers.includes(technique.id));
  const score = own.length === 0 ? undefined : Math.max(...own.map((rule) => rule.score));
  return {
    technique,
    rules: own,
    score,
    isSub: technique.parent !== null,
    isGap: technique.seen && (score ?? 0) === 0,
  };
}

/** For a screen reader, and as a tooltip. */
export function cellSentence({ technique: { id, name, seen }, rules, score, isGap }: Cell): string {
  const count = counted(rules.length, 'rule');
  const covered = score === undefined ? 'no rule' : `${count}, ${SCORES[score] ?? `score ${score}`}`;
  const also = isGap ? '; seen in the timeline and not covered' : seen ? '; seen in the timeline' : '';
  return `${id} ${name}: ${covered}${also}`;
}

const SCORES: Readonly<Record<number, string>> = {
  0: 'its data does not arrive',
  50: 'without passing tests',
  100: 'data arrives and tests pass',
};

/** A shape for each score: colour is never the only sign. */
export function signOf(score: number | undefined): string {
  return score === undefined ? '·' : score >= 100 ? '●' : score > 0 ? '◐' : '○';
}
