import type { Connection, ConnectionInfo, Connections } from '../domain/connection.ts';
import type { OpenCase } from './case/openCase.ts';

export const CASE_CONNECTION = 'case';

/** The open case's own logs, which are always there, and whatever else can be asked. */
export class AllConnections implements Connections {
  private readonly openCase: OpenCase;
  private readonly remote: Connections;

  constructor(openCase: OpenCase, remote: Connections) {
    this.openCase = openCase;
    this.remote = remote;
  }

  async list(): Promise<readonly ConnectionInfo[]> {
    return [this.ofCase(), ...(await this.remote.list())];
  }

  async get(name: string): Promise<Connection> {
    if (name !== CASE_CONNECTION) return this.remote.get(name);
    const session = await this.openCase.session();
    return {
      info: this.ofCase(),
      schema: () => session.schema(),
      dialectGaps: () => Promise.resolve([]),
      query: (request, onRows, signal) => session.query({ ...request, withRowKeys: true }, onRows, signal),
    };
  }

  private ofCase(): ConnectionInfo {
    return {
      name: CASE_CONNECTION,
      kind: 'case',
      label: this.openCase.summary?.info.title ?? 'Logs of the case',
    };
  }
}
