import type { AzureClient } from '../../../src/azure/pipeline/client.ts';

/** What an action said at its end. */
export type Said =
  | { readonly kind: 'whole' }
  /** It said that something is missing or not known, and why. */
  | { readonly kind: 'told'; readonly errors: readonly unknown[] };

export interface Action {
  readonly name: string;
  /** Does it and checks that the tenant is as it says. Rejects with what a person is then told. */
  run(client: AzureClient): Promise<Said>;
  /** After a rejection: the tenant is as it was before. */
  unchanged?(): void;
  /** Reads that end with what they have, whatever a service left out. */
  readonly lists?: boolean;
}

export const WHOLE: Said = { kind: 'whole' };
export const told = (...errors: readonly unknown[]): Said => ({ kind: 'told', errors });
