import { stringLiteral } from '../../domain/kqlLiteral.ts';
import { claimsThatHold, type TimelineEvent } from '../../domain/timelineEvent.ts';
import { translateTechnique } from '../data/translate.ts';
import { NEWEST_ATTACK_VERSION, technique } from '../data/attackData.ts';

/** Something that the story does not say yet, and the query that would answer it. */
export interface StoryGap {
  /** Id of the event that raises the question. */
  readonly event: string;
  readonly question: string;
  readonly query: string;
}

interface Known {
  readonly event: TimelineEvent;
  readonly at: number;
  readonly techniques: readonly string[];
  readonly tactics: ReadonlySet<string>;
  readonly account: string;
}

interface Question {
  /** Whether the event raises it. */
  readonly raises: (known: Known) => boolean;
  /** Whether another event of the story answers it. */
  readonly answered: (known: Known, other: Known) => boolean;
  readonly question: (known: Known) => string;
  readonly query: (known: Known) => string;
}

const has = (known: Known, ...ids: readonly string[]): boolean =>
  known.techniques.some((id) => ids.some((each) => id === each || id.startsWith(`${each}.`)));
const sameAccount = (a: Known, b: Known): boolean =>
  a.account !== '' && a.account.toLowerCase() === b.account.toLowerCase();
const before = (known: Known, other: Known): boolean =>
  other.at <= known.at && other.event.id !== known.event.id;
const after = (known: Known, other: Known): boolean =>
  other.at >= known.at && other.event.id !== known.event.id;
const who = ({ account }: Known): string => (account === '' ? 'the caller' : account);

const QUESTIONS: readonly Question[] = [
  {
    raises: (known) =>
      known.account !== '' && !known.tactics.has('initial-access') && !known.tactics.has('reconnaissance'),
    answered: (known, other) =>
      sameAccount(known, other) &&
      before(known, other) &&
      (other.tactics.has('initial-access') ||
        other.event.table.includes('SignIn') ||
        other.event.table === 'SigninLogs' ||
        has(other, 'T1078')),
    question: (known) => `From where had ${who(known)} signed in?`,
    query: (known) =>
      `union isfuzzy=true SigninLogs, AADNonInteractiveUserSignInLogs\n| where ${span(known, -24, 1)}\n| where UserPrincipalName =~ ${stringLiteral(known.account)}\n| project TimeGenerated, IPAddress, Location, AppDisplayName, ResultType, UserAgent, RiskState, SessionId, UniqueTokenIdentifier\n| sort by TimeGenerated desc`,
  },
  {
    raises: (known) => has(known, 'T1098.003', 'T1548.005'),
    answered: (known, other) =>
      before(known, other) && has(other, 'T1098.003', 'T1548.005', 'T1078.004') && sameAccount(known, other),
    question: (known) => `How had ${who(known)} obtained the right to give this role?`,
    query: (known) =>
      `AuditLogs\n| where ${span(known, -24 * 30, 0)}\n| where OperationName has "role"\n| where tostring(TargetResources) has ${stringLiteral(known.account)} or tostring(InitiatedBy) has ${stringLiteral(known.account)}\n| project TimeGenerated, OperationName, Result, InitiatedBy, TargetResources, CorrelationId\n| sort by TimeGenerated desc`,
  },
  {
    raises: (known) => has(known, 'T1098.001', 'T1528'),
    answered: (known, other) =>
      after(known, other) &&
      (other.event.table.includes('ServicePrincipal') || other.event.table === 'MicrosoftGraphActivityLogs'),
    question: () => 'What was done with the new credential or token?',
    query: (known) =>
      `AADServicePrincipalSignInLogs\n| where ${span(known, 0, 24 * 7)}\n| summarize Count = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by ServicePrincipalName, AppId, IPAddress, ResourceDisplayName\n| sort by First asc`,
  },
  {
    raises: (known) => has(known, 'T1114.003', 'T1564.008'),
    answered: (known, other) => sameAccount(known, other) && has(other, 'T1114.002', 'T1114'),
    question: (known) => `Which mail of ${who(known)} was read?`,
    query: (known) =>
      `OfficeActivity\n| where ${span(known, -24, 24 * 7)}\n| where Operation == "MailItemsAccessed" and UserId =~ ${stringLiteral(known.account)}\n| project TimeGenerated, Operation, ClientIP, Client_IPAddress, AppId, SessionId\n| sort by TimeGenerated asc`,
  },
  {
    raises: (known) => known.tactics.has('collection') || has(known, 'T1530', 'T1213'),
    answered: (known, other) => after(known, other) && other.tactics.has('exfiltration'),
    question: () => 'Where did what was collected go?',
    query: (known) =>
      `union isfuzzy=true StorageBlobLogs, OfficeActivity, NTANetAnalytics\n| where ${span(known, 0, 24)}\n| summarize Count = count() by Type, bin(TimeGenerated, 1h)\n| sort by TimeGenerated asc`,
  },
  {
    raises: (known) => known.tactics.has('impact'),
    answered: (known, other) =>
      before(known, other) &&
      sameAccount(known, other) &&
      (other.tactics.has('privilege-escalation') || other.tactics.has('persistence')),
    question: (known) => `How had ${who(known)} obtained the right to do this?`,
    query: (known) =>
      `AzureActivity\n| where ${span(known, -24 * 30, 0)}\n| where OperationNameValue has "ROLEASSIGNMENTS/WRITE" or OperationNameValue has "ELEVATEACCESS"\n| project TimeGenerated, Caller, CallerIpAddress, OperationNameValue, ActivityStatusValue, Properties, CorrelationId\n| sort by TimeGenerated desc`,
  },
  {
    raises: (known) => has(known, 'T1685', 'T1685.002', 'T1686'),
    answered: () => false,
    question: () => 'What happened where the logs or the protection were off?',
    query: (known) =>
      `union withsource=SourceTable *\n| where ${span(known, 0, 24)}\n| summarize Count = count(), First = min(TimeGenerated), Last = max(TimeGenerated) by SourceTable\n| sort by Last asc`,
  },
  {
    raises: (known) => has(known, 'T1651', 'T1021', 'T1609'),
    answered: (known, other) =>
      after(known, other) &&
      (other.event.table.startsWith('Device') ||
        other.event.table === 'SecurityEvent' ||
        other.event.table === 'Syslog'),
    question: () => 'What did the command do on the machine?',
    query: (known) =>
      `union isfuzzy=true DeviceProcessEvents, SecurityEvent, Syslog\n| where ${span(known, 0, 2)}\n| sort by TimeGenerated asc\n| take 200`,
  },
];

/** Questions that the curated events leave open; each once for an account, at the event that raises it first. */
export function gapsOf(events: readonly TimelineEvent[]): StoryGap[] {
  const known = events
    .flatMap((event) => (event.time === null ? [] : [knownOf(event, Date.parse(event.time))]))
    .sort((a, b) => a.at - b.at);
  const asked = new Set<string>();
  return known.flatMap((one) =>
    QUESTIONS.flatMap((each): StoryGap[] => {
      if (!each.raises(one) || known.some((other) => other !== one && each.answered(one, other))) return [];
      const question = each.question(one);
      const key = `${question} ${one.account.toLowerCase()}`;
      if (asked.has(key)) return [];
      asked.add(key);
      return [{ event: one.event.id, question, query: each.query(one) }];
    }),
  );
}

/** Techniques in the newest version, so that older claims raise the same questions. */
function knownOf(event: TimelineEvent, at: number): Known {
  const techniques = claimsThatHold(event.techniques).flatMap((claim) => {
    const answer = translateTechnique(claim.technique, claim.attackVersion, NEWEST_ATTACK_VERSION);
    return answer.kind === 'one' ? [answer.id] : answer.kind === 'several' ? answer.ids : [];
  });
  const tactics = new Set(techniques.flatMap((id) => technique(id, NEWEST_ATTACK_VERSION)?.tactics ?? []));
  const account = event.entities.find(({ kind }) => kind === 'account')?.value ?? '';
  return { event, at, techniques, tactics, account };
}

/** Hours before and after the event, as a predicate. */
function span({ at }: Known, from: number, to: number): string {
  const iso = (hours: number): string => new Date(at + hours * 3_600_000).toISOString();
  return `TimeGenerated between (datetime(${iso(from)}) .. datetime(${iso(to)}))`;
}
