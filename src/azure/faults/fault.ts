import { AzimuthError, type ErrorGuidance } from '../../base/errors.ts';

/** The least right that an operation needs, so that a refusal can name it. */
export type Need =
  | { readonly kind: 'role'; readonly role: string; readonly scope: string; readonly action: string }
  | { readonly kind: 'permission'; readonly permission: string; readonly role?: string };

/** What a service said, kept for support. No URL, header or body of a request is in it. */
export interface ServiceReply {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string | undefined;
  /** Set where a web page came, which is a gateway's or a proxy's. */
  readonly isPage?: boolean;
  /** Set where the request was sent again after a sending of which the outcome was not known. */
  readonly isOfRepeated?: boolean;
  /** Where in a query, as the service counts. */
  readonly place?: {
    readonly code: string;
    readonly line: number;
    readonly position: number;
    readonly token: string;
  };
}

/** A failure of Azure or on the way to it. `reply` is missing where no answer came. */
export class AzureFault extends AzimuthError {
  readonly reply: ServiceReply | undefined;

  constructor(
    code: `azure.${string}`,
    message: string,
    guidance: ErrorGuidance,
    reply?: ServiceReply,
    cause?: unknown,
  ) {
    super(code, message, guidance, cause === undefined ? {} : { cause });
    this.reply = reply;
  }
}

const PASSING: readonly string[] = [
  'azure.network',
  'azure.unavailable',
  'azure.throttled',
  'azure.not-azure',
  'azure.bad-answer',
];

/** Whether it is of the way or of the moment: what was read before still holds as far as one knows. */
export function isPassing(error: unknown): boolean {
  return error instanceof AzureFault && PASSING.includes(error.code);
}

/** What a refusal leaves as it was. */
export const UNCHANGED = 'nothing in the tenant was changed';

/** What is so after a change of which no answer told the end. */
export const UNCERTAIN = 'the change may or may not have been applied';

/** A service's own words as a sentence. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
