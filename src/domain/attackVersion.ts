import { isArrayOf, isBoolean, isNullOr, isShape, isString } from '../base/guards.ts';

/** A technique or sub-technique as one Enterprise version has it. */
export interface Technique {
  readonly id: string;
  readonly name: string;
  /** Shortnames, in the order of the source. */
  readonly tactics: readonly string[];
  /** Id of the technique that this is a sub-technique of. */
  readonly parent: string | null;
  readonly deprecated: boolean;
  /** Set where the version has revoked it. */
  readonly revokedBy: string | null;
}

export interface Tactic {
  /** TA0005 */
  readonly id: string;
  /** defense-evasion */
  readonly shortname: string;
  readonly name: string;
}

/** A version of Enterprise ATT&CK, as it is kept of a bundle that a person loaded. */
export interface AttackVersion {
  /** `20.0` */
  readonly version: string;
  /** In matrix order. */
  readonly tactics: readonly Tactic[];
  readonly techniques: readonly Technique[];
}

export const isAttackVersion = isShape<AttackVersion>({
  version: isString,
  tactics: isArrayOf(isShape<Tactic>({ id: isString, shortname: isString, name: isString })),
  techniques: isArrayOf(
    isShape<Technique>({
      id: isString,
      name: isString,
      tactics: isArrayOf(isString),
      parent: isNullOr(isString),
      deprecated: isBoolean,
      revokedBy: isNullOr(isString),
    }),
  ),
});
