import { AzimuthError } from '../base/errors.ts';
import type { Connections } from '../domain/connection.ts';

/** Where nothing but the case's own logs can be asked. */
export const noConnections: Connections = {
  list: () => Promise.resolve([]),
  get: (name) =>
    Promise.reject(
      new AzimuthError('connection.unknown', `There is no connection "${name}".`, {
        unharmed: 'nothing was run',
        next: ['Use the connection "case", the logs of the open case.'],
      }),
    ),
};
