import { randomUUID } from 'node:crypto';
import { isCancellation } from '../../base/errors.ts';
import { isRecord } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { canonicalJson } from '../../base/canonicalJson.ts';
import type { IncidentStatus } from '../../domain/incident.ts';
import type { TenantChange } from '../../domain/tenant.ts';
import type { Severity } from '../../domain/timelineEvent.ts';
import { AzureFault } from '../faults.ts';
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

export type TriageOutcome =
  | { readonly kind: 'applied' }
  /** Someone was quicker: their version of the same fields, and the incident as it is now. */
  | { readonly kind: 'conflict'; readonly theirs: JsonObject; readonly read: JsonObject }
  | { readonly kind: 'failed'; readonly error: unknown; readonly applied: 'no' | 'unknown' };

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
    target.kind === 'sentinel'
      ? `PUT ${target.id}`
      : `PATCH https://graph.microsoft.com/v1.0/security/incidents/${target.id}`;
  return { title, target, request: address, before, after: wanted, read };
}

export function changesNothing({ before, after }: TriagePlan): boolean {
  return same(before, after);
}

/** Sends the plan, reads back, and says what is true now. */
export async function runTriage(
  { target, after, read }: TriagePlan,
  signal?: AbortSignal,
): Promise<TriageOutcome> {
  let failure: unknown;
  try {
    if (target.kind === 'sentinel') {
      const properties = isRecord(read['properties']) ? read['properties'] : {};
      await target.sentinel.write(
        target.name,
        { etag: read['etag'] ?? null, properties: { ...properties, ...after } },
        signal,
      );
    } else await target.defender.change(target.id, after, signal);
  } catch (error) {
    failure = error;
  }
  let now: JsonObject;
  try {
    // Not cancelled with the writing: what was sent must be known.
    now = await readTarget(target);
  } catch (error) {
    return failure === undefined || isCancellation(failure) || mayHaveApplied(failure)
      ? { kind: 'failed', error: failure ?? error, applied: 'unknown' }
      : { kind: 'failed', error: failure, applied: 'no' };
  }
  const theirs = pick(fieldsOf(target, now), Object.keys(after));
  if (same(theirs, after)) return { kind: 'applied' };
  if (failure instanceof AzureFault && failure.code === 'azure.conflict')
    return { kind: 'conflict', theirs, read: now };
  return {
    kind: 'failed',
    error:
      failure ??
      new AzureFault('azure.not-applied', 'Azure took the change, and reading it back shows another state.', {
        unharmed: 'nothing else was changed',
        next: ['Refresh and look at who changed it.'],
      }),
    applied: 'no',
  };
}

/** For the case's journal. */
export function changeOf(
  plan: Pick<TriagePlan, 'title' | 'before' | 'after' | 'target'>,
  outcome: TriageOutcome,
): TenantChange {
  const { title, before, after, target } = plan;
  const common = { title, before, after, target: target.id };
  if (outcome.kind === 'applied') return { ...common, outcome: 'applied' };
  if (outcome.kind === 'conflict')
    return { ...common, outcome: 'refused', reason: 'it was changed by someone else' };
  const reason = outcome.error instanceof Error ? outcome.error.message : String(outcome.error);
  return { ...common, outcome: outcome.applied === 'unknown' ? 'unknown' : 'refused', reason };
}

export interface CommentPlan {
  readonly title: string;
  readonly target: TriageTarget;
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly text: string;
  readonly id: string;
  readonly etag: string | undefined;
}

/** A comment, or a new text of one. Its id is ours, so that sending it twice makes one comment. */
export function planComment(
  target: TriageTarget,
  text: string,
  edited?: { readonly id: string; readonly etag: string; readonly text: string },
): CommentPlan {
  return {
    title: edited ? 'Edit a comment' : 'Add a comment',
    target,
    before: edited ? { comment: edited.text } : {},
    after: { comment: text },
    text,
    id: edited?.id ?? randomUUID(),
    etag: edited?.etag,
  };
}

export async function runComment(plan: CommentPlan, signal?: AbortSignal): Promise<TriageOutcome> {
  const { target, id, etag } = plan;
  const { text } = plan;
  const there = async (): Promise<string | undefined> => {
    if (target.kind === 'sentinel') {
      const found = (await target.sentinel.part(target.name, 'comments')).find((each) => each['name'] === id);
      const properties = isRecord(found?.['properties']) ? found['properties'] : {};
      return typeof properties['message'] === 'string' ? properties['message'] : undefined;
    }
    const comments = (await target.defender.read(target.id))['comments'];
    return Array.isArray(comments) &&
      comments.some((each: JsonValue) => isRecord(each) && each['comment'] === text)
      ? text
      : undefined;
  };
  return proved(
    async () => {
      if (target.kind === 'defender') return target.defender.comment(target.id, text, signal);
      const body = { ...(etag === undefined ? {} : { etag }), properties: { message: text } };
      await target.sentinel.putPart(target.name, 'comments', id, body, signal);
    },
    async () => {
      const found = await there();
      return found === text ? undefined : { comment: found ?? null };
    },
  );
}

export interface TaskPlan {
  readonly title: string;
  readonly target: TriageTarget & { readonly kind: 'sentinel' };
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly id: string;
  readonly etag: string | undefined;
}

export function planTask(
  target: TriageTarget & { readonly kind: 'sentinel' },
  after: { readonly title: string; readonly description: string; readonly done: boolean },
  before?: { readonly id: string; readonly etag: string; readonly done: boolean },
): TaskPlan {
  const status = (done: boolean) => (done ? 'Completed' : 'New');
  return {
    title: before
      ? `${after.done ? 'Complete' : 'Reopen'} the task "${after.title}"`
      : `Add the task "${after.title}"`,
    target,
    before: before ? { status: status(before.done) } : {},
    after: { title: after.title, description: after.description, status: status(after.done) },
    id: before?.id ?? randomUUID(),
    etag: before?.etag,
  };
}

export async function runTask(
  { target, id, etag, after }: TaskPlan,
  signal?: AbortSignal,
): Promise<TriageOutcome> {
  return proved(
    async () => {
      const body = { ...(etag === undefined ? {} : { etag }), properties: after };
      await target.sentinel.putPart(target.name, 'tasks', id, body, signal);
    },
    async () => {
      const found = (await target.sentinel.part(target.name, 'tasks')).find((each) => each['name'] === id);
      const properties = isRecord(found?.['properties']) ? found['properties'] : {};
      const theirs = pick(properties, Object.keys(after));
      return same(theirs, after) ? undefined : theirs;
    },
  );
}

/** Sends, then looks; `differs` gives what is there instead, or undefined where it is as wanted. */
async function proved(
  send: () => Promise<void>,
  differs: () => Promise<JsonObject | undefined>,
): Promise<TriageOutcome> {
  let failure: unknown;
  try {
    await send();
  } catch (error) {
    failure = error;
  }
  try {
    const theirs = await differs();
    if (!theirs) return { kind: 'applied' };
    if (failure instanceof AzureFault && failure.code === 'azure.conflict')
      return { kind: 'conflict', theirs, read: theirs };
    return { kind: 'failed', error: failure, applied: 'no' };
  } catch (error) {
    return {
      kind: 'failed',
      error: failure ?? error,
      applied: failure === undefined || mayHaveApplied(failure) ? 'unknown' : 'no',
    };
  }
}

function mayHaveApplied(error: unknown): boolean {
  return (
    !(error instanceof AzureFault) ||
    ['azure.network', 'azure.unavailable', 'azure.bad-answer'].includes(error.code)
  );
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
    ...(reason === undefined || reason === '' ? {} : { classificationReason: reason }),
    ...(classificationComment === undefined ? {} : { classificationComment }),
    ...(labels === undefined
      ? {}
      : { labels: labels.map((labelName) => ({ labelName, labelType: 'User' })) }),
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

function pick(fields: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}

/** Whether what is there has all that is wanted; services add to an owner or a label what they know. */
function same(there: JsonValue, wanted: JsonValue): boolean {
  if (isRecord(wanted) && isRecord(there))
    return Object.entries(wanted).every(([name, value]) => same(there[name] ?? null, value));
  if (Array.isArray(wanted) && Array.isArray(there))
    return (
      wanted.length === there.length &&
      wanted.every((value: JsonValue, i) => same((there[i] as JsonValue | undefined) ?? null, value))
    );
  if (typeof wanted === 'string' && typeof there === 'string')
    return wanted.toLowerCase() === there.toLowerCase();
  return canonicalJson(there) === canonicalJson(wanted);
}
