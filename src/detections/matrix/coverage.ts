import { attackLabels, tactics, technique } from '../../attack/data/attackData.ts';
import { translateTechnique } from '../../attack/data/translate.ts';
import type { JsonObject } from '../../base/json.ts';
import type { DeadCause } from './fillRate.ts';

/** What is known of a rule for coverage. */
export interface CoveringRule {
  readonly path: string;
  readonly name: string;
  readonly severity: string;
  readonly tables: readonly string[];
  readonly techniques: readonly string[];
  /** Undefined where it was not looked. */
  readonly dead: readonly DeadCause[] | undefined;
  /** Whether its tests pass; undefined where it has none. */
  readonly tested: boolean | undefined;
}

export interface CoveredTechnique {
  readonly id: string;
  readonly name: string;
  /** Shortnames. */
  readonly tactics: readonly string[];
  readonly rules: readonly string[];
  /** Of its best rule: 0 where its data does not arrive, 50 where it has no passing tests, 100 otherwise. */
  readonly score: number;
  /** Seen in the case's timeline. */
  readonly seen: boolean;
}

export interface Coverage {
  readonly attackVersion: string;
  /** In matrix order. */
  readonly tactics: readonly { readonly shortname: string; readonly name: string }[];
  readonly techniques: readonly CoveredTechnique[];
  /** Techniques seen in the timeline for which no rule scores. */
  readonly gaps: readonly string[];
}

/** Rules × ATT&CK: a rule counts as its data arrives and its tests pass. */
export function coverageOf(
  rules: readonly CoveringRule[],
  seen: readonly string[],
  attackVersion: string,
): Coverage {
  const scores = new Map<string, { rules: string[]; score: number }>();
  for (const rule of rules)
    for (const id of coveredBy(rule, attackVersion)) {
      const entry = scores.get(id) ?? { rules: [], score: 0 };
      entry.rules.push(rule.name);
      entry.score = Math.max(entry.score, scoreOf(rule));
      scores.set(id, entry);
    }
  const ids = new Set([...scores.keys(), ...seen]);
  const techniques = [...ids].sort().map((id): CoveredTechnique => {
    const known = technique(id, attackVersion);
    const { rules: own = [], score = 0 } = scores.get(id) ?? {};
    return {
      id,
      name: known?.name ?? id,
      tactics: known?.tactics ?? [],
      rules: own,
      score,
      seen: seen.includes(id),
    };
  });
  return {
    attackVersion,
    tactics: tactics(attackVersion).map(({ shortname, name }) => ({ shortname, name })),
    techniques,
    gaps: techniques.filter((each) => each.seen && each.score === 0).map(({ id }) => id),
  };
}

/** Of one rule: 0 where its data does not arrive, 50 without passing tests, 100 otherwise. */
export function scoreOf({ dead, tested }: CoveringRule): number {
  if (dead !== undefined && dead.length > 0) return 0;
  return tested === true ? 100 : 50;
}

/** The rule's techniques by their ids in the version. */
export function coveredBy({ techniques }: CoveringRule, version: string): readonly string[] {
  return [...new Set(techniques.flatMap((written) => inVersion(written, version)))];
}

function inVersion(id: string, version: string): readonly string[] {
  const known = technique(id, version);
  if (known?.revokedBy === null && !known.deprecated) return [id];
  const translation = translateTechnique(id, version, version);
  return translation.kind === 'one'
    ? [translation.id]
    : translation.kind === 'several'
      ? translation.ids
      : [];
}

/** A layer of ATT&CK Navigator, format 4.5. */
export function coverageLayer(coverage: Coverage, name: string): JsonObject {
  return {
    name,
    versions: {
      layer: '4.5',
      navigator: '5.1.0',
      attack: coverage.attackVersion.split('.')[0] ?? coverage.attackVersion,
    },
    domain: 'enterprise-attack',
    description: `Score: 100 for a rule whose data arrives and whose tests pass, 50 without passing tests, 0 without data.\n${attackLabels(coverage.attackVersion, []).notice}`,
    techniques: coverage.techniques.map(({ id, rules, score, seen }) => ({
      techniqueID: id,
      score,
      comment: rules.length > 0 ? rules.join('\n') : 'No rule',
      enabled: true,
      metadata: [{ name: 'seen in the timeline', value: seen ? 'yes' : 'no' }],
    })),
    gradient: { colors: ['#d1242f', '#ffe7a3', '#2da44e'], minValue: 0, maxValue: 100 },
    layout: { layout: 'side', expandedSubtechniques: 'annotated' },
  };
}
