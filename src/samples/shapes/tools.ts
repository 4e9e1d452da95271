import { activityEvent, snakeCased } from '../records/activity.ts';
import { directoryAudit, riskDetectionRecord } from '../records/entra.ts';
import { auditData, creationTime } from '../records/office.ts';
import { graphSignIn, signInEventType } from '../records/signIn.ts';
import { huntingRow } from '../records/diagnostic.ts';
import { csvCell, plainText } from './csv.ts';
import { JSON_ARRAY, LINES } from './exportFiles.ts';
import type { Framing } from './exportFiles.ts';
import type { Shape } from './shape.ts';
import { textOf } from '../table.ts';

const RISK_CSV = [
  'Activity',
  'ActivityDateTime',
  'AdditionalInfo',
  'CorrelationId',
  'DetectedDateTime',
  'IPAddress',
  'Id',
  'LastUpdatedDateTime',
  'City',
  'CountryOrRegion',
  'State',
  'RequestId',
  'RiskDetail',
  'RiskEventType',
  'RiskLevel',
  'RiskState',
  'DetectionTimingType',
  'Source',
  'TokenIssuerType',
  'UserDisplayName',
  'UserId',
  'UserPrincipalName',
] as const;

const RISK_FRAMING: Framing = { open: `${RISK_CSV.join(',')}\n`, between: '\n', close: '\n' };

/** What Microsoft-Extractor-Suite leaves in its Output folder. */
export const EXTRACTOR_SUITE: Shape = {
  id: 'extractor-suite',
  title: 'Microsoft-Extractor-Suite output',
  carries: (table) =>
    signInEventType(table) !== undefined ||
    ['AuditLogs', 'AzureActivity', 'OfficeActivity', 'AADUserRiskEvents'].includes(table),
  open: (files, plan) => {
    const stamp = new Date(plan.world.end).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    const file = stamp.replace('-', '');
    return {
      accept({ table, row }) {
        const kind = signInEventType(table.name);
        if (kind !== undefined)
          files.add(
            `Output/EntraID/${stamp}-SignInLogs/${kind}/${file}-${kind}-SignInLogs.json`,
            JSON.stringify(graphSignIn(table.name, row), null, 2),
            JSON_ARRAY,
          );
        else if (table.name === 'AuditLogs')
          files.add(
            `Output/EntraID/${stamp}-AuditLogs/${file}-AuditLogs.json`,
            JSON.stringify(directoryAudit(row), null, 2),
            JSON_ARRAY,
          );
        else if (table.name === 'AzureActivity')
          files.add(
            `Output/Activity Logs/${stamp}/${file}-${textOf(row, 'SubscriptionId')}-ActivityLog.json`,
            JSON.stringify(activityEvent(row, plan.world.tenant.id), null, 2),
            JSON_ARRAY,
          );
        else if (table.name === 'AADUserRiskEvents')
          files.add(
            `Output/RiskyEvents/${stamp}/${stamp}-RiskyEvents.csv`,
            riskLine(riskDetectionRecord(row)),
            RISK_FRAMING,
          );
        else
          files.add(
            `Output/UnifiedAuditLog/${stamp}/UAL-${creationTime(row).slice(0, 10).replaceAll('-', '')}000000-${creationTime(row).slice(0, 10).replaceAll('-', '')}235959.json`,
            JSON.stringify({
              RecordType: textOf(row, 'RecordType'),
              CreationDate: `${creationTime(row)}Z`,
              UserIds: row['UserId'] ?? '',
              Operations: row['Operation'] ?? '',
              AuditData: auditData(row),
              ResultIndex: 1,
              ResultCount: 1,
              Identity: row['OfficeId'] ?? '',
              IsValid: true,
              ObjectState: 'Unchanged',
            }),
            JSON_ARRAY,
          );
      },
      finish: () => undefined,
    };
  },
};

function riskLine(record: ReturnType<typeof riskDetectionRecord>): string {
  const location = record['location'] as {
    readonly city?: string;
    readonly state?: string;
    readonly countryOrRegion?: string;
  };
  const placed: typeof record = {
    ...record,
    iPAddress: record['ipAddress'] ?? '',
    city: location.city ?? '',
    state: location.state ?? '',
    countryOrRegion: location.countryOrRegion ?? '',
  };
  return RISK_CSV.map((name) =>
    csvCell(plainText(placed[name.charAt(0).toLowerCase() + name.slice(1)])),
  ).join(',');
}

const GOOSE_SIGN_INS: Readonly<Record<string, string>> = {
  interactiveUser: 'adfs',
  nonInteractiveUser: 'rt',
  servicePrincipal: 'sp',
  managedIdentity: 'msi',
};

/** What Untitled Goose Tool leaves in its output folder: JSON Lines throughout. */
export const GOOSE: Shape = {
  id: 'goose',
  title: 'Untitled Goose Tool output',
  carries: (table) =>
    signInEventType(table) !== undefined ||
    ['AuditLogs', 'AzureActivity', 'OfficeActivity'].includes(table) ||
    /^(Email|UrlClick|AlertInfo|AlertEvidence)/.test(table),
  open: (files, plan) => ({
    accept(event) {
      const { table, row } = event;
      const day = textOf(row, 'TimeGenerated').slice(0, 10);
      const kind = signInEventType(table.name);
      if (kind !== undefined) {
        const source = GOOSE_SIGN_INS[kind] ?? kind;
        files.add(
          `output/azuread/${source}/${source}_signin_log_${day}.json`,
          JSON.stringify(graphSignIn(table.name, row)),
          LINES,
        );
      } else if (table.name === 'AuditLogs')
        files.add(
          `output/azuread/azure_audit_logs/azureadauditlog_${day}.json`,
          JSON.stringify(directoryAudit(row)),
          LINES,
        );
      else if (table.name === 'AzureActivity')
        files.add(
          `output/azure/${textOf(row, 'SubscriptionId')}/Activity Log/azure_activity_log_${day}.json`,
          JSON.stringify(snakeCased(activityEvent(row, plan.world.tenant.id))),
          LINES,
        );
      else if (table.name === 'OfficeActivity')
        files.add(`output/m365/ual_${day}_${day}_000000_235959.json`, JSON.stringify(auditData(row)), LINES);
      else files.add(`output/mde/${table.name}.json`, JSON.stringify(huntingRow(event)), LINES);
    },
    finish: () => undefined,
  }),
};
