import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { AzimuthError } from '../../../src/base/errors.ts';
import type { JsonValue } from '../../../src/base/json.ts';
import { generate } from '../../../src/samples/generate.ts';
import { DEFAULT_OPTIONS, planSample, scenarioNames } from '../../../src/samples/plan.ts';
import type { SampleOptions } from '../../../src/samples/plan.ts';
import type { SampleEvent } from '../../../src/samples/table.ts';
import { TABLES, TABLE_NAMES } from '../../../src/samples/tables.ts';

const SCHEMAS = new URL('../../../../shared/schemas/all-tables.json', import.meta.url);

function make(options: Partial<SampleOptions>): {
  events: SampleEvent[];
  plan: ReturnType<typeof planSample>;
} {
  const plan = planSample({ ...DEFAULT_OPTIONS, ...options });
  return { events: [...generate(plan)].flat(), plan };
}

const ALL: Partial<SampleOptions> = { rows: 12_000, scenarios: scenarioNames() };

describe('samples: generate', function () {
  this.timeout(20_000);

  it('makes exactly as many rows as asked for, in order of time, inside the window', () => {
    for (const rows of [2500, 7001, 20_000]) {
      const { events, plan } = make({ rows });
      assert.equal(events.length, rows);
      for (const [index, event] of events.entries()) {
        assert.ok(
          index === 0 || event.time >= (events[index - 1]?.time ?? 0),
          `row ${index} is before the one before it`,
        );
        assert.ok(event.time >= plan.world.start && event.time < plan.world.end);
      }
    }
  });

  it('is a function of its options', () => {
    const text = (options: Partial<SampleOptions>): string =>
      JSON.stringify(make(options).events.map(({ row }) => row));
    assert.equal(text({ rows: 3000 }), text({ rows: 3000 }));
    assert.notEqual(text({ rows: 3000 }), text({ rows: 3000, seed: 2 }));
  });

  it('names nothing alike under two seeds', () => {
    const [one, two] = [1, 2].map(
      (seed) => make({ rows: 2000, seed, scenarios: scenarioNames() }).plan.truth,
    );
    assert.notEqual(one?.tenant['domain'], two?.tenant['domain']);
    for (const [index, scenario] of (one?.scenarios ?? []).entries())
      for (const [fact, value] of Object.entries(scenario.facts))
        if (typeof value === 'string')
          assert.notEqual(value, two?.scenarios[index]?.facts[fact], `${scenario.name}: ${fact} is the same`);
  });

  it('fills every table', () => {
    const { events } = make({ ...ALL, rows: 30_000 });
    const seen = new Set(events.map(({ table }) => table.name));
    assert.deepEqual([...TABLE_NAMES].sort(), [...seen].sort());
  });

  it('fills only columns that the table declares, with values of their types', () => {
    const { events } = make(ALL);
    for (const { table, row } of events) {
      const types = new Map(table.columns.map(({ name, type }) => [name, type]));
      for (const [name, value] of Object.entries(row)) {
        const type = types.get(name);
        assert.ok(type !== undefined, `${table.name} has no ${name}`);
        assert.ok(fits(value, type), `${table.name}.${name} (${type}) is ${JSON.stringify(value)}`);
      }
    }
  });

  it('has the columns and types of the published schemas', function () {
    if (!existsSync(SCHEMAS)) return this.skip();
    const known = (
      JSON.parse(readFileSync(SCHEMAS, 'utf8')) as { sentinel: Record<string, [string, string][]> }
    ).sentinel;
    for (const table of TABLE_NAMES.filter((name) => !name.endsWith('_CL'))) {
      const schema = new Map(known[table]);
      for (const { name, type } of TABLES[table].columns) {
        const expected = schema.get(name);
        assert.equal(type, expected === 'guid' ? 'string' : expected, `${table}.${name}`);
      }
    }
  });

  it('never repeats the id of an event, except for versions of a record', () => {
    const { events } = make(ALL);
    const seen = new Set<string>();
    for (const { table, row } of events) {
      if (table.identity[0] === 'TimeGenerated' || table.name === 'AlertEvidence') continue;
      const key = `${table.name} ${table.identity.map((column) => JSON.stringify(row[column])).join(' ')}`;
      assert.ok(!seen.has(key), key);
      seen.add(key);
    }
  });

  it('has days and weeks: nights and Sundays are quiet', () => {
    const { events } = make({ rows: 40_000 });
    const people = events.filter(({ table }) => table.name === 'OfficeActivity');
    const at = (test: (date: Date) => boolean): number =>
      people.filter(({ time }) => test(new Date(time))).length;
    assert.ok(at((d) => d.getUTCDay() === 0) * 8 < at((d) => d.getUTCDay() === 2));
    assert.ok(at((d) => d.getUTCHours() === 3) * 8 < at((d) => d.getUTCHours() === 10));
  });

  it('makes only the tables asked for, and still as many rows', () => {
    const { events } = make({ rows: 5000, tables: ['SigninLogs', 'AuditLogs'] });
    assert.equal(events.length, 5000);
    assert.deepEqual([...new Set(events.map(({ table }) => table.name))].sort(), ['AuditLogs', 'SigninLogs']);
  });

  it('refuses options that make no sense and says which', () => {
    const wrong: [Partial<SampleOptions>, RegExp][] = [
      [{ rows: 0 }, /rows 0/],
      [{ users: 1 }, /users 1/],
      [{ days: 0 }, /days 0/],
      [{ start: 'yesterday' }, /yesterday/],
      [{ scenarios: ['heist'] }, /no scenario heist; there are aitm/],
      [{ seed: 1.5 }, /seed 1.5/],
    ];
    for (const [options, message] of wrong)
      assert.throws(
        () => planSample({ ...DEFAULT_OPTIONS, ...options }),
        (error) =>
          error instanceof AzimuthError && error.code === 'sample.bad-option' && message.test(error.message),
      );
  });
});

function fits(value: JsonValue, type: string): boolean {
  if (value === null) return type !== 'string';
  if (type === 'string') return typeof value === 'string';
  if (type === 'datetime')
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/.test(value);
  if (type === 'int') return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
  if (type === 'long') return Number.isSafeInteger(value);
  if (type === 'real') return typeof value === 'number';
  if (type === 'bool') return typeof value === 'boolean';
  return type === 'dynamic' && typeof value === 'object';
}
