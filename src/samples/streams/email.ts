import { iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export interface Mail {
  readonly time: Instant;
  readonly from: { readonly name: string; readonly address: string; readonly ip: string };
  readonly to: { readonly address: string; readonly person?: Person };
  readonly subject: string;
  readonly direction: 'Inbound' | 'Outbound' | 'Intra-org';
  readonly attachments?: number;
  readonly urls?: readonly string[];
  readonly verdict?: 'clean' | 'spam' | 'phish' | 'phish-missed';
  /** What SPF, DKIM and DMARC said. */
  readonly authenticated?: boolean;
  readonly id?: string;
}

/** A message: EmailEvents, with a row of EmailUrlInfo for each link in it. */
export function mail(tenant: Tenant, random: Random, about: Mail): SampleEvent[] {
  const id = about.id ?? random.guid();
  const verdict = about.verdict ?? 'clean';
  const stopped = verdict === 'spam' || verdict === 'phish';
  const domain = about.from.address.slice(about.from.address.indexOf('@') + 1);
  const place = verdict === 'phish' ? 'Quarantine' : verdict === 'spam' ? 'Junk folder' : 'Inbox/folder';
  const action = verdict === 'phish' ? 'Blocked' : verdict === 'spam' ? 'Junked' : 'Delivered';
  const pass = about.authenticated === false ? 'fail' : 'pass';
  const time = iso(about.time);
  const report = `${id}-${random.bits()}`;
  const first: SampleEvent = {
    table: TABLES.EmailEvents,
    time: about.time,
    row: {
      TenantId: tenant.workspace,
      AttachmentCount: about.attachments ?? 0,
      AuthenticationDetails: JSON.stringify({ SPF: pass, DKIM: pass, DMARC: pass, CompAuth: pass }),
      AdditionalFields: null,
      ConfidenceLevel: stopped
        ? JSON.stringify(verdict === 'phish' ? { Phish: 'High' } : { Spam: 'Normal' })
        : '',
      Connectors: '',
      DetectionMethods: stopped
        ? JSON.stringify({ [verdict === 'phish' ? 'Phish' : 'Spam']: ['Advanced filter'] })
        : '',
      DeliveryAction: action,
      DeliveryLocation: about.direction === 'Outbound' ? 'External' : place,
      EmailClusterId: random.bits(),
      EmailDirection: about.direction,
      EmailLanguage: 'en',
      EmailAction: stopped ? 'Move message to Junk Email folder' : '',
      OrgLevelAction: '',
      OrgLevelPolicy: '',
      InternetMessageId: `<${random.token(26)}@${domain}>`,
      NetworkMessageId: id,
      RecipientEmailAddress: about.to.address,
      RecipientObjectId: about.to.person?.id ?? '',
      ReportId: report,
      SenderDisplayName: about.from.name,
      SenderFromAddress: about.from.address,
      SenderFromDomain: domain,
      SenderObjectId: '',
      SenderIPv4: about.from.ip,
      SenderIPv6: '',
      SenderMailFromAddress: about.from.address,
      SenderMailFromDomain: domain,
      Subject: about.subject,
      ThreatTypes: verdict === 'phish' ? 'Phish' : verdict === 'spam' ? 'Spam' : '',
      ThreatNames: '',
      TimeGenerated: time,
      UrlCount: about.urls?.length ?? 0,
      UserLevelAction: '',
      UserLevelPolicy: '',
      BulkComplaintLevel: verdict === 'spam' ? 7 : 1,
      LatestDeliveryLocation: about.direction === 'Outbound' ? 'External' : place,
      LatestDeliveryAction: action,
      DistributionList: '',
      SourceSystem: '',
      Type: 'EmailEvents',
      Timestamp: time,
    },
  };
  const links = (about.urls ?? []).map(
    (url): SampleEvent => ({
      table: TABLES.EmailUrlInfo,
      time: about.time,
      row: {
        TenantId: tenant.workspace,
        NetworkMessageId: id,
        ReportId: report,
        TimeGenerated: time,
        Url: url,
        UrlLocation: 'Body',
        UrlDomain: new URL(url).hostname,
        SourceSystem: '',
        Type: 'EmailUrlInfo',
        Timestamp: time,
      },
    }),
  );
  return [first, ...links];
}

/** A click on a link that Safe Links had wrapped. */
export function click(
  tenant: Tenant,
  random: Random,
  about: {
    readonly time: Instant;
    readonly person: Person;
    readonly url: string;
    readonly message: string;
    readonly ip: string;
    readonly action: 'ClickAllowed' | 'ClickBlocked';
  },
): SampleEvent {
  const time = iso(about.time);
  return {
    table: TABLES.UrlClickEvents,
    time: about.time,
    row: {
      TenantId: tenant.workspace,
      TimeGenerated: time,
      Url: about.url,
      ActionType: about.action,
      AccountUpn: about.person.upn,
      Workload: 'Email',
      NetworkMessageId: about.message,
      IPAddress: about.ip,
      ThreatTypes: about.action === 'ClickBlocked' ? 'Phish' : '',
      DetectionMethods: about.action === 'ClickBlocked' ? '{"Phish":["URL detonation reputation"]}' : '',
      IsClickedThrough: false,
      UrlChain: JSON.stringify([about.url]),
      ReportId: random.guid(),
      SourceSystem: '',
      Type: 'UrlClickEvents',
      Timestamp: time,
    },
  };
}
