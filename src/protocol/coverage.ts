import {
  type Guard,
  isArrayOf,
  isBoolean,
  isFiniteNumber,
  isRecord,
  isShape,
  isString,
} from '../base/guards.ts';

/** What the coverage page shows. Names of rules and titles of events are data, never markup. */
export interface CoverageView {
  /** Whose logs were looked at: "the case", a connection's name; '' where none were. */
  readonly where: string;
  readonly attackVersion: string;
  /** MITRE's notice. */
  readonly notice: string;
  /** In kill-chain order. */
  readonly tactics: readonly { readonly shortname: string; readonly name: string }[];
  readonly techniques: readonly CoverageTechnique[];
  readonly rules: readonly CoverageRule[];
  /** The curated events of the case. */
  readonly events: readonly CoverageEvent[];
  readonly hasCase: boolean;
}

export interface CoverageTechnique {
  readonly id: string;
  readonly name: string;
  /** Shortnames. */
  readonly tactics: readonly string[];
  readonly parent: string | null;
  /** In the case's timeline. */
  readonly seen: boolean;
}

export interface CoverageRule {
  readonly path: string;
  readonly name: string;
  readonly severity: string;
  readonly tables: readonly string[];
  /** Ids of techniques. */
  readonly covers: readonly string[];
  /** 0, 50 or 100. */
  readonly score: number;
  /** Why it has that score, in words. */
  readonly why: string;
}

export interface CoverageEvent {
  readonly id: string;
  readonly title: string;
  readonly time: string;
  /** Paths of the rules that fire on it; null where it stands for no single event of the logs. */
  readonly rules: readonly string[] | null;
}

export type ToCoverage =
  | { readonly type: 'loading'; readonly what: string }
  | { readonly type: 'coverage'; readonly view: CoverageView }
  | { readonly type: 'failed'; readonly message: string; readonly next: readonly string[] };

export type FromCoverage =
  | { readonly type: 'ready' }
  | { readonly type: 'refresh' }
  | { readonly type: 'newRule' }
  | { readonly type: 'checkConnection' }
  | { readonly type: 'openRule'; readonly path: string }
  | { readonly type: 'scaffold'; readonly event: string }
  | { readonly type: 'reveal'; readonly event: string }
  /** A Navigator layer of the rules that the filter leaves. */
  | { readonly type: 'export'; readonly rules: readonly string[] };

const isTexts = isArrayOf(isString);
const isNullOr =
  <T>(guard: Guard<T>): Guard<T | null> =>
  (value): value is T | null =>
    value === null || guard(value);

const isView: Guard<CoverageView> = isShape({
  where: isString,
  attackVersion: isString,
  notice: isString,
  tactics: isArrayOf(isShape<CoverageView['tactics'][number]>({ shortname: isString, name: isString })),
  techniques: isArrayOf(
    isShape<CoverageTechnique>({
      id: isString,
      name: isString,
      tactics: isTexts,
      parent: isNullOr(isString),
      seen: isBoolean,
    }),
  ),
  rules: isArrayOf(
    isShape<CoverageRule>({
      path: isString,
      name: isString,
      severity: isString,
      tables: isTexts,
      covers: isTexts,
      score: isFiniteNumber,
      why: isString,
    }),
  ),
  events: isArrayOf(
    isShape<CoverageEvent>({ id: isString, title: isString, time: isString, rules: isNullOr(isTexts) }),
  ),
  hasCase: isBoolean,
});

export function parseToCoverage(message: unknown): ToCoverage | undefined {
  if (!isRecord(message)) return undefined;
  const { type, what, view, message: text, next } = message;
  if (type === 'loading' && isString(what)) return { type, what };
  if (type === 'coverage' && isView(view)) return { type, view };
  if (type === 'failed' && isString(text) && isTexts(next)) return { type, message: text, next };
  return undefined;
}

export function parseFromCoverage(message: unknown): FromCoverage | undefined {
  if (!isRecord(message)) return undefined;
  const { type, path, event, rules } = message;
  if (type === 'ready' || type === 'refresh' || type === 'newRule' || type === 'checkConnection')
    return { type };
  if (type === 'openRule' && isString(path)) return { type, path };
  if ((type === 'scaffold' || type === 'reveal') && isString(event)) return { type, event };
  if (type === 'export' && isTexts(rules)) return { type, rules };
  return undefined;
}
