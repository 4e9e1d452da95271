import { type Guard, isArrayOf, isBoolean, isOneOf, isRecord, isShape, isString } from '../base/guards.ts';

/** What the page of an incident shows. All text is the tenant's: data, never markup. Times are as they are to be shown. */
export interface IncidentPage {
  readonly title: string;
  readonly ids: string;
  readonly severity: string;
  readonly status: string;
  readonly owner: string;
  readonly description: string;
  readonly facts: readonly Fact[];
  /** Why it is as urgent as it is, in lines. */
  readonly priority: readonly string[];
  readonly techniques: readonly string[];
  readonly alerts: readonly { readonly id: string; readonly title: string; readonly about: string }[];
  /** `label` is the value in short, `about` the kind in words. */
  readonly entities: readonly {
    readonly kind: string;
    readonly value: string;
    readonly label: string;
    readonly about: string;
  }[];
  readonly bookmarks: readonly { readonly title: string; readonly time: string }[];
  readonly tasks: readonly { readonly title: string; readonly done: boolean }[];
  readonly comments: readonly { readonly by: string; readonly text: string }[];
  readonly related: readonly { readonly key: string; readonly title: string; readonly why: string }[];
  readonly problems: readonly string[];
  /** What to do next, the most useful first. */
  readonly next: readonly { readonly action: IncidentAction; readonly label: string }[];
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

const ACTIONS = ['assign', 'change', 'comment', 'task', 'playbook', 'case', 'portal', 'refresh'] as const;
export type IncidentAction = (typeof ACTIONS)[number];

export type ToIncident =
  | { readonly type: 'loading' }
  | { readonly type: 'incident'; readonly page: IncidentPage }
  /** Alerts that another view has selected. */
  | { readonly type: 'follow'; readonly alerts: readonly string[] }
  | { readonly type: 'failed'; readonly message: string; readonly next: readonly string[] };

export type FromIncident =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly action: IncidentAction }
  | { readonly type: 'query'; readonly kind: string; readonly value: string }
  | { readonly type: 'open'; readonly key: string }
  /** An alert was selected. */
  | { readonly type: 'select'; readonly alert: string };

const isPage: Guard<IncidentPage> = isShape({
  title: isString,
  ids: isString,
  severity: isString,
  status: isString,
  owner: isString,
  description: isString,
  facts: isArrayOf(isShape<Fact>({ name: isString, value: isString })),
  priority: isArrayOf(isString),
  techniques: isArrayOf(isString),
  alerts: isArrayOf(
    isShape<IncidentPage['alerts'][number]>({ id: isString, title: isString, about: isString }),
  ),
  entities: isArrayOf(
    isShape<IncidentPage['entities'][number]>({
      kind: isString,
      value: isString,
      label: isString,
      about: isString,
    }),
  ),
  bookmarks: isArrayOf(isShape<IncidentPage['bookmarks'][number]>({ title: isString, time: isString })),
  tasks: isArrayOf(isShape<IncidentPage['tasks'][number]>({ title: isString, done: isBoolean })),
  comments: isArrayOf(isShape<IncidentPage['comments'][number]>({ by: isString, text: isString })),
  related: isArrayOf(
    isShape<IncidentPage['related'][number]>({ key: isString, title: isString, why: isString }),
  ),
  problems: isArrayOf(isString),
  next: isArrayOf(isShape<IncidentPage['next'][number]>({ action: isOneOf(...ACTIONS), label: isString })),
});

export function parseToIncident(message: unknown): ToIncident | undefined {
  if (!isRecord(message)) return undefined;
  const { type, page, message: text, next, alerts } = message;
  if (type === 'loading') return { type };
  if (type === 'incident' && isPage(page)) return { type, page };
  if (type === 'follow' && isArrayOf(isString)(alerts)) return { type, alerts };
  if (type === 'failed' && isString(text) && isArrayOf(isString)(next)) return { type, message: text, next };
  return undefined;
}

export function parseFromIncident(message: unknown): FromIncident | undefined {
  if (!isRecord(message)) return undefined;
  const { type, action, kind, value, key, alert } = message;
  if (type === 'ready') return { type };
  if (type === 'act' && isOneOf(...ACTIONS)(action)) return { type, action };
  if (type === 'query' && isString(kind) && isString(value)) return { type, kind, value };
  if (type === 'open' && isString(key)) return { type, key };
  if (type === 'select' && isString(alert)) return { type, alert };
  return undefined;
}
