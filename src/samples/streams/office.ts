import type { JsonValue } from '../../base/json.ts';
import { iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { Row, SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export interface OfficeContext {
  readonly time: Instant;
  readonly person: Person;
  readonly ip: string;
  readonly session: string;
  readonly userAgent: string;
  readonly appId?: string;
}

function base(tenant: Tenant, random: Random, about: OfficeContext, operation: string): Row {
  return {
    TenantId: tenant.workspace,
    TimeGenerated: iso(Math.floor(about.time / 1000) * 1000),
    Operation: operation,
    OrganizationId: tenant.id,
    UserType: 'Regular',
    UserKey: about.person.puid,
    UserId: about.person.upn,
    ClientIP: about.ip,
    UserAgent: about.userAgent,
    SourceSystem: 'OfficeActivityManager',
    OfficeId: random.guid(),
    OfficeTenantId: tenant.id,
    OrganizationName: tenant.domain,
    AppId: about.appId ?? '',
    AppAccessContext: {
      AADSessionId: about.session,
      CorrelationId: random.guid(),
      UniqueTokenId: random.token(22),
    },
    Type: 'OfficeActivity',
  };
}

function event(about: OfficeContext, row: Row): SampleEvent {
  return { table: TABLES.OfficeActivity, time: Math.floor(about.time / 1000) * 1000, row };
}

/** SharePoint or OneDrive: a file is opened, changed, downloaded, shared. */
export function fileOperation(
  tenant: Tenant,
  random: Random,
  about: OfficeContext & {
    readonly operation:
      | 'FileAccessed'
      | 'FileModified'
      | 'FileDownloaded'
      | 'FileSyncDownloadedFull'
      | 'FileUploaded';
    readonly file: string;
    readonly folder: string;
    /** Of a team; the person's own OneDrive without it. */
    readonly site?: string;
  },
): SampleEvent {
  const dot = about.file.lastIndexOf('.');
  const stem = tenant.domain.split('.')[0] ?? '';
  const owner = about.person.upn.replace(/[@.]/g, '_');
  const url =
    about.site === undefined
      ? `https://${stem}example-my.sharepoint.com/personal/${owner}/`
      : `https://${stem}example.sharepoint.com/sites/${about.site}/`;
  return event(about, {
    ...base(tenant, random, about, about.operation),
    RecordType: 'SharePointFileOperation',
    OfficeWorkload: about.site === undefined ? 'OneDrive' : 'SharePoint',
    OfficeObjectId: `${url}${about.folder}/${about.file}`,
    ResultStatus: '',
    Site_: random.guid(),
    ItemType: 'File',
    EventSource: 'SharePoint',
    Site_Url: url,
    SourceRelativeUrl: about.folder,
    SourceFileName: about.file,
    SourceFileExtension: dot < 0 ? '' : about.file.slice(dot + 1),
    IsManagedDevice: true,
  });
}

/** A file is shared with someone outside, or a link is made that anyone may use. */
export function sharing(
  tenant: Tenant,
  random: Random,
  about: OfficeContext & { readonly file: string; readonly folder: string; readonly withWhom: string },
): SampleEvent {
  const made = fileOperation(tenant, random, { ...about, operation: 'FileAccessed' });
  return {
    ...made,
    row: {
      ...made.row,
      Operation: about.withWhom === '' ? 'AnonymousLinkCreated' : 'SharingInvitationCreated',
      RecordType: 'SharePointSharingOperation',
      UserSharedWith: about.withWhom,
      SharingType: about.withWhom === '' ? 'Anonymous' : 'Direct',
    },
  };
}

/** An Exchange cmdlet: New-InboxRule, Set-Mailbox and the like. */
export function mailboxCommand(
  tenant: Tenant,
  random: Random,
  about: OfficeContext & {
    readonly operation: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly object: string;
  },
): SampleEvent {
  const parameters: JsonValue = Object.entries(about.parameters).map(([Name, Value]) => ({ Name, Value }));
  return event(about, {
    ...base(tenant, random, about, about.operation),
    RecordType: 'ExchangeAdmin',
    OfficeWorkload: 'Exchange',
    ResultStatus: 'True',
    OfficeObjectId: about.object,
    ClientIP: `${bracketed(about.ip)}:${random.int(1025, 65_000)}`,
    Parameters: JSON.stringify(parameters),
    ExternalAccess: 'False',
    OriginatingServer: `DB9PR0${random.int(1, 9)}MB${random.int(1000, 9999)} (15.20.8534.031)`,
  });
}

/** Mail was read: MailItemsAccessed, one row for a bundle of messages. */
export function mailRead(
  tenant: Tenant,
  random: Random,
  about: OfficeContext & {
    readonly messages: number;
    readonly kind: 'Bind' | 'Sync';
    readonly clientAppId?: string;
  },
): SampleEvent {
  const items = Array.from({ length: about.messages }, () => ({
    InternetMessageId: `<${random.token(24)}@${tenant.domain}>`,
    SizeInBytes: random.size(42_000),
  }));
  return event(about, {
    ...base(tenant, random, about, 'MailItemsAccessed'),
    RecordType: 'ExchangeItemAggregated',
    OfficeWorkload: 'Exchange',
    ResultStatus: 'Succeeded',
    Logon_Type: 'Owner',
    InternalLogonType: 0,
    MailboxGuid: about.person.mailbox,
    MailboxOwnerUPN: about.person.upn,
    LogonUserSid: about.person.sid,
    ClientInfoString:
      about.clientAppId === undefined ? 'Client=OWA;Action=ViaProxy' : 'Client=REST;Client=RESTSystem;;',
    Client_IPAddress: about.ip,
    ClientAppId: about.clientAppId ?? '',
    Folders: JSON.stringify([{ Path: '\\Inbox', FolderItems: items }]),
    OperationProperties: [
      { Name: 'MailAccessType', Value: about.kind },
      { Name: 'IsThrottled', Value: 'False' },
    ],
  });
}

/** A message left or moved within the mailbox. */
export function mailItem(
  tenant: Tenant,
  random: Random,
  about: OfficeContext & {
    readonly operation: 'Send' | 'SoftDelete' | 'HardDelete' | 'MoveToDeletedItems';
    readonly subject: string;
    readonly folder: string;
  },
): SampleEvent {
  return event(about, {
    ...base(tenant, random, about, about.operation),
    RecordType: 'ExchangeItem',
    OfficeWorkload: 'Exchange',
    ResultStatus: 'Succeeded',
    Logon_Type: 'Owner',
    InternalLogonType: 0,
    MailboxGuid: about.person.mailbox,
    MailboxOwnerUPN: about.person.upn,
    LogonUserSid: about.person.sid,
    ClientInfoString: 'Client=OWA;Action=ViaProxy',
    Client_IPAddress: about.ip,
    Item: JSON.stringify({
      Subject: about.subject,
      InternetMessageId: `<${random.token(24)}@${tenant.domain}>`,
      ParentFolder: { Path: `\\${about.folder}` },
    }),
  });
}

/** Something happened in Teams. */
export function teamsActivity(
  tenant: Tenant,
  random: Random,
  about: OfficeContext & {
    readonly operation: 'MessageSent' | 'MeetingParticipantDetail' | 'TeamsSessionStarted';
  },
): SampleEvent {
  return event(about, {
    ...base(tenant, random, about, about.operation),
    RecordType: 'MicrosoftTeams',
    OfficeWorkload: 'MicrosoftTeams',
    ResultStatus: '',
    TeamName: about.operation === 'MessageSent' ? about.person.department : '',
    ChannelName: about.operation === 'MessageSent' ? 'General' : '',
    CommunicationType: about.operation === 'MessageSent' ? 'Channel' : '',
  });
}

function bracketed(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip;
}
