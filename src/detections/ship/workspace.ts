import type { JsonObject } from '../../base/json.ts';

/** A rule as a workspace has it. */
export interface DeployedRule {
  /** Name of the resource: the rule's id. */
  readonly id: string;
  /** Scheduled, NRT, Fusion … */
  readonly kind: string;
  readonly etag: string;
  readonly properties: JsonObject;
}

/** A Sentinel workspace's analytics rules. Rejects with AzimuthErrors; one with a code that ends in `conflict` where an etag is stale. */
export interface RuleWorkspace {
  /** ARM id. */
  readonly id: string;
  list(signal?: AbortSignal): Promise<readonly DeployedRule[]>;
  read(id: string, signal?: AbortSignal): Promise<DeployedRule | undefined>;
  /** `etag` null: the rule must not be there yet. */
  put(
    rule: {
      readonly id: string;
      readonly kind: string;
      readonly properties: JsonObject;
      readonly etag: string | null;
    },
    signal?: AbortSignal,
  ): Promise<DeployedRule>;
  remove(id: string, etag: string, signal?: AbortSignal): Promise<void>;
}
