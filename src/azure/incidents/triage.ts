import { isRecord } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { IncidentStatus } from '../../domain/incident.ts';
import type { Severity } from '../../domain/timelineEvent.ts';
import { type ChangeOutcome, proved } from '../outcome.ts';
import { pick, same } from './compare.ts';
import { type Defender, defenderStatus } from './defender.ts';
import { type Sentinel, sentinelSeverity, sentinelStatus } from './sentinel.ts';

/** What a person wants of an incident; what is left out stays. */
export interface IncidentChange {
  /** User principal name; '' takes it from whoever has it. */
  readonly owner?: string;
  readonly status?: IncidentStatus;
  readonly severity?: Severity;
  readonly classification?: Classification;
  readonly classificationComment?: string;
  readonly labels?: readonly string[];
}

export const CLASSIFICATIONS = {
  'True positive: suspicious activity': ['TruePositive', 'SuspiciousActivity', 'truePositive'],
  'Benign positive: suspicious but expected': [
    'BenignPositive',
    'SuspiciousButExpected',
    'informationalExpectedActivity',
  ],
  'False positive: incorrect alert logic': ['FalsePositive', 'IncorrectAlertLogic', 'falsePositive'],
  'False positive: inaccurate data': ['FalsePositive', 'InaccurateData', 'falsePositive'],
  Undetermined: ['Undetermined', '', 'unknown'],
} as const;
export type Classification = keyof typeof CLASSIFICATIONS;

/** Where an incident is written. */
export type TriageTarget =
  | { readonly kind: 'sentinel'; readonly sentinel: Sentinel; readonly name: string; readonly id: string }
  | { readonly kind: 'defender'; readonly defender: Defender; readonly id: string };

/** What will be sent, and what will differ by it. */
export interface TriagePlan {
  readonly title: string;
  readonly target: TriageTarget;
  readonly request: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** As it was read; its etag guards the writing. */
  readonly read: JsonObject;
}

/** Reads the incident as it is and says what the change would make of it. Sends nothing that changes. */
export async function planTriage(
  target: TriageTarget,
  change: IncidentChange,
  title: string,
  signal?: AbortSignal,
): Promise<TriagePlan> {
  return planOn(target, change, title, await readTarget(target, signal));
}

/** The same plan on a newer version of the incident. */
export function planOn(
  target: TriageTarget,
  change: IncidentChange,
  title: string,
  read: JsonObject,
): TriagePlan {
  const wanted = target.kind === 'sentinel' ? sentinelFields(change) : defenderFields(change);
  const before = pick(fieldsOf(target, read), Object.keys(wanted));
  const address =
    target.kind === 'sentinel' ? `PUT ${target.id}` : `PATCH ${target.defender.address(target.id)}`;
  return { title, target, request: address, before, after: wanted, read };
}

export function changesNothing({ before, after }: TriagePlan): boolean {
  return same(before, after);
}

/** Sends the plan, reads back, and says what is true now. */
export async function runTriage(
  { target, before, after, read }: TriagePlan,
  signal?: AbortSignal,
): Promise<ChangeOutcome> {
  const differs = (now: JsonObject) => {
    const theirs = pick(fieldsOf(target, now), Object.keys(after));
    return same(theirs, after) ? undefined : { theirs, read: now };
  };
  if (target.kind === 'defender') {
    // Graph guards no change by an etag: what was shown is compared with what is there now.
    const now = await readTarget(target, signal);
    const found = differs(now);
    if (found && !same(found.theirs, before)) return { kind: 'conflict', ...found };
  }
  const send = async (): Promise<unknown> => {
    if (target.kind === 'defender') return target.defender.change(target.id, after, signal);
    const properties = isRecord(read['properties']) ? read['properties'] : {};
    // What a PUT leaves out is cleared, and a null is no member of an enumeration.
    const written = Object.entries({ ...properties, ...after }).filter(([, value]) => value !== null);
    const incident = { etag: read['etag'] ?? null, properties: Object.fromEntries(written) };
    return target.sentinel.write(target.name, incident, signal);
  };
  const { pause } = target.kind === 'sentinel' ? target.sentinel : target.defender;
  return proved(send, async () => differs(await readTarget(target)), pause);
}

async function readTarget(target: TriageTarget, signal?: AbortSignal): Promise<JsonObject> {
  return target.kind === 'sentinel'
    ? target.sentinel.read(target.name, signal)
    : target.defender.read(target.id, signal);
}

function sentinelFields({
  owner,
  status,
  severity,
  classification,
  classificationComment,
  labels,
}: IncidentChange): JsonObject {
  const [kind, reason] = classification === undefined ? [] : CLASSIFICATIONS[classification];
  return {
    ...(owner === undefined ? {} : { owner: ownerOf(owner) }),
    ...(status === undefined ? {} : { status: sentinelStatus(status) }),
    ...(severity === undefined ? {} : { severity: sentinelSeverity(severity) }),
    ...(kind === undefined ? {} : { classification: kind }),
    ...(reason === undefined ? {} : { classificationReason: reason || null }),
    ...(classificationComment === undefined ? {} : { classificationComment }),
    ...(labels === undefined ? {} : { labels: labels.map((labelName) => ({ labelName })) }),
  };
}

function ownerOf(name: string): JsonObject {
  return name === ''
    ? { objectId: null, email: null, assignedTo: null, userPrincipalName: null }
    : { userPrincipalName: name };
}

function defenderFields({
  owner,
  status,
  severity,
  classification,
  classificationComment,
  labels,
}: IncidentChange): JsonObject {
  return {
    ...(owner === undefined ? {} : { assignedTo: owner === '' ? null : owner }),
    ...(status === undefined ? {} : { status: defenderStatus(status) }),
    ...(severity === undefined ? {} : { severity }),
    ...(classification === undefined ? {} : { classification: CLASSIFICATIONS[classification][2] }),
    ...(classificationComment === undefined ? {} : { resolvingComment: classificationComment }),
    ...(labels === undefined ? {} : { customTags: labels }),
  };
}

function fieldsOf(target: TriageTarget, read: JsonObject): JsonObject {
  if (target.kind === 'defender') return read;
  return isRecord(read['properties']) ? read['properties'] : {};
}
