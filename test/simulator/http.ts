import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyAndCertificate } from './certificates.ts';
import type { Faults, Injected } from './faults.ts';

export type Plane = 'entra' | 'arm' | 'graph' | 'logAnalytics' | 'kusto';

/** A request as a service sees it. */
export interface Call {
  readonly plane: Plane;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** Of a JSON body; undefined where there is none or it is no JSON. */
  readonly body: unknown;
  /** Origin of this plane, for links. */
  readonly origin: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
}

export type Service = (call: Call) => Promise<Reply> | Reply;

export interface Requested {
  readonly plane: Plane;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
}

/** What came in, in order; tests count it. */
export type RequestLog = Requested[];

/** One HTTPS server of a plane on 127.0.0.1, with faults put between the service and the wire. */
export async function servePlane(
  plane: Plane,
  service: Service,
  { key, certificate }: KeyAndCertificate,
  faults: Faults,
  log: RequestLog,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  let origin = '';
  const server: Server = createServer({ key, cert: certificate }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'https://127.0.0.1');
    const text = await textOf(request);
    const call: Call = {
      plane,
      method: request.method ?? 'GET',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: request.headers,
      text,
      body: json(text),
      origin,
    };
    const fault = faults.take(call);
    let reply: Reply;
    if (fault?.kind === 'reset') {
      log.push(requested(call, 0));
      response.destroy();
      return;
    }
    if (fault?.kind === 'status') reply = failure(plane, fault);
    else if (fault?.kind === 'claims') reply = { status: 401, ...challenge(fault.claims) };
    else if (fault?.kind === 'expired') reply = expired();
    else {
      try {
        reply = await service(call);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        reply = error.reply;
      }
      if (fault?.kind === 'answer') reply = fault.change(reply);
    }
    log.push(requested(call, reply.status));
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'resetAfter') return void response.destroy();
    await send(response, reply, plane, fault, faults.skewSeconds);
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function requested({ plane, method, path, query }: Call, status: number): Requested {
  return { plane, method, path, query: query.toString(), status };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function json(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function send(
  response: ServerResponse,
  { status, headers = {}, body }: Reply,
  plane: Plane,
  fault: Injected | undefined,
  skewSeconds: number,
): Promise<void> {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const bytes = Buffer.from(text);
  const id = randomUUID();
  response.writeHead(status, {
    ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': String(bytes.length),
    date: new Date(Date.now() + skewSeconds * 1_000).toUTCString(),
    ...(plane === 'graph'
      ? { 'request-id': id, 'client-request-id': id }
      : { 'x-ms-request-id': id, 'x-ms-correlation-request-id': id }),
    ...headers,
  });
  if (fault?.kind === 'half') {
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
    return;
  }
  if (fault?.kind === 'slow') {
    const size = Math.max(1, Math.ceil(bytes.length / fault.pieces));
    for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
      response.write(bytes.subarray(at, at + size));
      await new Promise((later) => setTimeout(later, fault.everyMs));
    }
  } else if (bytes.length > 0) response.write(bytes);
  response.end();
}

/** Thrown by a service to answer with an error. */
export class Refusal extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super(`status ${reply.status}`);
    this.reply = reply;
  }
}

/** ARM's error form, which Graph's is too but for what is inside. */
export function refuse(status: number, code: string, message: string, more: object = {}): never {
  throw new Refusal({ status, body: { error: { code, message, ...more } } });
}

function failure(plane: Plane, { status, retryAfter, code }: Injected & { kind: 'status' }): Reply {
  const name = code ?? (status === 429 ? 'TooManyRequests' : status === 503 ? 'ServiceUnavailable' : 'Error');
  return {
    status,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
    body: { error: { code: name, message: `The ${plane} service said so.` } },
  };
}

function challenge(claims: string): Omit<Reply, 'status'> {
  const encoded = Buffer.from(claims).toString('base64');
  return {
    headers: {
      'www-authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`,
    },
    body: {
      error: {
        code: 'InvalidAuthenticationToken',
        message: 'Continuous access evaluation resulted in challenge',
      },
    },
  };
}

export function expired(): Reply {
  return {
    status: 401,
    headers: {
      'www-authenticate': 'Bearer error="invalid_token", error_description="The access token expired"',
    },
    body: {
      error: {
        code: 'ExpiredAuthenticationToken',
        message: 'The access token expiry is before the current time.',
      },
    },
  };
}
