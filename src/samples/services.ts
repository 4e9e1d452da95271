import type { FirstPartyApp } from './apps.ts';
import { AUDIENCES } from './apps.ts';
import type { Random } from './random.ts';

/** An application registration or managed identity that works by itself, day and night. */
export interface Service {
  readonly name: string;
  readonly kind: 'application' | 'managedIdentity';
  readonly appId: string;
  /** Object id of its service principal. */
  readonly id: string;
  /** Object id of its application registration. */
  readonly registration: string;
  readonly credential: string;
  readonly audience: FirstPartyApp;
  readonly roles: readonly string[];
  readonly ip: string;
  readonly userAgent: string;
  /** Share of all service sign-ins. */
  readonly share: number;
}

interface Template {
  readonly name: string;
  readonly kind: Service['kind'];
  readonly audience: FirstPartyApp;
  readonly roles: readonly string[];
  readonly userAgent: string;
  readonly share: number;
}

const TEMPLATES: readonly Template[] = [
  template(
    'HR Sync',
    'application',
    AUDIENCES.graph,
    ['User.ReadWrite.All', 'Group.Read.All'],
    'python-requests/2.32.3',
    6,
  ),
  template(
    'Ticket Connector',
    'application',
    AUDIENCES.graph,
    ['Mail.Read', 'User.Read.All'],
    'Java/21.0.6',
    9,
  ),
  template(
    'Licence Reporter',
    'application',
    AUDIENCES.graph,
    ['Reports.Read.All', 'User.Read.All'],
    'PowerShell/7.5',
    3,
  ),
  template(
    'SIEM Forwarder',
    'application',
    AUDIENCES.graph,
    ['AuditLog.Read.All', 'SecurityEvents.Read.All'],
    'Go-http-client/2.0',
    12,
  ),
  template('Deploy Pipeline', 'application', AUDIENCES.management, [], 'Terraform/1.11 azurerm/4.22', 7),
  template('Backup Operator', 'application', AUDIENCES.storage, [], 'azsdk-net-Storage.Blobs/12.24', 5),
  template('mi-web', 'managedIdentity', AUDIENCES.keyVault, [], '', 14),
  template('mi-orders', 'managedIdentity', AUDIENCES.sql, [], '', 9),
  template('mi-archive', 'managedIdentity', AUDIENCES.storage, [], '', 11),
];

export function makeServices(random: Random, stem: string): readonly Service[] {
  return TEMPLATES.map((entry, index) => ({
    ...entry,
    name: entry.kind === 'application' ? `${stem} ${entry.name}` : `${entry.name}-${stem.toLowerCase()}`,
    appId: random.guid(),
    id: random.guid(),
    registration: random.guid(),
    credential: random.guid(),
    ip: entry.kind === 'application' ? `198.18.${random.int(0, 255)}.${20 + index}` : '',
  }));
}

function template(
  name: string,
  kind: Service['kind'],
  audience: FirstPartyApp,
  roles: readonly string[],
  userAgent: string,
  share: number,
): Template {
  return { name, kind, audience, roles, userAgent, share };
}
