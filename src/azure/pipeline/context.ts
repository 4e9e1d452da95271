import type { PipelineRequest } from '@azure/core-rest-pipeline';
import type { Plane } from '../clouds.ts';
import type { Need } from '../faults/fault.ts';

/** What the policies know of a request beside its bytes. */
export interface RequestContext {
  readonly plane: Plane;
  /** Entra tenant whose token is asked for; the credential's own where undefined. */
  readonly tenant: string | undefined;
  /** For messages, as an infinitive: "list incidents". */
  readonly what: string;
  readonly need: Need | undefined;
  /** Whether sending it twice does the same as sending it once. */
  readonly repeatable: boolean;
  /** Whether it is meant to change something. */
  readonly changes: boolean;
}

/** Beside the requests and not on them: SDKs copy requests, and a context that is lost fails closed. */
const contexts = new WeakMap<PipelineRequest, RequestContext>();

export function setContext(request: PipelineRequest, context: RequestContext): void {
  contexts.set(request, context);
}

export function contextOf(request: PipelineRequest): RequestContext {
  const context = contexts.get(request);
  if (!context) throw new Error('a request without a context reached the pipeline');
  return context;
}
