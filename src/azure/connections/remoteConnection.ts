import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { AnswerSummary, QueryRequest } from '../../domain/answer.ts';
import type { Connection, ConnectionInfo, DialectGap, OnRows } from '../../domain/connection.ts';
import type { DatabaseSchema } from '../../domain/kustoType.ts';
import { AzimuthError } from '../../base/errors.ts';
import { BrokenAnswer, type DecodedHead } from '../answers/decode.ts';
import { type AnswerForm, FailedAnswer } from '../answers/forms.ts';
import { arriving, readAnswer } from '../answers/readAnswer.ts';
import { queryFailed } from '../faults/unfinished.ts';
import { badAnswer, network } from '../faults/way.ts';
import type { DIALECTS } from '../kql/dialects.ts';
import { dialectGaps, isOrdered } from '../kql/dialects.ts';
import { withFixedNow } from '../kql/fixedNow.ts';
import type { AzureClient, AzureRequest } from '../pipeline/client.ts';
import { refusedQuery } from './refusedQuery.ts';
import type { SchemaCache } from './schemaCache.ts';

/** What differs from service to service. */
export interface RemoteService {
  readonly info: ConnectionInfo;
  readonly form: AnswerForm;
  readonly dialect: (typeof DIALECTS)[keyof typeof DIALECTS];
  /** What its schema is of, the same for the same database; undefined where it is not asked for. */
  readonly place: string | undefined;
  readSchema(signal: AbortSignal | undefined): Promise<DatabaseSchema>;
  /** `text` is what is to be run, its now() fixed already. */
  request(text: string, request: QueryRequest, schema: () => Promise<DatabaseSchema>): Promise<AzureRequest>;
}

/** How often an answer is asked for whose bytes break off; nothing of it has been handed on by then. */
const ATTEMPTS = 3;

export class RemoteConnection implements Connection {
  readonly info: ConnectionInfo;
  readonly #client: AzureClient;
  readonly #service: RemoteService;
  readonly #cache: SchemaCache | undefined;
  #schema: Promise<DatabaseSchema> | undefined;

  constructor(client: AzureClient, service: RemoteService, cache?: SchemaCache) {
    this.#cache = cache;
    this.info = service.info;
    this.#client = client;
    this.#service = service;
  }

  /** Read once and kept, in the cache for a day; one reading serves all who ask at the same time. */
  schema(
    { refresh = false }: { readonly refresh?: boolean } = {},
    signal?: AbortSignal,
  ): Promise<DatabaseSchema> {
    if (refresh || !this.#schema) {
      const reading = this.#readSchema(refresh, signal);
      reading.catch(() => {
        if (this.#schema === reading) this.#schema = undefined;
      });
      this.#schema = reading;
    }
    return this.#schema;
  }

  async #readSchema(refresh: boolean, signal: AbortSignal | undefined): Promise<DatabaseSchema> {
    const { place } = this.#service;
    const kept = refresh || place === undefined ? undefined : await this.#cache?.read(place);
    if (kept) return kept;
    const schema = await this.#service.readSchema(signal);
    if (place !== undefined) await this.#cache?.write(place, schema);
    return schema;
  }

  dialectGaps(text: string): Promise<readonly DialectGap[]> {
    return Promise.resolve(dialectGaps(text, this.#service.dialect));
  }

  async query(
    request: QueryRequest,
    onRows: OnRows,
    signal?: AbortSignal,
  ): Promise<AnswerSummary & { readonly digest: string }> {
    const started = performance.now();
    const text = textOf(request);
    const asked = await this.#service.request(text, request, () => this.schema({}, signal));
    const sent = { ...asked, signal };
    const head = await this.#ask(
      sent,
      request.maxRows ?? Number.POSITIVE_INFINITY,
      onRows,
      text === request.text ? text : '',
    );
    return {
      columns: head.columns,
      ordered: isOrdered(request.text),
      completeness: head.completeness,
      statistics: { rows: head.rows, elapsedMs: performance.now() - started },
      digest: head.digest,
      ...(head.visualization ? { visualization: head.visualization } : {}),
      ...(head.further.length > 0 ? { further: head.further } : {}),
    };
  }

  /** Writes the service's answer to `file` as it came, and says what is in it. */
  async download(
    request: QueryRequest,
    file: string,
    signal?: AbortSignal,
  ): Promise<DecodedHead & { readonly elapsedMs: number }> {
    const started = performance.now();
    const asked = await this.#service.request(textOf(request), request, () => this.schema({}, signal));
    const { form } = this.#service;
    const head = await this.#whole({ ...asked, signal }, request.text, async (bytes) => {
      await pipeline(arriving(bytes), createWriteStream(file), signal ? { signal } : {});
      const options = { form, maxRows: Number.POSITIVE_INFINITY, signal };
      return readAnswer(createReadStream(file), options, () => undefined);
    });
    return { ...head, elapsedMs: performance.now() - started };
  }

  #ask(request: AzureRequest, maxRows: number, onRows: OnRows, text: string): Promise<DecodedHead> {
    const { form } = this.#service;
    const { signal } = request;
    return this.#whole(request, text, (bytes) => readAnswer(bytes, { form, maxRows, signal }, onRows));
  }

  async #whole(
    request: AzureRequest,
    text: string,
    read: (bytes: NodeJS.ReadableStream) => Promise<DecodedHead>,
  ): Promise<DecodedHead> {
    const { signal } = request;
    const host = URL.parse(request.url)?.host ?? this.info.label;
    for (let attempt = 1; ; attempt++) {
      const { bytes } = await this.#client.stream(request).catch((error: unknown) => {
        throw refusedQuery(error, text) ?? error;
      });
      try {
        return await read(bytes);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof AzimuthError) throw error;
        const broken = error instanceof BrokenAnswer;
        if (broken && attempt < ATTEMPTS) continue;
        if (error instanceof FailedAnswer) throw queryFailed(request.what, error.message);
        if (broken) throw network(host, request.what, false, error.cause ?? error);
        throw badAnswer(host, request.what, error instanceof Error ? error.message : String(error));
      }
    }
  }
}

/** What is sent: now() fixed where the request fixes it. */
function textOf({ text, now }: QueryRequest): string {
  return now === undefined ? text : withFixedNow(text, now);
}
