import { isRecord } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { ticksFromIso } from '../../base/ticks.ts';
import type { Span } from '../../kql/diagnostics.ts';
import { parseDuration, type Seconds } from '../rule/duration.ts';
import { YamlSource, type YamlPath } from '../rule/source.ts';
import { type Expectation, isExpectation } from './expectation.ts';
import { MAX_TIMES, TEST_NAMES } from './testFields.ts';

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
    this.#onlyKeys(data, TEST_NAMES.file, []);
    this.#now = this.#time(data['now'], ['now']) ?? DEFAULT_NOW;
    if (isRecord(data['templates'])) this.#templates = data['templates'];
    else if (data['templates'] !== undefined)
      this.#fault('templates is a mapping of names to events', ['templates']);
    const list = this.#list(data['tests'], ['tests']);
    if (list.length === 0 && this.#faults.length === 0) this.#fault('The file has no tests', []);
    const tests = list.flatMap((each, index) => this.#test(each, ['tests', index]));
    const rule = data['rule'];
    if (rule !== undefined && typeof rule !== 'string') this.#fault('rule is a path', ['rule']);
    const excused = this.#list(data['excused'], ['excused']);
    return {
      rule: typeof rule === 'string' ? rule : undefined,
      tests,
      excused: excused.flatMap((each, index) => this.#excuse(each, ['excused', index])),
      faults: this.#faults,
    };
  }

  #test(data: unknown, path: YamlPath): RuleTest[] {
    if (!isRecord(data)) {
      this.#fault('A test is a mapping with a name, events and what is expected', path);
      return [];
    }
    this.#onlyKeys(data, TEST_NAMES.test, path);
    const name = data['name'];
    if (typeof name !== 'string' || name === '') this.#fault('The test has no name', path);
    const now = this.#time(data['now'], [...path, 'now']) ?? this.#now;
    const events = this.#list(data['events'], [...path, 'events']).flatMap((each, index) =>
      this.#events(each, [...path, 'events', index]),
    );
    const test: RuleTest = {
      name: String(name),
      now,
      events,
      expect: this.#expect(data['expect'], [...path, 'expect']),
      span: this.#source.span([...path, 'name']),
    };
    const variants = this.#list(data['quietWith'], [...path, 'quietWith']);
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
        times: $times === undefined ? each.times : this.#times($times, path),
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

  #events(data: unknown, path: YamlPath): GivenEvents[] {
    if (!isRecord(data)) {
      this.#fault('An event is a mapping of columns to values', path);
      return [];
    }
    const all = this.#withTemplate(data, path, 0);
    for (const key of Object.keys(all))
      if (key.startsWith('$') && !TEST_NAMES.event.has(key)) this.#fault(`There is no ${key}`, path);
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
    const times = this.#times(all['$times'], path);
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
    this.#onlyKeys(data, TEST_NAMES.expect, path);
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

  /** Undefined: an empty one. */
  #list(value: unknown, path: YamlPath): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (value !== undefined && value !== null) this.#fault(`${String(path.at(-1))} is a list`, path);
    return [];
  }

  #times(value: unknown, path: YamlPath): number {
    if (value === undefined) return 1;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_TIMES)
      return value;
    this.#fault(`$times is a whole number from 1 to ${MAX_TIMES}`, path);
    return 1;
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

/** `-10m`, `5m`, `0`. */
export function relativeSeconds(value: unknown): Seconds | undefined {
  if (value === 0) return 0;
  const match = typeof value === 'string' ? /^([+-]?)(.+)$/.exec(value) : null;
  const seconds = match && parseDuration(match[2] ?? '');
  return typeof seconds === 'number' ? (match?.[1] === '-' ? -seconds : seconds) : undefined;
}
