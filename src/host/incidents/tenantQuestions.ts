import type { PlaybookScope } from '../../hunting/playbook.ts';
import type { IncidentDetails, IncidentEntity, TenantIncident } from '../../domain/incident.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import type { MarkdownCell } from '../notebook/kqlMarkdown.ts';
import { entityQuestion, resourceQuestion } from '../notebook/questions.ts';
import type { Azure } from '../azure/azure.ts';

const DAY = 86_400_000;
/** What led to an incident and what came of it, for its case and its questions. Milliseconds. */
const BEFORE = DAY;
const AFTER = DAY / 24;
/** A playbook looks further. */
const MARGIN = 7 * DAY;

/** Tables that say what an entity did; a workspace may have hundreds of others. */
const TELLING = new Set([
  'SigninLogs',
  'AADNonInteractiveUserSignInLogs',
  'AADServicePrincipalSignInLogs',
  'AuditLogs',
  'AzureActivity',
  'OfficeActivity',
  'StorageBlobLogs',
  'AzureDiagnostics',
  'SecurityEvent',
  'DeviceLogonEvents',
  'EmailEvents',
  'CloudAppEvents',
]);

interface Span {
  readonly start: string;
  readonly end: string;
}

/** From `before` its first activity to `after` its last; undefined where the service says neither. */
export function incidentWindow(
  { firstActivity, lastActivity }: TenantIncident,
  before = BEFORE,
  after = AFTER,
): Span | undefined {
  const [first, last] = [Date.parse(firstActivity), Date.parse(lastActivity)];
  if (!Number.isFinite(first) || !Number.isFinite(last)) return undefined;
  return { start: new Date(first - before).toISOString(), end: new Date(last + after).toISOString() };
}

/** What an entity did around an incident, asked of the workspace's own tables. */
export async function askWorkspace(
  azure: Azure,
  connection: string,
  entity: IncidentEntity,
  window: Span | undefined,
): Promise<readonly MarkdownCell[]> {
  const { tables, ...schema } = await (await azure.connection(connection)).schema();
  const told: DatabaseSchema = { ...schema, tables: tables.filter(({ name }) => TELLING.has(name)) };
  const cells =
    entity.kind === 'azureresource'
      ? resourceQuestion(told, entity.value)
      : entityQuestion(told, entity.kind, entity.value);
  const info = cellInfo(connection, window);
  return cells.map((cell) => ({ ...cell, info }));
}

/** A cell's options: which connection it asks, about which time. */
export function cellInfo(connection: string, window: Span | undefined): string {
  return `connection=${connection}${window ? ` timespan=${window.start}/${window.end}` : ''}`;
}

/** The window and the entities of an incident of the tenant, for the parameters of a playbook. */
export function tenantScope(incident: TenantIncident, { entities }: IncidentDetails): PlaybookScope {
  const of = (kind: string) => entities.filter((each) => each.kind === kind).map(({ value }) => value);
  return {
    ...incidentWindow(incident, MARGIN, MARGIN),
    accounts: of('account').filter((value) => value.includes('@')),
    addresses: of('ip'),
    applications: [],
  };
}
