import type { AttackVersion } from './attackVersion.ts';
import type { TimeWindow } from './answer.ts';
import type { Confidence, Severity } from './timelineEvent.ts';

export interface ObservedSpec {
  /** Absent: all that the case has. */
  readonly window?: TimeWindow;
  /** Enterprise ATT&CK version in which techniques and tactics are named. */
  readonly attackVersion: string;
  /** That version, where it is not one that is built in. */
  readonly loaded?: AttackVersion;
}

/** A mapping rule as the timeline needs it. */
export interface ObservedRule {
  readonly id: string;
  readonly title: string;
  /** '' where the rule knows only the tactic. */
  readonly technique: string;
  /** Shortname of the tactic whose lane its events are drawn on. */
  readonly tactic: string;
  readonly confidence: Confidence;
  readonly severity: Severity;
  /** Why the rule says so, in one sentence. */
  readonly reason: string;
}

/** Names of an ATT&CK version, so that a picture can be labelled without the data behind it. */
export interface AttackLabels {
  readonly version: string;
  /** In matrix order. */
  readonly tactics: readonly { readonly id: string; readonly shortname: string; readonly name: string }[];
  /** By id, for the ids that were asked for. `tactics` holds shortnames. */
  readonly techniques: Readonly<
    Record<string, { readonly name: string; readonly tactics: readonly string[] }>
  >;
  /** MITRE's notice, to be shown where its data is. */
  readonly notice: string;
}

/** Columns of equal length sorted by time; typed arrays end to end, never an object per event. */
export interface ObservedEvents {
  /** For observedKeys(); valid until the next import. */
  readonly handle: number;
  readonly count: number;
  /** Milliseconds since 1970, ascending. */
  readonly time: Float64Array;
  /** Index into `rules`; NO_RULE for events that no rule knows. */
  readonly rule: Uint16Array;
  /** Index into `tables`. */
  readonly table: Uint16Array;
  readonly rules: readonly ObservedRule[];
  readonly tables: readonly string[];
  /** Events with no time, which are never drawn at one. */
  readonly undated: number;
}

/** What an event is about beside its rule and table, loaded when it is asked for. */
export type ObservedFacetName = 'account' | 'address';

/** One value of each observed event, as a code into `values`; '' where the event names none. */
export interface ObservedFacet {
  readonly handle: number;
  readonly facet: ObservedFacetName;
  readonly codes: Uint32Array;
  readonly values: readonly string[];
}

export const NO_RULE = 0xffff;
