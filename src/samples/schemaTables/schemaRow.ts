import type { JsonValue } from '../../base/json.ts';
import type { Column, TableSchema } from '../../domain/kustoType.ts';
import { DAY, iso } from '../instant.ts';
import { upnOf } from './cast.ts';
import type { Cast } from './cast.ts';
import { usualValues } from './constants.ts';
import { dynamicValue, hasDynamicForm } from './dynamics.ts';
import { operationsOf } from './operations.ts';

type Maker = (cast: Cast) => JsonValue;

const PORTS = [
  21, 22, 25, 53, 80, 110, 123, 137, 139, 389, 443, 445, 636, 993, 995, 1433, 3389, 4444, 5353, 5355, 5985,
  8080, 8443,
];

const folder = (path: string): string => path.replace(/[\\/]$/, '');

/** Columns that name who or what the row is about; `Initiating…` ones are the parent process's. */
const NAMED: Readonly<Record<string, Maker>> = {
  UserPrincipalName: upnOf,
  AccountUpn: upnOf,
  UserId: (cast) => cast.person.id,
  UserDisplayName: ({ person }) => person.name,
  AccountDisplayName: ({ person }) => person.name,
  AccountObjectId: ({ person }) => person.id,
  AccountId: ({ person }) => person.id,
  AccountName: ({ person, random }) =>
    random.chance(0.15)
      ? random.pick(['system', 'local service', 'administrator'])
      : (person.upn.split('@')[0] ?? ''),
  AccountDomain: ({ random }) => random.pick(['corp', 'nt authority']),
  AccountSid: ({ person, random }) => (random.chance(0.2) ? 'S-1-5-18' : person.sid),
  Caller: (cast) => (cast.random.chance(0.8) ? cast.person.upn : cast.random.guid()),
  Identity: ({ person, random }) =>
    random.chance(0.8)
      ? person.name
      : random.pick([
          'MS-PIM',
          'Azure Credential Configuration Endpoint Service',
          'Microsoft Approval Management',
        ]),
  MailboxOwnerUPN: ({ other }) => other.upn,
  RecipientEmailAddress: ({ person }) => person.upn,
  RecipientObjectId: ({ person }) => person.id,
  SenderFromAddress: ({ random, other }) =>
    random.pick([other.upn, 'billing@partner.example', 'support@login-verify.example', 'someone@gmail.com']),
  SenderMailFromAddress: ({ random, other }) =>
    random.pick([other.upn, 'bounce@partner.example', 'support@login-verify.example']),
  TargetAccountUpn: ({ other }) => other.upn,
  TargetAccountDisplayName: ({ other }) => other.name,
  CompromisedEntity: ({ person, endpoint, random }) =>
    random.pick([person.upn, endpoint.name, 'CompromisedEntity']),
  DeviceId: ({ endpoint }) => endpoint.id,
  DeviceName: ({ endpoint }) => endpoint.name,
  Computer: ({ endpoint }) => endpoint.name,
  RemoteDeviceName: ({ endpoint }) => endpoint.name,
  DestinationDeviceName: ({ endpoint }) => endpoint.name,
  OSPlatform: ({ endpoint }) => endpoint.os,
  LocalIP: ({ endpoint }) => endpoint.ip,
  RemoteIP: ({ publicIp, endpoint, random }) => (random.chance(0.6) ? publicIp : endpoint.ip),
  RemoteUrl: ({ url }) => url,
  RemotePort: ({ random }) => random.pick(PORTS),
  LocalPort: ({ random }) => random.pick([...PORTS, 49_700, 51_000, 60_123]),
  DestinationPort: ({ random }) => random.pick(PORTS),
  Url: ({ url }) => url,
  UrlChain: ({ url }) => JSON.stringify([url]),
  FileName: (cast) => cast.program.file,
  FolderPath: ({ program }) => `${program.folder}${program.file}`,
  ProcessCommandLine: ({ command }) => command,
  InitiatingProcessFileName: ({ parent }) => parent.file,
  InitiatingProcessFolderPath: ({ parent }) => `${folder(parent.folder)}\\${parent.file}`.toLowerCase(),
  InitiatingProcessCommandLine: ({ parentCommand }) => parentCommand,
  InitiatingProcessParentFileName: ({ random, parent }) =>
    random.pick([parent.file, 'explorer.exe', 'services.exe', 'cmd.exe', 'winword.exe', 'outlook.exe']),
  InitiatingProcessVersionInfoOriginalFileName: ({ parent }) => parent.file,
  InitiatingProcessVersionInfoInternalFileName: ({ parent }) => parent.file,
  ProcessVersionInfoOriginalFileName: ({ program }) => program.file,
  ProcessVersionInfoInternalOriginalFileName: ({ program }) => program.file,
  InitiatingProcessAccountUpn: ({ person }) => person.upn,
  InitiatingProcessAccountName: ({ person, random }) =>
    random.chance(0.3)
      ? random.pick(['system', 'local service', 'network service'])
      : (person.upn.split('@')[0] ?? ''),
  InitiatingProcessAccountDomain: ({ random }) => random.pick(['corp', 'nt authority']),
  InitiatingProcessAccountSid: ({ person, random }) => random.pick(['S-1-5-18', 'S-1-5-19', person.sid]),
  InitiatingProcessAccountObjectId: ({ person }) => person.id,
  IPAddress: ({ publicIp }) => publicIp,
  IpAddress: ({ publicIp }) => publicIp,
  ClientIP: ({ publicIp, random }) =>
    random.chance(0.3) ? `${publicIp}:${random.int(1025, 65_000)}` : publicIp,
  CallerIpAddress: ({ publicIp }) => publicIp,
  CallerIPAddress: ({ publicIp }) => publicIp,
  SenderIPv4: ({ publicIp }) => publicIp,
  SrcIp: ({ endpoint }) => endpoint.ip,
  DestIp: ({ publicIp }) => publicIp,
  SourceIP: ({ publicIp }) => publicIp,
  DestinationIP: ({ publicIp }) => publicIp,
  DestinationIPAddress: ({ endpoint }) => endpoint.ip,
  NetworkMessageId: ({ messageId }) => messageId,
  AlertId: ({ alertId }) => alertId,
  SystemAlertId: ({ alertId }) => alertId,
  VendorOriginalId: ({ alertId }) => alertId,
  CveId: ({ cve }) => cve,
  UserAgent: ({ random, person }) =>
    random.pick([
      person.laptop.userAgent,
      'python-requests/2.31.0',
      'Mozilla/5.0 (X11; Linux x86_64) azurehound',
      'BAV2ROPC',
      'axios/1.7.9',
      'aiohttp/3.9',
      'PowerShell/7.5',
      'curl/8.9',
    ]),
  RequestUri: ({ random, person }) =>
    `https://graph.microsoft.com/v1.0/${random.pick([`users/${person.id}`, 'users', 'groups', 'applications', 'servicePrincipals', `users/${person.id}/messages`, 'identity/conditionalAccess/policies', 'directoryRoles', 'me', 'auditLogs/signIns', 'security/runHuntingQuery', 'sites?search=*', 'policies/authorizationPolicy'])}`,
  ResponseStatusCode: ({ random }) => random.pick([200, 200, 201, 204, 401, 403, 404, 429]),
  SourceFileName: ({ document }) => document,
  ObjectName: ({ document }) => document,
  QueryTarget: ({ other }) => other.name,
  Parameters: ({ random }) =>
    JSON.stringify([
      { Name: 'Name', Value: random.pick(['.', '..', 'RSS']) },
      { Name: 'Identity', Value: 'someone' },
      { Name: 'ForwardTo', Value: 'drop@mail.example' },
      { Name: 'ForwardingSmtpAddress', Value: 'smtp:drop@mail.example' },
      { Name: 'SubjectContainsWords', Value: random.pick(['invoice', 'password', 'helpdesk']) },
      { Name: 'DeleteMessage', Value: 'True' },
      { Name: 'PolicyScopeGroupId', Value: 'All' },
    ]),
  Entities: ({ person, publicIp, endpoint, messageId }) =>
    JSON.stringify([
      {
        $id: '1',
        Name: person.upn.split('@')[0],
        UPNSuffix: person.upn.split('@')[1],
        AadUserId: person.id,
        Type: 'account',
      },
      { $id: '2', Address: publicIp, Type: 'ip' },
      { $id: '3', HostName: endpoint.name.split('.')[0], DnsDomain: 'corp', Type: 'host' },
      { $id: '4', ProcessId: '4', CommandLine: 'powershell -enc AAAA', Type: 'process' },
      { $id: '5', Url: 'https://login-verify.example/', Type: 'url' },
      { $id: '7', DomainName: 'login-verify.example', Type: 'dns' },
      { $id: '8', MailboxPrimaryAddress: person.upn, Upn: person.upn, Type: 'mailbox' },
      { $id: '9', SessionId: `0${person.id.slice(1)}`, Location: { CountryCode: 'NG' }, Type: 'session' },
      {
        $id: '10',
        Name: 'invoice.exe',
        FileHashes: [{ Algorithm: 'SHA1', Value: digestLike('invoice.exe', 40) }],
        Type: 'file',
      },
      {
        $id: '6',
        Recipient: person.upn,
        P1Sender: 'billing@partner.example',
        NetworkMessageId: messageId,
        Subject: 'Invoice',
        Sender: 'billing@partner.example',
        Type: 'mailMessage',
      },
    ]),
  ExtendedProperties: ({ person, publicIp }) =>
    JSON.stringify({
      'User Account': person.upn,
      'Client IP Address': publicIp,
      'User Name': person.name,
      Category: 'CredentialAccess',
    }),
  ResourceId: ({ tenant, random }) => random.pick(tenant.estate.storage).id,
  _ResourceId: ({ tenant, random }) => random.pick(tenant.estate.machines).id.toLowerCase(),
  SubscriptionId: ({ tenant }) => tenant.estate.subscriptions[0]?.id ?? '',
  ResourceGroup: ({ tenant, random }) => random.pick(tenant.estate.machines).group,
  TenantId: ({ tenant }) => tenant.workspace,
  AADTenantId: ({ tenant }) => tenant.id,
  HomeTenantId: ({ tenant, random }) => (random.chance(0.8) ? tenant.id : random.guid()),
  ResourceTenantId: ({ tenant, random }) => (random.chance(0.8) ? tenant.id : random.guid()),
  SessionId: ({ person }) => `0${person.id.slice(1)}`,
  CorrelationId: ({ person, random }) => `${person.id.slice(0, 24)}${random.hex(6)}`,
  SHA1: ({ program }) => digestLike(program.file, 40),
  SHA256: ({ program }) => digestLike(program.file, 64),
  MD5: ({ program }) => digestLike(program.file, 32),
  InitiatingProcessSHA1: ({ parent }) => digestLike(parent.file, 40),
  InitiatingProcessSHA256: ({ parent }) => digestLike(parent.file, 64),
  Status: (cast) => dynamicValue('Status', cast),
};

/** Text columns that hold JSON of a form that dynamic columns have in a sibling table. */
const JSON_TEXT = new Set([
  'DeviceDetail',
  'LocationDetails',
  'Status',
  'MfaDetail',
  'ConditionalAccessPolicies',
  'AdditionalFields',
  'LoggedOnUsers',
  'IPAddresses',
  'ConnectedNetworks',
]);

/** A function that makes rows of a table: every column has a plausible value of its type. */
export function schemaRowMaker(schema: TableSchema): (cast: Cast) => Record<string, JsonValue> {
  const own = new Set(schema.columns.map(({ name }) => name));
  const makers = schema.columns.map((column): readonly [string, Maker] => {
    const make = makerOf(schema.name, column);
    return [column.name, column.name === 'AdditionalFields' ? furtherFields(make, own) : make];
  });
  return (cast) => Object.fromEntries(makers.map(([name, make]) => [name, make(cast)]));
}

/** Additional fields are those for which the table has no column. */
function furtherFields(make: Maker, own: ReadonlySet<string>): Maker {
  const without = (value: JsonValue): JsonValue =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).filter(([name]) => !own.has(name)))
      : value;
  return (cast) => {
    const value = make(cast);
    return typeof value === 'string'
      ? JSON.stringify(without(JSON.parse(value) as JsonValue))
      : without(value);
  };
}

function makerOf(table: string, column: Column): Maker {
  const { name, type } = column;
  if (type === 'datetime') return datetimeMaker(name);
  if (type === 'dynamic') return dynamicMaker(name);
  if (name === 'Type') return () => table;
  const operations = operationsOf(table, name);
  if (operations) return fitted(type, ({ random }) => random.pick(operations));
  if (name === 'UserId' && table === 'OfficeActivity') return upnOf;
  if (JSON_TEXT.has(name) && type === 'string' && !(name === 'Status' && !/SignIn|Signin/.test(table)))
    return (cast) => JSON.stringify(dynamicValue(name, cast));
  const named = NAMED[name];
  const usual = usualValues(name);
  if (named && (name !== 'Status' || !usual)) return fitted(type, named);
  if (usual) return fitted(type, ({ random }) => random.pick(usual));
  return unnamed(name, type);
}

function datetimeMaker(name: string): Maker {
  if (/^(TimeGenerated|Timestamp)$/.test(name)) return ({ time }) => iso(time);
  if (/Creation|LastPassword|LastSeen|Installed|Published/.test(name))
    return ({ time, random }) => iso(time - random.between(0, 40) * DAY);
  return ({ time, random }) => iso(time - random.between(0, 600_000));
}

function dynamicMaker(name: string): Maker {
  if (hasDynamicForm(name)) return (cast) => dynamicValue(name, cast);
  const usual = usualValues(name);
  return ({ random }) => {
    const text = usual ? random.pick(usual) : '';
    return /^[[{]/.test(text) ? (JSON.parse(text) as JsonValue) : text === '' ? {} : [text];
  };
}

/** Brings what a maker gives into the column's type. */
function fitted(type: Column['type'], make: Maker): Maker {
  if (type === 'string' || type === 'guid')
    return (cast) => {
      const value = make(cast);
      return typeof value === 'string' ? value : JSON.stringify(value);
    };
  if (type === 'bool') return ({ random }) => random.chance(0.5);
  return (cast) => {
    const value = Number(make(cast));
    return Number.isFinite(value) ? (type === 'real' ? value : Math.round(value)) : cast.random.int(0, 1000);
  };
}

function unnamed(name: string, type: Column['type']): Maker {
  switch (type) {
    case 'bool':
      return ({ random }) => random.chance(0.5);
    case 'int':
      return ({ random }) => (/Port/.test(name) ? random.pick(PORTS) : random.int(0, 1000));
    case 'long':
      return ({ random }) => (/Bytes|Size/.test(name) ? random.size(40_000) : random.int(0, 100_000));
    case 'real':
    case 'decimal':
      return ({ random }) => Math.round(random.between(0, 1000)) / 10;
    case 'timespan':
      return () => '00:01:00';
    case 'guid':
      return ({ random }) => random.guid();
    default:
      return unnamedText(name);
  }
}

function unnamedText(name: string): Maker {
  if (/(Upn|UPN|UserPrincipalName|EmailAddress|Email)$/.test(name)) return upnOf;
  if (/(DisplayName)$/.test(name)) return ({ person }) => person.name;
  if (/(Ip|IP|IPAddress|IpAddress)$/.test(name)) return ({ publicIp }) => publicIp;
  if (/(Url|URL|Uri)$/.test(name)) return ({ url }) => url;
  if (/(Id|ID|Guid)$/.test(name)) return ({ random }) => random.guid();
  if (/^_?(Is[A-Z]|Enable)/.test(name)) return ({ random }) => random.pick(['true', 'false']);
  if (/Port/.test(name)) return ({ random }) => String(random.pick(PORTS));
  if (/(DeviceName|HostName|Host|Computer)$/.test(name)) return ({ endpoint }) => endpoint.name;
  if (/FileName$/.test(name)) return ({ document }) => document;
  if (/(Path|Folder)$/.test(name)) return ({ program }) => program.folder;
  if (/(CommandLine)$/.test(name)) return ({ command }) => command;
  if (/_d$/.test(name)) return ({ random }) => String(random.int(0, 100));
  return ({ random }) => `${name.toLowerCase().slice(0, 12)}-${random.int(1, 20)}`;
}

/** Not a digest of anything: the same text for the same name, of a digest's length. */
function digestLike(name: string, length: number): string {
  let text = '';
  for (const letter of name) text += letter.charCodeAt(0).toString(16);
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}
