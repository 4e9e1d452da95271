import { type Guard, isArrayOf, isCount, isRecord, isString } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';

export interface ExpectedAlert {
  readonly title?: string;
  readonly description?: string;
  readonly severity?: string;
  readonly tactics?: readonly string[];
  readonly entities?: readonly JsonObject[];
  readonly customDetails?: JsonObject;
}
/** What a test expects of a run; what it does not say it does not judge. */
export interface Expectation {
  readonly alerts?: number | readonly ExpectedAlert[];
  readonly rows?: number | readonly JsonObject[];
  readonly entities?: readonly JsonObject[];
  readonly severity?: string;
}

const isJsonObject: Guard<JsonObject> = (value): value is JsonObject => isRecord(value);
const isObjects = isArrayOf(isJsonObject);
const isExpectedAlert = maybe<ExpectedAlert>({
  title: isString,
  description: isString,
  severity: isString,
  tactics: isArrayOf(isString),
  entities: isObjects,
  customDetails: isJsonObject,
});
/** Whether what a file says is an expectation in all of its parts. */
export const isExpectation = maybe<Expectation>({
  alerts: (value): value is NonNullable<Expectation['alerts']> =>
    isCount(value) || isArrayOf(isExpectedAlert)(value),
  rows: (value): value is NonNullable<Expectation['rows']> => isCount(value) || isObjects(value),
  entities: isObjects,
  severity: isString,
});

/** An object whose members are each as the guard says or absent. */
function maybe<T extends object>(members: { readonly [K in keyof T]-?: Guard<NonNullable<T[K]>> }): Guard<T> {
  const entries = Object.entries<Guard<unknown>>(members);
  return (value): value is T =>
    isRecord(value) && entries.every(([name, guard]) => value[name] === undefined || guard(value[name]));
}
