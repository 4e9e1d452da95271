import { grouped } from '../base/grouped.ts';
import type { Severity } from './timelineEvent.ts';

export type IncidentStatus = 'new' | 'active' | 'closed';

/** An incident's place in Microsoft Sentinel. */
export interface SentinelRef {
  /** ARM id, under which it is read and written: that of the workspace that listed it, whatever id it says itself. */
  readonly id: string;
  /** Last part of the id, by which the workspace knows it; workspaces may use the same. */
  readonly name: string;
  /** ARM id of the workspace that listed it. */
  readonly workspace: string;
  readonly etag: string;
  readonly number: number;
  readonly url: string;
}

/** An incident's place in Microsoft Defender XDR. */
export interface DefenderRef {
  readonly id: string;
  /** Entra tenant whose Defender it is; the account's own where undefined. */
  readonly tenant: string | undefined;
  readonly url: string;
}

/** One incident, whichever service shows it; what both show is Sentinel's where they differ, but for the owner and status of the later change. */
export interface TenantIncident {
  /** Stable over refreshes: the workspace and Sentinel's name, else `xdr/`, the tenant where one is named, and Defender's id. */
  readonly key: string;
  readonly sentinel: SentinelRef | undefined;
  readonly defender: DefenderRef | undefined;
  /** Which service is known not to show it; undefined where both do or it is not known yet. */
  readonly missingIn: 'sentinel' | 'defender' | undefined;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  /** User principal name; '' where nobody owns it. */
  readonly owner: string;
  readonly created: string;
  readonly modified: string;
  readonly firstActivity: string;
  readonly lastActivity: string;
  readonly tactics: readonly string[];
  /** Ids of ATT&CK. */
  readonly techniques: readonly string[];
  readonly products: readonly string[];
  readonly labels: readonly string[];
  readonly classification: string;
  readonly alerts: number;
  readonly comments: number;
}

export interface IncidentEntity {
  /** As Sentinel names it, in lower case: account, ip, host, azureresource … */
  readonly kind: string;
  readonly value: string;
}

const KINDS: Readonly<Record<string, string>> = {
  azureresource: 'Azure resource',
  cloudapplication: 'Cloud application',
  dns: 'DNS name',
  ip: 'IP address',
  url: 'URL',
};

/** What kind of thing an entity is, for people. */
export function kindName({ kind }: Pick<IncidentEntity, 'kind'>): string {
  return KINDS[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** A resource by its last name, where its id would fill the row; everything else as it is. */
export function shortName({ value }: Pick<IncidentEntity, 'value'>): string {
  return value.startsWith('/subscriptions/')
    ? (value.split('/').findLast((part) => part !== '') ?? value)
    : value;
}

export interface IncidentAlert {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly time: string;
  readonly product: string;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
}

export interface IncidentComment {
  readonly id: string;
  readonly etag: string;
  readonly author: string;
  readonly time: string;
  /** As the service has it; hostile, never rendered as HTML. */
  readonly text: string;
}

export interface IncidentTask {
  readonly id: string;
  readonly etag: string;
  readonly title: string;
  readonly description: string;
  readonly done: boolean;
}

/** What hangs on an incident. */
export interface IncidentDetails {
  readonly alerts: readonly IncidentAlert[];
  readonly entities: readonly IncidentEntity[];
  readonly bookmarks: readonly { readonly id: string; readonly title: string; readonly time: string }[];
  readonly comments: readonly IncidentComment[];
  readonly tasks: readonly IncidentTask[];
  /** Parts that could not be read, in sentences. */
  readonly problems: readonly string[];
}

/** What an incident list is narrowed to; empty lists and texts narrow nothing. */
export interface IncidentFilter {
  readonly severities: readonly Severity[];
  readonly statuses: readonly IncidentStatus[];
  /** `me`, `nobody`, a user principal name, or ''. */
  readonly owner: string;
  /** ISO 8601; '' for any time. */
  readonly since: string;
  readonly tactic: string;
  readonly product: string;
  /** Words of the title, a number or an id. */
  readonly text: string;
}

export const OPEN_INCIDENTS: IncidentFilter = {
  severities: [],
  statuses: ['new', 'active'],
  owner: '',
  since: '',
  tactic: '',
  product: '',
  text: '',
};

/** Whether an incident is in a filter. `me` is the signed-in person's user principal name in the incident's tenant. */
export function matches(incident: TenantIncident, filter: IncidentFilter, me: string): boolean {
  const { severities, statuses, owner, since, tactic, product, text } = filter;
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const holds = (whole: string) => whole.toLowerCase().includes(text.trim().toLowerCase());
  return (
    (severities.length === 0 || severities.includes(incident.severity)) &&
    (statuses.length === 0 || statuses.includes(incident.status)) &&
    (owner === '' ||
      (owner === 'me'
        ? me !== '' && same(incident.owner, me)
        : same(incident.owner, owner === 'nobody' ? '' : owner))) &&
    (since === '' || Date.parse(incident.created) >= Date.parse(since)) &&
    (tactic === '' || incident.tactics.some((each) => same(each, tactic))) &&
    (product === '' || incident.products.some((each) => same(each, product))) &&
    (text.trim() === '' ||
      [
        incident.title,
        incident.sentinel?.name ?? '',
        String(incident.sentinel?.number ?? ''),
        incident.defender?.id ?? '',
      ].some(holds))
  );
}

export type IncidentGrouping = 'severity' | 'status' | 'owner' | 'tactic' | 'product' | 'none';

/** Groups in the order in which they are first met; an incident of several tactics or products is in the first's. */
export function groupsOf(
  incidents: readonly TenantIncident[],
  by: IncidentGrouping,
): ReadonlyMap<string, readonly TenantIncident[]> {
  const name = (incident: TenantIncident): string => {
    switch (by) {
      case 'severity':
        return incident.severity;
      case 'status':
        return incident.status;
      case 'owner':
        return incident.owner || 'nobody';
      case 'tactic':
        return incident.tactics[0] ?? 'no tactic';
      case 'product':
        return incident.products[0] ?? 'no product';
      case 'none':
        return '';
    }
  };
  return grouped(incidents, name);
}
