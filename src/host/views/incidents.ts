import type { DatabaseSchema } from '../../domain/kustoType.ts';
import type { Severity } from '../../domain/timelineEvent.ts';
import type { CaseSession } from '../../session/api.ts';
import { listOf, objectOf, queryRows, type Row, textOf } from './queryAll.ts';
import { severityOf } from './severity.ts';

export interface IncidentEntity {
  /** As Sentinel names it: account, ip, host, url … */
  readonly kind: string;
  readonly value: string;
}

export interface Alert {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly time: string;
  readonly product: string;
  readonly tactics: string;
  readonly entities: readonly IncidentEntity[];
}

/** The latest version of an incident; `number` is '' for a group of alerts that no incident holds. */
export interface Incident {
  readonly number: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status: string;
  readonly owner: string;
  readonly created: string;
  readonly alertIds: readonly string[];
}

function hasTable(schema: DatabaseSchema, name: string): boolean {
  return schema.tables.some((table) => table.name === name);
}

/** The case's own incidents in their latest versions; `undefined` where the case has no such table. */
export async function readIncidents(session: CaseSession): Promise<readonly Incident[] | undefined> {
  if (!hasTable(await session.schema(), 'SecurityIncident')) return undefined;
  const rows = await queryRows(
    session,
    'SecurityIncident | summarize arg_max(LastModifiedTime, Title, Severity, Status, Owner, CreatedTime, AlertIds) by IncidentNumber',
  );
  return rows
    .map((row) => ({
      number: textOf(row['IncidentNumber']),
      title: textOf(row['Title']),
      severity: severityOf(textOf(row['Severity'])),
      status: textOf(row['Status']),
      owner: ownerOf(row),
      created: textOf(row['CreatedTime']),
      alertIds: listOf(row['AlertIds']).map(textOf),
    }))
    .sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}

function ownerOf(row: Row): string {
  const owner = objectOf(row['Owner']);
  return textOf(owner['userPrincipalName']) || textOf(owner['assignedTo']) || textOf(owner['email']);
}

/** All alerts in their latest versions, by id. */
export async function readAlerts(session: CaseSession): Promise<ReadonlyMap<string, Alert>> {
  if (!hasTable(await session.schema(), 'SecurityAlert')) return new Map();
  const rows = await queryRows(
    session,
    'SecurityAlert | summarize arg_max(TimeGenerated, AlertName, DisplayName, AlertSeverity, ProductName, Tactics, Entities) by SystemAlertId',
  );
  return new Map(
    rows.map((row) => {
      const id = textOf(row['SystemAlertId']);
      return [
        id,
        {
          id,
          title: textOf(row['DisplayName']) || textOf(row['AlertName']),
          severity: severityOf(textOf(row['AlertSeverity'])),
          time: textOf(row['TimeGenerated']),
          product: textOf(row['ProductName']),
          tactics: textOf(row['Tactics']),
          entities: entitiesOf(listOf(row['Entities'])),
        },
      ];
    }),
  );
}

/** Entities of an alert that say what they are; references to others (`$ref`) repeat what is already listed. */
export function entitiesOf(list: ReturnType<typeof listOf>): readonly IncidentEntity[] {
  const found = new Map<string, IncidentEntity>();
  for (const each of list) {
    const entity = objectOf(each);
    const kind = textOf(entity['Type']).toLowerCase();
    const value = nameOf(entity);
    if (kind !== '' && value !== '') found.set(`${kind}/${value.toLowerCase()}`, { kind, value });
  }
  return [...found.values()];
}

const NAMES = ['Address', 'HostName', 'ResourceId', 'Url', 'MailboxPrimaryAddress', 'FileName', 'DomainName'];

function nameOf(entity: ReturnType<typeof objectOf>): string {
  const name = textOf(entity['Name']);
  const suffix = textOf(entity['UPNSuffix']);
  if (name !== '' && suffix !== '') return `${name}@${suffix}`;
  return (
    NAMES.map((key) => textOf(entity[key])).find((value) => value !== '') ??
    (name || textOf(entity['AadUserId']))
  );
}
