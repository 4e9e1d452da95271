import type { Entity, EntityKind } from './entity.ts';

/** Columns in which Log Analytics tables name each kind of entity. */
export const ENTITY_COLUMNS: Readonly<Partial<Record<EntityKind, readonly string[]>>> = {
  account: [
    'UserPrincipalName',
    'Caller',
    'UserId',
    'AccountUpn',
    'InitiatingProcessAccountUpn',
    'RecipientEmailAddress',
    'SenderFromAddress',
    'Identity',
  ],
  mailbox: ['RecipientEmailAddress', 'MailboxOwnerUPN', 'UserId'],
  ip: [
    'IPAddress',
    'CallerIpAddress',
    'ClientIP',
    'CallerIPAddress',
    'SrcIp',
    'DestIp',
    'SourceIp',
    'ClientIp',
    'RemoteIP',
  ],
  host: ['Computer', 'DeviceName', 'HostName'],
  'cloud-application': [
    'AppId',
    'AppDisplayName',
    'ServicePrincipalId',
    'ServicePrincipalName',
    'Application',
  ],
  url: ['Url', 'RequestUri', 'Fqdn'],
  file: ['FileName', 'SourceFileName', 'ObjectKey'],
  'azure-resource': ['_ResourceId', 'ResourceId'],
};

const KINDS = Object.keys(ENTITY_COLUMNS) as EntityKind[];
const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]*:[0-9a-f.]*)(?::\d+)?$/i;
const RESOURCE = /^\/subscriptions\/[^/]+(?:\/|$)/i;
const UPN = /^[^\s@"'<>]{1,100}@[^\s@"'<>]{1,200}\.[^\s@"'<>.]{2,}$/;
const MAX_LENGTH = 1000;

/**
 * The entity that a cell names, by what its column is called in the service's tables, else by how the value is
 * written; undefined for none.
 */
export function entityOf(column: string, value: unknown): Entity | undefined {
  if (typeof value !== 'string' || value === '' || value.length > MAX_LENGTH) return undefined;
  const kind =
    KINDS.find((each) => ENTITY_COLUMNS[each]?.includes(column)) ??
    (IP.test(value)
      ? 'ip'
      : RESOURCE.test(value)
        ? 'azure-resource'
        : UPN.test(value)
          ? 'account'
          : undefined);
  return kind && { kind, value };
}
