import { isIPv4, isIPv6 } from 'node:net';
import type { Entity } from '../../domain/entity.ts';
import type { Story } from '../exchange.ts';
import { domainObject, observable, type StixObject, stixId } from './objects.ts';

/**
 * The entity as STIX has it: an observable where there is one for its kind, else an identity of the class `system`.
 * Undefined where the value is not what its kind says, such as an address that is none.
 */
export function stixEntity({ kind, value }: Entity, story: Story): StixObject | undefined {
  switch (kind) {
    case 'account':
      return value.includes('@')
        ? observable('user-account', { account_login: value })
        : observable('user-account', { user_id: value });
    case 'ip':
      return address(value);
    case 'mailbox':
      return /^[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+$/.test(value)
        ? observable('email-addr', { value })
        : undefined;
    case 'file':
      return observable('file', { name: value });
    case 'url':
      return /^[!-~]+$/.test(value) && URL.canParse(value) ? observable('url', { value }) : undefined;
    case 'dns':
      return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value) ? observable('domain-name', { value }) : undefined;
    case 'cloud-application':
      return observable('software', { name: value });
    case 'host':
    case 'azure-resource':
      return domainObject('identity', stixId('identity', kind, value), story, story.made, {
        name: value,
        identity_class: 'system',
        description: kind === 'host' ? 'A host' : 'An Azure resource',
      });
  }
}

function address(text: string): StixObject | undefined {
  // As dual-stack services log an IPv4 address.
  const value = text.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIPv4(value)) return observable('ipv4-addr', { value });
  return isIPv6(value) && !value.includes('.') ? observable('ipv6-addr', { value }) : undefined;
}
