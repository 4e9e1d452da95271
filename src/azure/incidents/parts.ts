import { randomUUID } from 'node:crypto';
import { isRecord } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { type ChangeOutcome, proved } from '../outcome.ts';
import { pick, same } from './compare.ts';
import type { TriageTarget } from './triage.ts';

/** What will be written beside an incident: a comment or a task. */
interface PartPlan {
  readonly title: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly id: string;
  readonly etag: string | undefined;
}

export interface CommentPlan extends PartPlan {
  readonly target: TriageTarget;
  readonly text: string;
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
    etag: edited?.etag || undefined,
  };
}

export async function runComment(
  { target, id, etag, text, before }: CommentPlan,
  signal?: AbortSignal,
): Promise<ChangeOutcome> {
  if (target.kind === 'defender') {
    const { defender } = target;
    const count = async (): Promise<number> => {
      const { comments } = await defender.read(target.id);
      return Array.isArray(comments)
        ? comments.filter((each) => isRecord(each) && each['comment'] === text).length
        : 0;
    };
    // Graph gives a comment no id of ours: one more of the same text is ours.
    const sofar = await count();
    return proved(
      () => defender.comment(target.id, text, signal),
      async () => ((await count()) > sofar ? undefined : { theirs: { comment: null }, read: {} }),
      defender.pause,
    );
  }
  const body = { ...(etag === undefined ? {} : { etag }), properties: { message: text } };
  return proved(
    () => target.sentinel.putPart(target.name, 'comments', id, body, signal),
    async () => {
      const properties = await propertiesOf(target, 'comments', id);
      const message = properties['message'] ?? null;
      const there =
        typeof message === 'string' && (before['comment'] === undefined || words(message) === words(text));
      return there ? undefined : { theirs: { comment: message }, read: properties };
    },
    target.sentinel.pause,
  );
}

/** Sentinel keeps comments as HTML, and makes paragraphs of plain ones. */
function words(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

type SentinelTarget = TriageTarget & { readonly kind: 'sentinel' };

export interface TaskPlan extends PartPlan {
  readonly target: SentinelTarget;
}

export function planTask(
  target: SentinelTarget,
  after: { readonly title: string; readonly description: string; readonly done: boolean },
  before?: { readonly id: string; readonly etag: string; readonly done: boolean },
): TaskPlan {
  const status = (done: boolean) => (done ? 'Completed' : 'New');
  return {
    title: before
      ? `${after.done ? 'Complete' : 'Reopen'} the task "${after.title}"`
      : `Add the task "${after.title}"`,
    target,
    before: before ? { title: after.title, description: after.description, status: status(before.done) } : {},
    after: { title: after.title, description: after.description, status: status(after.done) },
    id: before?.id ?? randomUUID(),
    etag: before?.etag || undefined,
  };
}

export async function runTask(
  { target, id, etag, after }: TaskPlan,
  signal?: AbortSignal,
): Promise<ChangeOutcome> {
  const body = { ...(etag === undefined ? {} : { etag }), properties: after };
  return proved(
    () => target.sentinel.putPart(target.name, 'tasks', id, body, signal),
    async () => {
      const read = await propertiesOf(target, 'tasks', id);
      const theirs = pick(read, Object.keys(after));
      return same(theirs, after) ? undefined : { theirs, read };
    },
    target.sentinel.pause,
  );
}

async function propertiesOf(
  { sentinel, name }: SentinelTarget,
  part: 'comments' | 'tasks',
  id: string,
): Promise<JsonObject> {
  const found = await sentinel.readPart(name, part, id);
  return isRecord(found?.['properties']) ? found['properties'] : {};
}
