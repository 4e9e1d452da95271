import { createHash } from 'node:crypto';
import type { JsonObject } from '../../src/base/json.ts';
import type { Tenant } from '../../src/samples/tenant.ts';

/** The same id for the same words. */
export function guidOf(...words: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(words.join('\u0000')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export interface SentinelIncident {
  name: string;
  etag: string;
  properties: Record<string, unknown>;
}

/** What one incident holds beside its own properties. */
export interface IncidentParts {
  alerts: JsonObject[];
  entities: JsonObject[];
  bookmarks: JsonObject[];
  comments: Map<string, Record<string, unknown>>;
  tasks: Map<string, Record<string, unknown>>;
}

export interface AlertSeed {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly product: string;
  readonly tactic: string;
  readonly techniques: readonly string[];
  readonly start: string;
  readonly end: string;
  readonly entities: readonly JsonObject[];
}

export interface IncidentSeed {
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly status: string;
  readonly owner: string;
  readonly created: string;
  readonly alerts: readonly AlertSeed[];
  /** Where it is seen: in Sentinel, in Defender, or in both. */
  readonly seenBy: 'both' | 'sentinel' | 'defender';
}

const TITLES: readonly (readonly [title: string, tactic: string, technique: string, product: string])[] = [
  [
    'Password spray against several accounts',
    'CredentialAccess',
    'T1110',
    'Azure Active Directory Identity Protection',
  ],
  ['Unfamiliar sign-in properties', 'InitialAccess', 'T1078', 'Azure Active Directory Identity Protection'],
  ['Inbox rule that hides messages', 'Persistence', 'T1564', 'Microsoft Defender XDR'],
  ['Mass download from a storage account', 'Exfiltration', 'T1530', 'Microsoft Defender for Cloud'],
  ['Key vault read from an unusual place', 'CredentialAccess', 'T1555', 'Microsoft Defender for Cloud'],
  ['Suspicious run command on a virtual machine', 'Execution', 'T1059', 'Microsoft Defender for Cloud'],
  ['Consent to an application of an unknown publisher', 'Persistence', 'T1528', 'Microsoft Defender XDR'],
];
const SEVERITIES = ['Medium', 'Low', 'High', 'Informational', 'Medium', 'Low'];

/** Incidents of every day, oldest first, the last one just before `end`. */
export function backgroundIncidents(tenant: Tenant, count: number, end: number): readonly IncidentSeed[] {
  return Array.from({ length: count }, (_, index): IncidentSeed => {
    const [title, tactic, technique, product] = TITLES[index % TITLES.length]!;
    const person = tenant.people[(index * 7) % tenant.people.length]!;
    const resource = tenant.estate.storage[index % tenant.estate.storage.length] ?? tenant.estate.storage[0];
    const created = new Date(end - (count - index) * 900_000).toISOString();
    const severity = SEVERITIES[(index * 5) % SEVERITIES.length]!;
    const status = index % 3 === 0 ? 'Closed' : index % 3 === 1 ? 'New' : 'Active';
    return {
      number: 100 + index,
      title: `${title} (${person.upn.split('@')[0]})`,
      description: `${title}.`,
      severity,
      status,
      owner: status === 'New' ? '' : tenant.administrators[index % tenant.administrators.length]!.upn,
      created,
      seenBy: index % 11 === 5 ? 'sentinel' : index % 13 === 6 ? 'defender' : 'both',
      alerts: [
        {
          id: guidOf('alert', index),
          title,
          severity,
          product,
          tactic,
          techniques: [technique],
          start: created,
          end: created,
          entities: [
            accountEntity(person.upn, person.id),
            { Type: 'ip', Address: `203.0.113.${index % 250}` },
            ...(tactic === 'Exfiltration'
              ? [{ Type: 'file', Name: 'payroll.xlsx', SensitivityLabel: 'Highly Confidential' }]
              : []),
            ...(product.endsWith('Cloud') && resource
              ? [{ Type: 'azure-resource', ResourceId: resource.id }]
              : []),
          ],
        },
      ],
    };
  });
}

function accountEntity(upn: string, id: string): JsonObject {
  const [name = '', suffix = ''] = upn.split('@');
  return { Type: 'account', Name: name, UPNSuffix: suffix, AadUserId: id };
}

/** Incidents of the sample's attack, from its own rows. */
export function toldIncidents(
  incidents: readonly JsonObject[],
  alerts: readonly JsonObject[],
): readonly IncidentSeed[] {
  const byId = new Map(alerts.map((row) => [String(row['SystemAlertId']), row]));
  const latest = new Map<unknown, JsonObject>();
  for (const row of incidents) latest.set(row['IncidentNumber'], row);
  return [...latest.values()].map((row): IncidentSeed => {
    const owner = parsed(row['Owner']) as { userPrincipalName?: string };
    return {
      number: Number(row['IncidentNumber']),
      title: String(row['Title']),
      description: String(row['Description'] ?? ''),
      severity: String(row['Severity']),
      status: String(row['Status']),
      owner: owner.userPrincipalName ?? '',
      created: String(row['CreatedTime']),
      seenBy: 'both',
      alerts: (parsed(row['AlertIds']) as readonly string[]).flatMap((id) => {
        const alert = byId.get(id);
        return alert ? [alertSeed(alert)] : [];
      }),
    };
  });
}

function alertSeed(row: JsonObject): AlertSeed {
  return {
    id: String(row['SystemAlertId']),
    title: String(row['DisplayName']),
    severity: String(row['AlertSeverity']),
    product: String(row['ProductName']),
    tactic: String(row['Tactics']),
    techniques: parsed(row['Techniques']) as readonly string[],
    start: String(row['StartTime']),
    end: String(row['EndTime']),
    entities: parsed(row['Entities']) as readonly JsonObject[],
  };
}

function parsed(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value === '' ? '{}' : value) : (value ?? {});
}
