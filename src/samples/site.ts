import type { City } from './names.ts';

export interface Site {
  readonly name: string;
  readonly place: City;
  /** Public addresses that the office's traffic leaves by. */
  readonly egress: readonly string[];
  readonly asn: string;
}
