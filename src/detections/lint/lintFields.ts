import { isRecord } from '../../base/guards.ts';
import type { Span } from '../../kql/diagnostics.ts';
import { parseDuration, shortDuration } from '../rule/duration.ts';
import { type Field, FIELDS, type Form, KNOWN_FIELDS } from '../rule/fields.ts';
import { ruleKind } from '../rule/readRule.ts';
import type { RuleKind } from '../rule/rule.ts';
import type { YamlPath, YamlSource } from '../rule/source.ts';
import { nearestName } from '../../base/nearestNames.ts';
import type { Findings, Fix } from './findings.ts';

/** Whether a rule file has the fields that it must have, in the form and within the limits that each has. */
export function lintFields(source: YamlSource, findings: Findings): void {
  new FieldLinter(source, findings).run(FIELDS, KNOWN_FIELDS, ruleKind(source.data));
}

/** As lintFields, of a file with these fields. */
export function lintFieldsOf(fields: readonly Field[], source: YamlSource, findings: Findings): void {
  new FieldLinter(source, findings).run(
    fields,
    fields.map(({ name }) => name),
    null,
  );
}

class FieldLinter {
  readonly #source: YamlSource;
  readonly #findings: Findings;

  constructor(source: YamlSource, findings: Findings) {
    this.#source = source;
    this.#findings = findings;
  }

  /** @param kind null: the file is no rule */
  run(fields: readonly Field[], known: readonly string[], kind: RuleKind | null): void {
    const { data } = this.#source;
    for (const field of fields) {
      const value = data[field.name];
      if (value === undefined || value === null) {
        if (field.required === 'always' || (kind && field.required?.includes(kind)))
          this.#findings.add('field-missing', { field: field.name, kind }, { start: 0, length: 1 });
        continue;
      }
      const key = this.#source.keySpan([field.name]) ?? this.#source.span([field.name]);
      if (field.only && kind && !field.only.includes(kind))
        this.#findings.add('field-not-for-kind', { field: field.name, kind }, key, {
          ...(kind === 'NRT' && { severity: 'warning' }),
        });
      this.#check(value, field.value, [field.name], field.name);
    }
    this.#unknown(data, known, []);
  }

  #unknown(data: Readonly<Record<string, unknown>>, known: readonly string[], path: YamlPath): void {
    for (const name of Object.keys(data)) {
      if (known.includes(name)) continue;
      const span = this.#source.keySpan([...path, name]) ?? this.#source.span([...path, name]);
      const near = nearestName(name, known);
      const fixes = near === null || Object.hasOwn(data, near) ? [] : [replacement(span, near)];
      this.#findings.add(
        'field-unknown',
        { field: [...path.filter((part) => typeof part === 'string'), name].join('.'), near },
        span,
        { fixes },
      );
    }
  }

  #check(value: unknown, form: Form, path: YamlPath, name: string): void {
    const span = this.#source.span(path);
    const wrong = (expected: string): void =>
      this.#findings.add('field-form', { field: name, expected }, span);
    switch (form.form) {
      case 'any':
        return;
      case 'flag':
        if (typeof value !== 'boolean') wrong('true or false');
        return;
      case 'text':
        this.#text(value, form, name, span);
        return;
      case 'word': {
        const words = [...form.words, ...(form.also ?? [])];
        if (typeof value !== 'string') wrong(`one of ${form.words.join(', ')}`);
        else if (!words.some((word) => word.toLowerCase() === value.trim().toLowerCase())) {
          const near = nearestName(value, words);
          const offered = new Set([...(near === null ? [] : [near]), ...form.words]);
          this.#findings.add('field-word', { field: name, value, words: form.words }, span, {
            fixes: [...offered].map((word) => replacement(span, word)),
          });
        }
        return;
      }
      case 'duration': {
        const seconds = typeof value === 'string' ? parseDuration(value) : undefined;
        if (seconds === undefined) wrong('a duration such as 5m, 1h or 14d');
        else if (seconds < form.min || seconds > form.max)
          this.#findings.add(
            'field-range',
            { field: name, value: String(value), min: shortDuration(form.min), max: shortDuration(form.max) },
            span,
          );
        return;
      }
      case 'whole': {
        const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
        if (typeof number !== 'number' || !Number.isInteger(number)) wrong('a whole number');
        else if (number < form.min || number > form.max)
          this.#findings.add(
            'field-range',
            { field: name, value: String(number), min: String(form.min), max: String(form.max) },
            span,
          );
        return;
      }
      case 'list':
        this.#list(value, form, path, name);
        return;
      case 'record':
        if (isRecord(value)) this.#record(value, form, path, name);
        else wrong('a mapping');
        return;
      case 'map':
        this.#map(value, form, path, name);
        return;
      case 'either': {
        const fitting = form.of.find((each) => hasShape(value, each));
        if (fitting) this.#check(value, fitting, path, name);
        else wrong(form.of.map(shapeOf).join(' or '));
      }
    }
  }

  #text(value: unknown, form: Extract<Form, { form: 'text' }>, name: string, span: Span): void {
    // YAML reads 1.0 as a number; the service gets it as the text that it was.
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string') {
      this.#findings.add('field-form', { field: name, expected: form.expected ?? 'a text' }, span);
      return;
    }
    const { min = 0, max = Number.MAX_SAFE_INTEGER, placeholders } = form;
    if (text.length < min || text.length > max)
      this.#findings.add('field-length', { field: name, length: text.length, min, max }, span);
    const expected = form.expected ?? String(form.pattern);
    if (form.pattern && !form.pattern.test(text.trim()))
      this.#findings.add('field-form', { field: name, expected }, span);
    else if (form.usual && !form.usual.test(text.trim()))
      this.#findings.add('field-form', { field: name, expected }, span, { severity: 'warning' });
    const count = [...text.matchAll(/\{\{[^{}]*\}\}/g)].length;
    if (
      placeholders !== undefined &&
      /\{\{|\}\}|\{\{\s*\}\}/.test(text.replace(/\{\{[^{}]*[^{}\s][^{}]*\}\}/g, ''))
    )
      this.#findings.add(
        'field-form',
        { field: name, expected: 'a text with placeholders such as {{Column}}' },
        span,
      );
    if (placeholders !== undefined && count > placeholders)
      this.#findings.add('placeholder-count', { field: name, count, max: placeholders }, span);
  }

  #list(value: unknown, form: Extract<Form, { form: 'list' }>, path: YamlPath, name: string): void {
    if (!Array.isArray(value)) {
      this.#findings.add('field-form', { field: name, expected: 'a list' }, this.#source.span(path));
      return;
    }
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = form;
    if (value.length < min || value.length > max)
      this.#findings.add(
        'field-count',
        { field: name, count: value.length, min, max },
        this.#source.keySpan(path) ?? this.#source.span(path),
      );
    for (const [index, each] of value.entries()) {
      if (form.unique && value.indexOf(each) < index)
        this.#findings.add(
          'field-form',
          { field: name, expected: `a list that has ${String(each)} once` },
          this.#source.span([...path, index]),
          { severity: 'warning' },
        );
      this.#check(each, form.of, [...path, index], name);
    }
  }

  #record(
    value: Readonly<Record<string, unknown>>,
    { fields, others }: Extract<Form, { form: 'record' }>,
    path: YamlPath,
    name: string,
  ): void {
    for (const field of fields) {
      const inner = value[field.name];
      const older = field.name === 'dataTypes' && value['datatypes'] !== undefined;
      if (inner !== undefined && inner !== null)
        this.#check(inner, field.value, [...path, field.name], `${name}.${field.name}`);
      else if (field.required && !older)
        this.#findings.add(
          'field-missing',
          { field: `${name}.${field.name}`, kind: null },
          this.#source.span(path),
        );
    }
    const reserved = Object.entries(value).filter(([key]) => !others || key.startsWith('$'));
    this.#unknown(
      Object.fromEntries(reserved),
      fields.map((field) => field.name),
      path,
    );
  }

  #map(value: unknown, form: Extract<Form, { form: 'map' }>, path: YamlPath, name: string): void {
    if (!isRecord(value)) {
      this.#findings.add(
        'field-form',
        { field: name, expected: 'a mapping of names to columns' },
        this.#source.span(path),
      );
      return;
    }
    const keys = Object.keys(value);
    if (keys.length > form.max)
      this.#findings.add(
        'field-count',
        { field: name, count: keys.length, min: 0, max: form.max },
        this.#source.keySpan(path) ?? this.#source.span(path),
      );
    for (const key of keys) {
      const span = this.#source.keySpan([...path, key]) ?? this.#source.span([...path, key]);
      if (key.length > form.keyMax)
        this.#findings.add(
          'field-length',
          { field: `${name}: the name ${key}`, length: key.length, min: 1, max: form.keyMax },
          span,
        );
      else if (!form.key.test(key))
        this.#findings.add(
          'field-form',
          {
            field: `${name}: the name ${key}`,
            expected: 'a letter followed by letters, digits and underscores',
          },
          span,
        );
      this.#check(value[key], form.of, [...path, key], `${name}.${key}`);
    }
  }
}

/** What the value must be at first sight. */
function shapeOf({ form }: Form): string {
  switch (form) {
    case 'list':
      return 'a list';
    case 'record':
    case 'map':
      return 'a mapping';
    case 'whole':
      return 'a whole number';
    case 'flag':
      return 'true or false';
    default:
      return 'a text';
  }
}

function hasShape(value: unknown, form: Form): boolean {
  switch (shapeOf(form)) {
    case 'a list':
      return Array.isArray(value);
    case 'a mapping':
      return isRecord(value);
    case 'a whole number':
      return typeof value === 'number';
    case 'true or false':
      return typeof value === 'boolean';
    default:
      return typeof value === 'string';
  }
}

/** Puts `text` in the place of what is there. */
export function replacement(span: Span, text: string): Fix {
  return { title: `Change to ${text}`, edits: [{ ...span, text }] };
}
