import type { DatabaseSchema } from '../../domain/kustoType.ts';
import type { Severity } from '../../domain/timelineEvent.ts';
import type { CaseSession } from '../../session/api.ts';
import { ALERT_ID } from '../alertEvents.ts';
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

/** The latest version of an incident. */
export interface Incident {
  /** Tells it from all others of the case: workspaces count alike. */
  readonly key: string;
  /** As Sentinel names and counts it; '' where it is Defender's alone. */
  readonly name: string;
  readonly number: string;
  /** Defender's id, where it has no other. */
  readonly other: string;
  /** Ids (GUIDs) of its workspace, or of the tenant where it is Defender's alone; '' of exports that leave it out. */
  readonly places: readonly string[];
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
export async function readIncidents(
  session: Pick<CaseSession, 'schema' | 'query'>,
): Promise<readonly Incident[] | undefined> {
  if (!hasTable(await session.schema(), 'SecurityIncident')) return undefined;
  const rows = await queryRows(
    session,
    `SecurityIncident
| extend ${INCIDENT_ID}
| summarize arg_max(LastModifiedTime, Title, Severity, Status, Owner, CreatedTime, AlertIds) by Name, Number, Other, Place`,
  );
  return [...Map.groupBy(rows, (row) => JSON.stringify(idOf(row))).values()]
    .flatMap(ofOneEach)
    .map(({ latest: row, places, key }) => ({
      key,
      ...idOf(row),
      places,
      title: textOf(row['Title']),
      severity: severityOf(textOf(row['Severity'])),
      status: textOf(row['Status']),
      owner: ownerOf(row),
      created: textOf(row['CreatedTime']),
      alertIds: listOf(row['AlertIds']).map(textOf),
    }))
    .sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}

/** What an incident is called by, of a row of SecurityIncident: Graph gives it neither a name nor a number of Sentinel's. */
export const INCIDENT_ID = `Name = tolower(IncidentName), Number = tostring(IncidentNumber), Other = iff(isempty(IncidentName) and isnull(IncidentNumber), ProviderIncidentId, "")
| extend Place = iff(isempty(Other), TenantId, extract(@"[?&]tid=([0-9A-Fa-f-]+)", 1, IncidentUrl))`;

const idOf = (row: Row): Pick<Incident, 'name' | 'number' | 'other'> => ({
  name: textOf(row['Name']),
  number: textOf(row['Number']),
  other: textOf(row['Other']),
});

/** Under which number a service shows it. */
export function numberOf({ number, other }: Pick<Incident, 'number' | 'other'>): string {
  return number !== '' ? `#${number}` : `XDR ${other}`;
}

interface Versions {
  readonly key: string;
  readonly latest: Row;
  readonly places: readonly string[];
}

/**
 * Incidents with one name and number, a row a workspace. A row of an export that leaves the workspace out is of the only
 * workspace that is named, and of one of its own where there are several.
 */
function ofOneEach(rows: readonly Row[]): readonly Versions[] {
  const named = rows.filter((row) => textOf(row['Place']) !== '');
  const groups = named.length > 1 ? rows.map((row) => [row]) : [rows];
  return groups.map((group): Versions => {
    const latest = group.reduce((a, b) =>
      textOf(a['LastModifiedTime']) >= textOf(b['LastModifiedTime']) ? a : b,
    );
    const places = group.map((row) => textOf(row['Place']));
    const { name, number, other } = idOf(latest);
    return { latest, places, key: [...places.filter((id) => id !== ''), name, number, other].join('/') };
  });
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
    `SecurityAlert
| extend ${ALERT_ID}
| summarize arg_max(TimeGenerated, AlertName, DisplayName, AlertSeverity, ProductName, Tactics, Entities) by AlertId`,
  );
  return new Map(
    rows.map((row) => {
      const id = textOf(row['AlertId']);
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
