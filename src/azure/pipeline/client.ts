import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { TokenCredential } from '../auth/credential.ts';
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  decompressResponsePolicy,
  type HttpClient,
  type HttpHeaders,
  type Pipeline,
  type PipelineRequest,
  proxyPolicy,
  setClientRequestIdPolicy,
} from '@azure/core-rest-pipeline';
import type { JsonValue } from '../../base/json.ts';
import type { Cloud, Plane } from '../clouds.ts';
import type { Need } from '../faults/fault.ts';
import { authPolicy } from './authPolicy.ts';
import { type RequestContext, setContext } from './context.ts';
import { faultPolicy } from './faultPolicy.ts';
import { hostPolicy } from './hostPolicy.ts';
import { limitPolicy } from './limitPolicy.ts';
import { bodyOf, jsonPolicy } from './readJson.ts';
import { type RetryOptions, retryPolicy } from './retryPolicy.ts';
import { timeoutPolicy } from './timeoutPolicy.ts';
import { requestIdOf, type Trace, tracePolicy } from './tracePolicy.ts';

export interface AzureRequest {
  readonly plane: Plane;
  readonly method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** A path of the plane's endpoint with its query, or an address that an answer gave. */
  readonly url: string;
  readonly body?: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
  /** For messages, as an infinitive: "list incidents". */
  readonly what: string;
  readonly need?: Need;
  readonly tenant?: string;
  /** For a POST that only asks. */
  readonly reads?: boolean;
  /** Milliseconds without an answer after which an attempt is given up. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface AzureResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: JsonValue | undefined;
  readonly requestId: string | undefined;
}

export interface ClientOptions {
  readonly cloud: Cloud;
  readonly credential: TokenCredential;
  readonly trace?: Trace;
  readonly retry?: RetryOptions;
  readonly limits?: Partial<Record<Plane, number>>;
}

const TIMEOUT = 100_000;

/** The one way to Azure: every request goes through the same policies, whoever made it. */
export class AzureClient {
  readonly cloud: Cloud;
  readonly #pipeline: Pipeline;
  readonly #http = createDefaultHttpClient();
  /** Waits as the retries do: milliseconds, ended by the signal with an AbortError. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<unknown>;

  constructor({ cloud, credential, trace = () => undefined, retry, limits }: ClientOptions) {
    this.cloud = cloud;
    this.pause = (ms, signal) => retry?.wait?.(ms, signal) ?? delay(ms, undefined, signal ? { signal } : {});
    this.#pipeline = createEmptyPipeline();
    for (const policy of [
      faultPolicy(),
      setClientRequestIdPolicy(),
      retryPolicy(retry),
      hostPolicy(cloud),
      authPolicy(cloud, credential),
      jsonPolicy(),
      limitPolicy(limits),
      tracePolicy(trace),
      proxyPolicy(),
      decompressResponsePolicy(),
      timeoutPolicy(),
    ])
      this.#pipeline.addPolicy(policy);
  }

  /** Rejects with an AzureFault, or with an AbortError where `signal` fired. */
  async send(request: AzureRequest): Promise<AzureResponse> {
    request.signal?.throwIfAborted();
    const sent = this.#request(request);
    const response = await this.#pipeline.sendRequest(this.#http, sent);
    const { status, headers } = response;
    return { status, headers, body: bodyOf(response), requestId: requestIdOf(headers) };
  }

  /** The bytes of a success as they come, `null` where it says that it has no content; to be read to the end or destroyed. Errors as with `send`. */
  async stream(
    request: AzureRequest,
  ): Promise<{ readonly headers: HttpHeaders; readonly bytes: NodeJS.ReadableStream }> {
    request.signal?.throwIfAborted();
    const sent = this.#request(request);
    sent.streamResponseStatusCodes = new Set([200]);
    const { status, headers, readableStreamBody } = await this.#pipeline.sendRequest(this.#http, sent);
    return { headers, bytes: readableStreamBody ?? Readable.from(status === 204 ? ['null'] : []) };
  }

  /**
   * For Azure's own SDK clients (`httpClient`, with their retries set to 0): their requests pass the same policies. The token that
   * they put on a request is replaced by this client's.
   */
  httpClient(
    plane: Plane,
    { reads = false, ...about }: Pick<AzureRequest, 'what' | 'need' | 'tenant' | 'reads'>,
  ): HttpClient {
    return {
      sendRequest: (request) => {
        const changes = !reads && request.method !== 'GET' && request.method !== 'HEAD';
        this.#announce(request, { plane, ...about, changes, repeatable: reads || request.method !== 'POST' });
        return this.#pipeline.sendRequest(this.#http, request);
      },
    };
  }

  #request({ plane, method = 'GET', url, body, headers = {}, ...rest }: AzureRequest): PipelineRequest {
    const { what, need, tenant, reads = false, timeout = TIMEOUT, signal } = rest;
    const request = createPipelineRequest({
      url: url.startsWith('/') ? `${this.cloud.planes[plane].endpoint}${url}` : url,
      method,
      timeout,
      headers: createHttpHeaders({
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { abortSignal: signal } : {}),
    });
    const changes = method !== 'GET' && !reads;
    this.#announce(request, { plane, what, need, tenant, changes, repeatable: reads || method !== 'POST' });
    return request;
  }

  #announce(
    request: PipelineRequest,
    {
      need,
      tenant,
      ...context
    }: Omit<RequestContext, 'need' | 'tenant'> & {
      readonly need?: Need | undefined;
      readonly tenant?: string | undefined;
    },
  ): void {
    setContext(request, { ...context, need, tenant });
  }
}
