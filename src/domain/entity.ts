/** Sentinel's entity kinds that Azimuth pivots on. */
export const ENTITY_KINDS = [
  'account',
  'ip',
  'host',
  'cloud-application',
  'azure-resource',
  'mailbox',
  'file',
  'url',
  'dns',
] as const;

export type EntityKind = (typeof ENTITY_KINDS)[number];

export interface Entity {
  readonly kind: EntityKind;
  /** The strongest identifier that the row has: a UPN or object id, an address, a resource id. */
  readonly value: string;
}
