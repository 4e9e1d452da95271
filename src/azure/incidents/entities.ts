import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { IncidentEntity } from '../../domain/incident.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Names by which an entity is told from others, strongest first, for both services. */
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
  'distinguishedName',
  'subject',
  'deviceName',
  'displayName',
  'friendlyName',
];
/** What the Entities API gives beside entities: an incident's alerts and bookmarks have lists of their own. */
const NO_ENTITIES = new Set(['securityalert', 'bookmark']);

const firstOf = (fields: Fields, names: readonly string[]): string =>
  names.map((name) => textOf(fields[name])).find((value) => value !== '') ?? '';
const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {});

/** An entity of the Entities API. */
export function entityOf(item: JsonObject): IncidentEntity | undefined {
  const properties = fieldsOf(item['properties']);
  const kind = textOf(item['kind']).toLowerCase();
  if (NO_ENTITIES.has(kind)) return undefined;
  if (kind === 'account') {
    const value =
      textOf(properties['userPrincipalName']) ||
      withSuffix(textOf(properties['accountName']), textOf(properties['upnSuffix']));
    return named(kind, value || firstOf(properties, ['aadUserId', 'displayName', 'friendlyName', 'sid']));
  }
  return named(kind, firstOf(properties, NAMES));
}

/** Entities as the Entities column of SecurityAlert has them; references to others (`$ref`) repeat what is there. */
export function tableEntities(value: unknown): readonly IncidentEntity[] {
  return distinct(
    listOf(value).map((entity) => {
      const lower = Object.fromEntries(
        Object.entries(entity).map(([name, each]) => [name.charAt(0).toLowerCase() + name.slice(1), each]),
      );
      const kind = textOf(lower['type']).toLowerCase().replace('-', '');
      const name = textOf(lower['name']);
      if (kind === 'account') return named(kind, withSuffix(name, textOf(lower['uPNSuffix'])));
      return named(kind, firstOf(lower, NAMES) || name);
    }),
  );
}

/** Where each type of Graph's evidence has its name, by paths; the first that is there. */
const EVIDENCE: Readonly<Record<string, readonly [kind: string, ...paths: string[]]>> = {
  userEvidence: [
    'account',
    'userAccount.userPrincipalName',
    'userAccount.accountName',
    'userAccount.displayName',
  ],
  ipEvidence: ['ip', 'ipAddress'],
  urlEvidence: ['url', 'url'],
  deviceEvidence: ['host', 'deviceDnsName', 'hostName', 'mdeDeviceId'],
  azureResourceEvidence: ['azureresource', 'resourceId', 'resourceName'],
  mailboxEvidence: ['mailbox', 'primaryAddress', 'upn', 'userAccount.userPrincipalName'],
  fileEvidence: ['file', 'fileDetails.fileName', 'fileDetails.sha256', 'fileDetails.sha1'],
  processEvidence: ['process', 'processCommandLine', 'imageFile.fileName'],
  analyzedMessageEvidence: ['mailmessage', 'subject', 'networkMessageId', 'internetMessageId'],
  cloudApplicationEvidence: ['cloudapplication', 'displayName', 'appId'],
  oauthApplicationEvidence: ['cloudapplication', 'displayName', 'appId'],
  servicePrincipalEvidence: ['serviceprincipal', 'servicePrincipalName', 'appId'],
  registryKeyEvidence: ['registrykey', 'registryKey'],
  registryValueEvidence: ['registryvalue', 'registryValueName', 'registryKey'],
  securityGroupEvidence: ['securitygroup', 'displayName', 'securityGroupId'],
  malwareEvidence: ['malware', 'name'],
  dnsEvidence: ['dns', 'domainName'],
  hostLogonSessionEvidence: ['host', 'host.deviceDnsName', 'host.hostName'],
};

/** An entity of an alert's evidence in Graph. */
export function evidenceOf(evidence: JsonObject): IncidentEntity | undefined {
  const type = textOf(evidence['@odata.type']).replace('#microsoft.graph.security.', '');
  const [kind, ...paths] = (Object.hasOwn(EVIDENCE, type) ? EVIDENCE[type] : undefined) ?? [];
  if (kind === undefined) return undefined;
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((value, name) => fieldsOf(value)[name], evidence);
  return named(kind, paths.map((path) => textOf(at(path))).find((value) => value !== '') ?? '');
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

export function distinct(entities: readonly (IncidentEntity | undefined)[]): readonly IncidentEntity[] {
  const found = new Map<string, IncidentEntity>();
  for (const entity of entities)
    if (entity) found.set(`${entity.kind} ${entity.value.toLowerCase()}`, entity);
  return [...found.values()];
}

function withSuffix(name: string, suffix: string): string {
  return name === '' || suffix === '' || name.includes('@') ? name : `${name}@${suffix}`;
}

function named(kind: string, value: string): IncidentEntity | undefined {
  return kind === '' || value === '' ? undefined : { kind, value };
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
