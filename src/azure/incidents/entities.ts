import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { IncidentEntity } from '../../domain/incident.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Names by which an entity is told from others, strongest first, for both forms. */
const NAMES = [
  'address',
  'hostName',
  'resourceId',
  'url',
  'mailboxPrimaryAddress',
  'fileName',
  'domainName',
  'appName',
  'hashValue',
  'malwareName',
  'commandLine',
  'key',
  'valueName',
  'distinguishedName',
  'subject',
  'deviceName',
  'displayName',
  'friendlyName',
];
const ACCOUNT_IDS = ['aadUserId', 'displayName', 'friendlyName', 'sid'];
/** What the Entities API gives beside entities: an incident's alerts and bookmarks have lists of their own. */
const NO_ENTITIES = new Set(['securityalert', 'bookmark']);

export const firstOf = (fields: Fields, names: readonly string[]): string =>
  names.map((name) => textOf(fields[name])).find((value) => value !== '') ?? '';
export const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {});

/** An entity of the Entities API, and the Azure resource that a host is. One of a kind that is new here has at least its id. */
export function entitiesOf(item: JsonObject): readonly IncidentEntity[] {
  const properties = fieldsOf(item['properties']);
  const kind = textOf(item['kind']).toLowerCase();
  if (NO_ENTITIES.has(kind)) return [];
  if (kind === 'account') {
    const { userPrincipalName, accountName, upnSuffix, ntDomain } = properties;
    const value = textOf(userPrincipalName) || accountOf(accountName, upnSuffix, ntDomain);
    return named(kind, value || firstOf(properties, ACCOUNT_IDS));
  }
  const value = firstOf(properties, NAMES) || textOf(item['name']);
  return [...named(kind, value), ...machineOf(properties['azureID'])];
}

/** Entities as the Entities column of SecurityAlert has them; references to others (`$ref`) repeat what is there. */
export function tableEntities(value: unknown): readonly IncidentEntity[] {
  return distinct(
    listOf(value).flatMap((entity) => {
      const lower: Fields = Object.fromEntries(
        Object.entries(entity).map(([name, each]) => [name.charAt(0).toLowerCase() + name.slice(1), each]),
      );
      const kind = textOf(lower['type']).toLowerCase().replaceAll('-', '');
      const { name, uPNSuffix, nTDomain, azureID } = lower;
      if (kind === 'account')
        return named(kind, accountOf(name, uPNSuffix, nTDomain) || firstOf(lower, ACCOUNT_IDS));
      // A hash is its value, a cluster of mails the query that finds them.
      const value = firstOf(lower, NAMES) || textOf(name) || firstOf(lower, ['value', 'query']);
      return [...named(kind, value), ...machineOf(azureID)];
    }),
  );
}

/** How deep labels lie: an entity, its file, the label. */
const DEPTH = 4;

/** Names of sensitivity labels anywhere in entities or evidence, or in the text of their JSON. */
export function sensitivityLabels(value: unknown, depth = DEPTH): readonly string[] {
  if (depth === 0) return [];
  if (typeof value === 'string') return listOf(value).flatMap((each) => sensitivityLabels(each, depth));
  if (Array.isArray(value)) return value.filter(isObject).flatMap((each) => sensitivityLabels(each, depth));
  return Object.entries(fieldsOf(value)).flatMap(([name, each]) =>
    /^sensitivity_?labels?(name)?$/i.test(name)
      ? labelNames(each)
      : isObject(each)
        ? sensitivityLabels(each, depth - 1)
        : [],
  );
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

function labelNames(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all
    .map((each) => textOf(each) || firstOf(fieldsOf(each), ['displayName', 'labelName', 'name']))
    .filter((name) => name !== '');
}

/** Without those that came before. */
export function distinct(entities: readonly IncidentEntity[]): readonly IncidentEntity[] {
  return [
    ...new Map(entities.map((each) => [`${each.kind} ${each.value.toLowerCase()}`, each] as const)).values(),
  ];
}

/** As a user principal name, or as `domain\\name` where there is only a domain of Windows: names alone are not unique. */
export function accountOf(name: unknown, suffix: unknown, domain: unknown): string {
  const [own, upn, nt] = [textOf(name), textOf(suffix), textOf(domain)];
  if (own === '' || /[@\\]/.test(own)) return own;
  return upn !== '' ? `${own}@${upn}` : nt !== '' ? `${nt}\\${own}` : own;
}

/** The resource that a machine in Azure is, whose tags say how critical it is. */
export function machineOf(id: unknown): readonly IncidentEntity[] {
  return /^\/subscriptions\//i.test(textOf(id)) ? named('azureresource', textOf(id)) : [];
}

export function named(kind: string, value: string): readonly IncidentEntity[] {
  return kind === '' || value === '' ? [] : [{ kind, value }];
}

/** The column is a string of JSON. */
function listOf(value: unknown): readonly Fields[] {
  const parsed: unknown = typeof value === 'string' ? parsedJson(value) : value;
  return Array.isArray(parsed) ? parsed.filter(isRecord) : [];
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
