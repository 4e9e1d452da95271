import type { JsonObject, JsonValue } from '../../base/json.ts';
import { ROLES } from '../apps.ts';
import { iso } from '../instant.ts';
import { upnOf } from './cast.ts';
import type { Cast } from './cast.ts';

type Maker = (cast: Cast) => JsonValue;

const ROLE_NAMES = Object.values(ROLES).map(({ name }) => name);
const SCOPES = [
  'User.Read',
  'Mail.Read',
  'Mail.ReadWrite Mail.Send',
  'Files.ReadWrite.All',
  'Directory.ReadWrite.All',
  'offline_access Mail.Read',
  'full_access_as_app',
];

const CHANGES: readonly (readonly [name: string, before: readonly string[], after: readonly string[]])[] = [
  ['Role.DisplayName', [], ROLE_NAMES],
  ['Role.TemplateId', [], Object.values(ROLES).map(({ id }) => id)],
  ['Group.DisplayName', [], ['All staff', 'CA exclusions', 'Admins']],
  ['UserType', ['Guest'], ['Member', 'Guest']],
  ['AccountEnabled', ['[true]', '[false]'], ['[false]', '[true]']],
  [
    'AppRole.Value',
    [],
    [
      'Mail.Read',
      'RoleManagement.ReadWrite.Directory',
      'AppRoleAssignment.ReadWrite.All',
      'Application.ReadWrite.All',
      'full_access_as_app',
    ],
  ],
  ['DelegatedPermissionGrant.Scope', [], SCOPES],
  ['DelegatedPermissionGrant.ConsentType', [], ['AllPrincipals', 'Principal']],
  ['ConsentContext.IsAdminConsent', [], ['True', 'False']],
  [
    'ConsentAction.Permissions',
    ['[]'],
    SCOPES.map((scope) => `[[Id: x, ConsentType: AllPrincipals, Scope: ${scope}]]`),
  ],
  [
    'KeyDescription',
    ['[]'],
    [
      '[KeyIdentifier=a,KeyType=Password,KeyUsage=Verify,DisplayName=x]',
      '[KeyIdentifier=b,KeyType=AsymmetricX509Cert,KeyUsage=Verify]',
    ],
  ],
  [
    'StrongAuthenticationMethod',
    ['[]'],
    ['[{"MethodType":6,"Default":true}]', '[{"MethodType":0,"Default":true}]'],
  ],
  ['StrongAuthenticationRequirement', ['[{"State":1}]'], ['[{"State":0}]', '[]']],
  ['AppAddress', ['[]'], ['[{"AddressType":0,"Address":"https://app.example/reply"}]']],
  ['IssuerUri', [], ['http://any.sts/1234ABCD']],
  ['LiveType', ['Managed'], ['Federated']],
  [
    'Included Updated Properties',
    [],
    ['AccountEnabled', 'KeyDescription', 'StrongAuthenticationRequirement'],
  ],
  ['TargetId.UserType', [], ['Guest', 'Member']],
  ['ServicePrincipal.ObjectID', [], ['7f0e1c52-0000-4000-8000-000000000001']],
  ['Name', [], ['Blocked countries', 'Trusted office']],
];

function person(cast: Cast): JsonObject {
  return {
    id: cast.person.id,
    displayName: cast.person.name,
    userPrincipalName: upnOf(cast),
    ipAddress: cast.publicIp,
    roles: [],
  };
}

const APP_NAMES = [
  'Azure Credential Configuration Endpoint Service',
  'MS-PIM',
  'Device Registration Service',
  'Microsoft Approval Management',
  'Deploy Pipeline',
];

const MAKERS: Readonly<Record<string, Maker>> = {
  InitiatedBy: (cast) =>
    cast.random.chance(0.75)
      ? { user: person(cast) }
      : {
          app: {
            appId: cast.random.guid(),
            displayName: cast.random.pick(APP_NAMES),
            servicePrincipalId: cast.random.guid(),
            servicePrincipalName: null,
          },
        },
  TargetResources: (cast) => {
    const { random, other } = cast;
    const type = random.pick([
      'User',
      'User',
      'ServicePrincipal',
      'Application',
      'Role',
      'Group',
      'Device',
      'Policy',
      'Directory',
    ]);
    const target: JsonObject = {
      id: other.id,
      displayName:
        type === 'User'
          ? other.name
          : type === 'Role'
            ? random.pick(ROLE_NAMES)
            : `${type} ${random.int(1, 9)}`,
      type,
      userPrincipalName: type === 'User' ? (cast.guest ? upnOf(cast) : other.upn) : null,
      groupType: type === 'Group' ? 'unknownFutureValue' : null,
      modifiedProperties: random.several(CHANGES, 4).map(([displayName, before, after]) => ({
        displayName,
        oldValue: before.length === 0 ? null : JSON.stringify(random.pick(before)),
        newValue: JSON.stringify(random.pick(after)),
      })),
    };
    const second: JsonObject = {
      id: cast.person.id,
      displayName: cast.person.name,
      type: 'User',
      userPrincipalName: upnOf(cast),
      modifiedProperties: [],
    };
    return random.chance(0.5) ? [target] : [target, second];
  },
  AdditionalDetails: ({ random }) => [
    {
      key: 'User-Agent',
      value: random.pick(['Mozilla/5.0', 'python-requests/2.31.0', 'EvoSTS', 'AADInternals']),
    },
    { key: 'AppId', value: random.guid() },
    { key: 'UserType', value: random.pick(['Guest', 'Member']) },
    { key: 'Device OS', value: 'Windows' },
  ],
  LocationDetails: ({ random }) => place(random.pick(PLACES)),
  Status: ({ random }) => ({
    errorCode: random.pick([0, 0, 0, 50126, 50053, 50158, 53003, 500121]),
    failureReason: random.pick(['Other.', 'Invalid username or password.']),
    additionalDetails: random.pick([
      null,
      'MFA completed in Azure AD',
      'MFA requirement satisfied by claim in the token',
      'MFA denied; user declined the authentication',
      'MFA denied; user did not respond to mobile app notification',
      'MFA successfully completed',
    ]),
  }),
  DeviceDetail: (cast) => {
    const { random, endpoint } = cast;
    const known = random.chance(0.6);
    return {
      deviceId: known ? cast.person.laptop.id : '',
      displayName: known ? endpoint.name : '',
      operatingSystem: random.pick(['Windows10', 'Windows11', 'MacOs', 'Ios', 'Linux', 'Windows']),
      browser: random.pick(['Edge 134.0.0', 'Chrome 131.0.0', 'Firefox 136.0', 'Rich Client 4.0']),
      isCompliant: known,
      isManaged: known,
      trustType: known
        ? random.pick(['Azure AD joined', 'Hybrid Azure AD joined', 'Azure AD registered'])
        : '',
    };
  },
  ConditionalAccessPolicies: ({ random }) =>
    ['Require multifactor authentication', 'Block legacy authentication'].map((displayName, index) => ({
      id: `0000000${index}-0000-4000-8000-000000000000`,
      displayName,
      enforcedGrantControls: [index === 0 ? 'Mfa' : 'Block'],
      enforcedSessionControls: [],
      result: random.pick(['success', 'failure', 'notApplied', 'reportOnlyFailure', 'reportOnlySuccess']),
    })),
  MfaDetail: ({ random }) =>
    random.chance(0.5)
      ? null
      : { authMethod: random.pick(['Mobile app notification', 'Text message']), authDetail: null },
  Owner: ({ person: owner }) => ({
    objectId: owner.id,
    email: owner.upn,
    assignedTo: owner.name,
    userPrincipalName: owner.upn,
  }),
  AlertIds: (cast) => [cast.alertId],
  Comments: () => [],
  Labels: () => [{ labelName: 'phishing', labelType: 'User' }],
  Tasks: () => [],
  BookmarkIds: () => [],
  RelatedAnalyticRuleIds: ({ random }) => [random.guid()],
  AdditionalData: ({ random }) => ({
    alertsCount: random.int(1, 6),
    bookmarksCount: 0,
    commentsCount: 0,
    alertProductNames: [random.pick(['Azure Sentinel', 'Microsoft 365 Defender'])],
    tactics: [random.pick(['InitialAccess', 'CredentialAccess', 'Impact'])],
    techniques: [random.pick(['T1078', 'T1566', 'T1486'])],
  }),
  Members: (cast) => [
    { DisplayName: cast.person.name, UPN: upnOf(cast), Role: cast.random.int(0, 2) },
    { DisplayName: cast.other.name, UPN: cast.other.upn, Role: 0 },
  ],
  RawEventData: (cast) => rawEvent(cast),
  AdditionalFields: (cast) => additionalFields(cast),
  ActivityObjects: (cast) => [
    { Type: 'User', Role: 'Target object', Name: cast.other.name, Id: cast.other.id },
    { Type: 'File', Role: 'Parameter', Name: cast.document },
    {
      Type: 'Structured object',
      Role: 'Parameter',
      Name: 'Name',
      Value: cast.random.pick(['.', '..', 'RSS']),
    },
  ],
  Properties_d: (cast) => ({
    eventCategory: 'Administrative',
    entity: cast.tenant.estate.storage[0]?.id ?? '',
    requestbody: '{"properties":{}}',
  }),
  Claims_d: (cast) => ({ name: cast.person.name, ipaddr: cast.publicIp, appid: cast.random.guid() }),
  Authorization_d: ({ tenant }) => ({
    action: 'Microsoft.Authorization/roleAssignments/write',
    scope: `/subscriptions/${tenant.estate.subscriptions[0]?.id ?? ''}`,
  }),
  AdditionalInfo: () => [{ Key: 'userAgent', Value: 'Mozilla/5.0' }],
  Location: ({ random }) => place(random.pick(PLACES)),
  LoggedOnUsers: (cast) => [
    { UserName: cast.person.upn.split('@')[0] ?? '', DomainName: 'CORP', Sid: cast.person.sid },
  ],
  IPAddresses: (cast) => [{ IPAddress: cast.endpoint.ip, SubnetPrefix: 24, AddressType: 'Private' }],
  ConnectedNetworks: () => [
    { Name: 'corp.example', Category: 'DomainAuthenticated', IsConnectedToInternet: true },
  ],
  OperationProperties: () => [
    { Name: 'MailAccessType', Value: 'Bind' },
    { Name: 'IsThrottled', Value: 'True' },
  ],
};

const PLACES = [
  ['Leeds', 'West Yorkshire', 'GB', 53.8, -1.55],
  ['Rotterdam', 'Zuid-Holland', 'NL', 51.9, 4.5],
  ['Lagos', 'Lagos', 'NG', 6.5, 3.4],
  ['Ashburn', 'Virginia', 'US', 39, -77.5],
  ['Sao Paulo', 'Sao Paulo', 'BR', -23.5, -46.6],
] as const;

function place([city, state, country, latitude, longitude]: (typeof PLACES)[number]): JsonObject {
  return { city, state, countryOrRegion: country, geoCoordinates: { latitude, longitude } };
}

function rawEvent(cast: Cast): JsonObject {
  const { random } = cast;
  return {
    CreationTime: iso(cast.time).slice(0, 19),
    Id: random.guid(),
    Operation: random.pick([
      'UpdatePhishingStatus',
      'New-InboxRule',
      'Set-Mailbox',
      'MailItemsAccessed',
      'UserLoggedIn',
      'FileDownloaded',
      'CreateCustomDetection',
    ]),
    Workload: random.pick([
      'Exchange',
      'SharePoint',
      'AzureActiveDirectory',
      'MicrosoftTeams',
      'Microsoft365Defender',
      'Defender',
    ]),
    UserId: upnOf(cast),
    ClientIP: cast.publicIp,
    ResultStatus: random.pick(['Success', 'True', 'Failed']),
    ApplicationId: random.guid(),
    SessionId: random.guid(),
    IsEnabled: random.pick(['true', 'false']),
    RuleName: random.pick(['.', 'RSS', 'Custom rule']),
    ActivityParameters: '{"FormPhishingStatus":"Auto Blocked"}',
    FormId: 'form-1',
    FormName: 'Payroll update',
    Parameters: [
      { Name: 'Name', Value: random.pick(['.', '..', 'RSS']) },
      ...random.pick([
        [
          { Name: 'ForwardTo', Value: 'drop@mail.example' },
          { Name: 'ForwardingSmtpAddress', Value: 'smtp:drop@mail.example' },
        ],
        [
          { Name: 'ForwardingSmtpAddress', Value: 'smtp:drop@mail.example' },
          { Name: 'DeliverToMailboxAndForward', Value: 'True' },
        ],
      ]),
      { Name: 'DeleteMessage', Value: 'True' },
      { Name: 'SubjectContainsWords', Value: 'invoice' },
    ],
    ModifiedProperties: [{ Name: 'Role.DisplayName', OldValue: '', NewValue: random.pick(ROLE_NAMES) }],
    Target: [{ ID: cast.other.upn, Type: 5 }],
    Actor: [{ ID: upnOf(cast), Type: 5 }],
    ObjectId: cast.other.upn,
    OperationProperties: [{ Name: 'MailAccessType', Value: 'Bind' }],
  };
}

function additionalFields(cast: Cast): JsonObject {
  const { random } = cast;
  return {
    IsInboundConnection: false,
    IsLocalLogon: random.chance(0.6),
    Signer: random.pick(['Microsoft Windows', 'INVALID:Example Software', 'Example Software']),
    PublicScannedIp: cast.publicIp,
    PublicScannedPort: random.pick([22, 443, 3389]),
    TokenModificationProperties:
      '{"tokenChangeDescription":"Token privileges were added","privilegesFlags":1048576,"isChangedToSystemToken":true}',
    ScriptContent: random.pick(['Invoke-Mimikatz', 'Get-Process', 'IEX (New-Object Net.WebClient)']),
    AttackSurfaceReductionRule: 'Block credential stealing',
    VolumeName: 'USB',
    Protocol: random.pick(['Kerberos', 'Ntlm', 'Ldap']),
    FailureReason: random.pick(['WrongPassword', 'UnknownUser']),
    Category: random.pick(['Malware', 'Phishing']),
    SignatureName: random.pick(['HTTP_Client', 'SSH', 'DNS_Request', 'SSL']),
    SamplePacketContent: JSON.stringify([
      `GET /${random.pick(['a.ps1', 'index.html'])} HTTP/1.1 Host: ${random.pick(['203.0.113.7', 'files.example'])} User-Agent: ${random.pick(['curl/8', 'Mozilla/5.0', 'python'])}`,
    ]),
    DriveLetter: 'E:',
    BusType: 'USB',
    ProductName: 'Flash Disk',
    SerialNumber: random.hex(6),
    ThreatName: random.pick(['Trojan:Win32/Emotet', 'HackTool:Win32/Mimikatz']),
    WasExecutingWhileDetected: true,
    IsAudit: random.pick(['true', 'false']),
    Command: random.pick([
      'Get-MpPreference',
      'Invoke-Mimikatz',
      'Get-Process',
      'Add-MpPreference -ExclusionPath C:\\',
    ]),
    Experience: random.pick(['Untrusted', 'Exploit', 'CustomBlockList', 'Phishing']),
    PipeName: random.pick([
      '\\Device\\NamedPipe\\msagent_1',
      '\\Device\\NamedPipe\\lsass',
      '\\Device\\NamedPipe\\srvsvc',
    ]),
    GroupName: random.pick(['Administrators', 'Remote Desktop Users']),
    GroupSid: 'S-1-5-32-544',
    TaskName: '\\Updater',
    ServiceName: random.pick(['PSEXESVC', 'WinDefend', 'Updater']),
    ServiceAccount: 'LocalSystem',
    ServiceStartType: 2,
    'ACTOR.DEVICE': '',
    'TARGET_OBJECT.USER': cast.other.name,
    'TO.GROUP': random.pick(['Domain Admins', 'Enterprise Admins', 'Sales']),
    'TARGET_OBJECT.GROUP': random.pick(['Domain Admins', 'Enterprise Admins']),
    DestinationComputerOperatingSystem: 'Windows Server 2019',
    SearchFilter: '(&(objectCategory=person)(objectClass=user)(servicePrincipalName=*))',
    AttributeList: ['*'],
    Count: random.int(1, 40),
    method: random.pick(['GET', 'POST']),
    host: 'files.example',
    uri: '/a.ps1',
    user_agent: 'curl/8',
    direction: random.pick(['In', 'Out']),
    client: 'OpenSSH',
    auth_success: 'true',
    server_name: 'files.example',
    query: 'files.example',
    rcode_name: 'NOERROR',
    qtype_name: 'A',
    OpenedPorts: [22, 53, 443],
  };
}

/** A value for a dynamic column: its usual form where that is known. */
export function dynamicValue(column: string, cast: Cast): JsonValue {
  return MAKERS[column]?.(cast) ?? {};
}

export function hasDynamicForm(column: string): boolean {
  return Object.hasOwn(MAKERS, column);
}
