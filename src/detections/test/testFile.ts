import { type Guard, isArrayOf, isCount, isRecord, isString } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { ticksFromIso } from '../../base/ticks.ts';
import type { Span } from '../../kql/diagnostics.ts';
import { parseDuration, type Seconds } from '../rule/duration.ts';
import { YamlSource, type YamlPath } from '../rule/source.ts';

/** Events in the file: a template or a table, columns, and how often. */
export interface InlineEvents {
  readonly from: 'inline';
  readonly table: string;
  readonly values: JsonObject;
  /** Of TimeGenerated, against now. */
  readonly at: Seconds;
  readonly times: number;
  readonly every: Seconds;
}
export type GivenEvents =
  | InlineEvents
  | {
      readonly from: 'file';
      readonly path: string;
      readonly table: string | undefined;
      readonly newest: Seconds | undefined;
    }
  | {
      readonly from: 'export';
      readonly records: readonly JsonObject[];
      readonly shape: string | undefined;
      readonly newest: Seconds | undefined;
    }
  | { readonly from: 'pinned'; readonly id: string; readonly newest: Seconds | undefined };

export interface ExpectedAlert {
  readonly title?: string;
  readonly description?: string;
  readonly severity?: string;
  readonly tactics?: readonly string[];
  readonly entities?: readonly JsonObject[];
  readonly customDetails?: JsonObject;
}
export interface Expectation {
  readonly alerts?: number | readonly ExpectedAlert[];
  readonly rows?: number | readonly JsonObject[];
  readonly entities?: readonly JsonObject[];
  readonly severity?: string;
}

export interface RuleTest {
  readonly name: string;
  /** ISO 8601 */
  readonly now: string;
  readonly events: readonly GivenEvents[];
  readonly expect: Expectation;
  /** Of the test in its file. */
  readonly span: Span;
}

export interface Excuse {
  readonly mutant: string;
  readonly reason: string;
}

export interface TestFile {
  /** Relative to the test file; undefined: the rule of the same name. */
  readonly rule: string | undefined;
  readonly tests: readonly RuleTest[];
  readonly excused: readonly Excuse[];
  readonly faults: readonly { readonly message: string; readonly span: Span }[];
}

/** What now is in a test that does not say. */
const DEFAULT_NOW = '2026-03-02T12:00:00Z';
const FILE_KEYS = new Set(['rule', 'now', 'templates', 'tests', 'excused']);
const TEST_KEYS = new Set(['name', 'now', 'events', 'expect', 'quietWith']);
const EVENT_KEYS = new Set([
  '$table',
  '$like',
  '$at',
  '$times',
  '$every',
  '$file',
  '$export',
  '$shape',
  '$pinned',
  '$newest',
]);
const EXPECT_KEYS = new Set(['alerts', 'rows', 'entities', 'severity']);
const MAX_TIMES = 100_000;

/** Reads `name.test.yaml`. What is wrong with it is in `faults`, each at its place; nothing is passed over. */
export function readTestFile(text: string): TestFile {
  return new TestFileReader(new YamlSource(text)).read();
}

class TestFileReader {
  readonly #source: YamlSource;
  readonly #faults: { message: string; span: Span }[] = [];
  #now = DEFAULT_NOW;
  #templates: Readonly<Record<string, unknown>> = {};

  constructor(source: YamlSource) {
    this.#source = source;
  }

  read(): TestFile {
    const { data } = this.#source;
    this.#faults.push(...this.#source.faults);
    this.#onlyKeys(data, FILE_KEYS, []);
    this.#now = this.#time(data['now'], ['now']) ?? DEFAULT_NOW;
    if (isRecord(data['templates'])) this.#templates = data['templates'];
    const list = Array.isArray(data['tests']) ? (data['tests'] as readonly unknown[]) : [];
    if (list.length === 0 && this.#faults.length === 0) this.#fault('The file has no tests', []);
    const tests = list.flatMap((each, index) => (isRecord(each) ? this.#test(each, ['tests', index]) : []));
    const rule = data['rule'];
    const excused = Array.isArray(data['excused']) ? (data['excused'] as readonly unknown[]) : [];
    return {
      rule: typeof rule === 'string' ? rule : undefined,
      tests,
      excused: excused.flatMap((each, index) => this.#excuse(each, ['excused', index])),
      faults: this.#faults,
    };
  }

  #test(data: Readonly<Record<string, unknown>>, path: YamlPath): RuleTest[] {
    this.#onlyKeys(data, TEST_KEYS, path);
    const name = data['name'];
    if (typeof name !== 'string' || name === '') this.#fault('The test has no name', path);
    const now = this.#time(data['now'], [...path, 'now']) ?? this.#now;
    const list = Array.isArray(data['events']) ? (data['events'] as readonly unknown[]) : [];
    const events = list.flatMap((each, index) =>
      isRecord(each) ? this.#events(each, [...path, 'events', index]) : [],
    );
    const test: RuleTest = {
      name: String(name),
      now,
      events,
      expect: this.#expect(data['expect'], [...path, 'expect']),
      span: this.#source.span([...path, 'name']),
    };
    const variants = Array.isArray(data['quietWith']) ? (data['quietWith'] as readonly unknown[]) : [];
    return [
      test,
      ...variants.flatMap((each, index) => this.#variant(test, each, [...path, 'quietWith', index])),
    ];
  }

  /** The same events with other values, of which no alert may come. `$at`, `$times` and `$every` may be changed too. */
  #variant(test: RuleTest, change: unknown, path: YamlPath): RuleTest[] {
    if (!isRecord(change)) {
      this.#fault('A variation is a mapping of columns to values', path);
      return [];
    }
    const { $at, $times, $every, $table, ...values } = change as Readonly<Record<string, JsonValue>>;
    const events = test.events.map((each): GivenEvents => {
      if (each.from !== 'inline' || ($table !== undefined && each.table !== $table)) return each;
      return {
        ...each,
        values: { ...each.values, ...values },
        at: $at === undefined ? each.at : (this.#offset($at, path) ?? each.at),
        times: typeof $times === 'number' ? $times : each.times,
        every: $every === undefined ? each.every : (this.#offset($every, path) ?? each.every),
      };
    });
    const said = Object.entries(change).map(
      ([column, value]) => `${column} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    return [
      {
        ...test,
        name: `${test.name}; quiet with ${said.join(', ')}`,
        events,
        expect: { alerts: 0 },
        span: this.#source.span(path),
      },
    ];
  }

  #events(data: Readonly<Record<string, unknown>>, path: YamlPath): GivenEvents[] {
    const all = this.#withTemplate(data, path, 0);
    for (const key of Object.keys(all))
      if (key.startsWith('$') && !EVENT_KEYS.has(key)) this.#fault(`There is no ${key}`, path);
    const newest = all['$newest'] === undefined ? undefined : this.#offset(all['$newest'], path);
    const text = (key: string): string | undefined => (typeof all[key] === 'string' ? all[key] : undefined);
    const [file, pinned] = [text('$file'), text('$pinned')];
    if (file !== undefined) return [{ from: 'file', path: file, table: text('$table'), newest }];
    if (pinned !== undefined) return [{ from: 'pinned', id: pinned, newest }];
    if (Array.isArray(all['$export'])) {
      const records = (all['$export'] as readonly unknown[]).filter((each): each is JsonObject =>
        isRecord(each),
      );
      return [{ from: 'export', records, shape: text('$shape'), newest }];
    }
    const table = text('$table');
    if (table === undefined) {
      this.#fault('The event says no $table, $like, $file, $export or $pinned', path);
      return [];
    }
    const times = typeof all['$times'] === 'number' ? all['$times'] : 1;
    if (!Number.isInteger(times) || times < 1 || times > MAX_TIMES)
      this.#fault(`$times is a whole number from 1 to ${MAX_TIMES}`, path);
    const values = Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith('$')));
    return [
      {
        from: 'inline',
        table,
        values: values as JsonObject,
        at: this.#offset(all['$at'] ?? '-5m', path) ?? 0,
        times,
        every: this.#offset(all['$every'] ?? '1s', path) ?? 1,
      },
    ];
  }

  #withTemplate(
    data: Readonly<Record<string, unknown>>,
    path: YamlPath,
    depth: number,
  ): Readonly<Record<string, unknown>> {
    const name = data['$like'];
    if (typeof name !== 'string') return data;
    const template = Object.hasOwn(this.#templates, name) ? this.#templates[name] : undefined;
    if (!isRecord(template) || depth > 8) {
      this.#fault(`There is no template ${name}`, path);
      return data;
    }
    const own = Object.fromEntries(Object.entries(data).filter(([key]) => key !== '$like'));
    return { ...this.#withTemplate(template, path, depth + 1), ...own };
  }

  #expect(data: unknown, path: YamlPath): Expectation {
    if (!isRecord(data)) {
      this.#fault('The test expects nothing: say expect', path.slice(0, -1));
      return {};
    }
    this.#onlyKeys(data, EXPECT_KEYS, path);
    if (Object.keys(data).length === 0) this.#fault('The test expects nothing', path);
    if (isExpectation(data)) return data;
    this.#fault(
      'What is expected is of the wrong form: counts are numbers, rows, alerts and entities lists of mappings',
      path,
    );
    return {};
  }

  #excuse(data: unknown, path: YamlPath): Excuse[] {
    if (
      isRecord(data) &&
      typeof data['mutant'] === 'string' &&
      typeof data['reason'] === 'string' &&
      data['reason'].trim() !== ''
    )
      return [{ mutant: data['mutant'], reason: data['reason'] }];
    this.#fault('An excused mutant needs its id (mutant) and a reason', path);
    return [];
  }

  #time(value: unknown, path: YamlPath): string | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'string' && ticksFromIso(value) !== undefined) return value;
    this.#fault('now is a time such as 2026-03-02T12:00:00Z', path);
    return undefined;
  }

  #offset(value: unknown, path: YamlPath): Seconds | undefined {
    const seconds = relativeSeconds(value);
    if (seconds === undefined) this.#fault(`${String(value)} is no offset such as -10m`, path);
    return seconds;
  }

  #onlyKeys(data: Readonly<Record<string, unknown>>, known: ReadonlySet<string>, path: YamlPath): void {
    for (const key of Object.keys(data))
      if (!known.has(key))
        this.#fault(`There is no ${key} here; there are ${[...known].join(', ')}`, [...path, key]);
  }

  #fault(message: string, path: YamlPath): void {
    this.#faults.push({ message, span: this.#source.keySpan(path) ?? this.#source.span(path) });
  }
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
const isExpectation = maybe<Expectation>({
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

/** `-10m`, `5m`, `0`. */
export function relativeSeconds(value: unknown): Seconds | undefined {
  if (value === 0) return 0;
  const match = typeof value === 'string' ? /^([+-]?)(.+)$/.exec(value) : null;
  const seconds = match && parseDuration(match[2] ?? '');
  return typeof seconds === 'number' ? (match?.[1] === '-' ? -seconds : seconds) : undefined;
}
