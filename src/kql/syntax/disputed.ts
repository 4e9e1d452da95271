import type { KqlDiagnostic } from '../engine.ts';

/** Errors of Kusto.Language that the service itself does not raise; the engine decides about them at the node. */
const NOT_RAISED_BY_THE_SERVICE = new Set<string>([]);

export function isOurBusiness(diagnostic: KqlDiagnostic): boolean {
  return !NOT_RAISED_BY_THE_SERVICE.has(diagnostic.code);
}
