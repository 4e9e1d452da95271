/** Sentinel's entity kinds that Azimuth pivots on. */
export type EntityKind =
  | 'account'
  | 'ip'
  | 'host'
  | 'cloud-application'
  | 'azure-resource'
  | 'mailbox'
  | 'file'
  | 'url'
  | 'dns';

export interface Entity {
  readonly kind: EntityKind;
  /** The strongest identifier that the row has: a UPN or object id, an address, a resource id. */
  readonly value: string;
}
