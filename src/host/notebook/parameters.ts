import { AzimuthError } from '../../base/errors.ts';
import { isRecord } from '../../base/guards.ts';
import { ticksFromIso } from '../../base/ticks.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import { KUSTO_TYPES, type KustoType } from '../../domain/kustoType.ts';

/** A parameter that a notebook's front matter declares. */
export interface NotebookParameter {
  readonly name: string;
  readonly type: KustoType;
  /** A KQL literal, ready to be put after `let name =`; undefined where no value is given yet. */
  readonly literal: string | undefined;
  readonly description: string;
  /** Values that are offered. */
  readonly choices: readonly string[];
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads `parameters:` of front matter that was parsed as YAML: `name: value`, or `name: {type, value, description,
 * choices}`, where a bare type name (`user: string`) declares a parameter that is asked for.
 */
export function notebookParameters(frontMatter: unknown): readonly NotebookParameter[] {
  const declared = isRecord(frontMatter) ? frontMatter['parameters'] : undefined;
  if (declared === undefined || declared === null) return [];
  if (!isRecord(declared)) throw bad('`parameters` of the front matter has to be a mapping of names.');
  return Object.entries(declared).map(([name, value]) => {
    if (!IDENTIFIER.test(name)) throw bad(`"${name}" cannot name a parameter.`);
    return { name, ...parameterOf(name, value) };
  });
}

function parameterOf(name: string, value: unknown): Omit<NotebookParameter, 'name'> {
  const plain = { description: '', choices: [] };
  if (typeof value === 'string' && isType(value)) return { type: value, literal: undefined, ...plain };
  if (!isRecord(value)) {
    const type = typeOf(value);
    return { type, literal: literalOf(name, type, value), ...plain };
  }
  const given = value['value'];
  const type = value['type'] ?? typeOf(given);
  if (typeof type !== 'string' || !isType(type)) throw bad(`Parameter "${name}" has an unknown type.`);
  const choices = Array.isArray(value['choices']) ? value['choices'].map(String) : [];
  const isGiven = given !== undefined && given !== null && given !== '';
  return {
    type,
    literal: isGiven ? literalOf(name, type, given) : undefined,
    description: typeof value['description'] === 'string' ? value['description'] : '',
    choices,
  };
}

/** A value as KQL; fails with `notebook.bad-parameters` where it is none of the type. */
export function literalOf(name: string, type: KustoType, value: unknown): string {
  const text =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? `${value}`.trim()
      : '';
  const literal = scalarLiteral(type, text) ?? (type === 'dynamic' ? dynamicLiteral(value) : undefined);
  if (literal !== undefined) return literal;
  throw bad(`"${text.slice(0, 100)}" is not a ${type}, as parameter "${name}" has to be.`);
}

function scalarLiteral(type: KustoType, text: string): string | undefined {
  switch (type) {
    case 'string':
      return stringLiteral(text);
    case 'dynamic':
      return undefined;
    case 'bool':
      return text === 'true' || text === 'false' ? text : undefined;
    case 'datetime':
      return ticksFromIso(text) === undefined ? undefined : `datetime(${text.replace(' ', 'T')})`;
    case 'int':
    case 'long':
      return /^-?\d{1,19}$/.test(text) ? `${type}(${text})` : undefined;
    case 'real':
    case 'decimal':
      return /^-?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?$/i.test(text) ? `${type}(${text})` : undefined;
    case 'timespan':
      return /^-?(?:\d+(?:\.\d+)?(?:d|h|m|s|ms)|(?:\d+\.)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?)$/.test(text)
        ? `timespan(${text})`
        : undefined;
    case 'guid':
      return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? `guid(${text})` : undefined;
  }
}

/** Of a list or a mapping, or of a text that is JSON. */
function dynamicLiteral(value: unknown): string | undefined {
  if (typeof value !== 'string') return `parse_json(${stringLiteral(JSON.stringify(value))})`;
  try {
    JSON.parse(value);
    return `parse_json(${stringLiteral(value)})`;
  } catch {
    return undefined;
  }
}

function typeOf(value: unknown): KustoType {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'real';
  return typeof value === 'string' ? 'string' : 'dynamic';
}

function isType(text: string): text is KustoType {
  return (KUSTO_TYPES as readonly string[]).includes(text);
}

function bad(message: string): AzimuthError {
  return new AzimuthError('notebook.bad-parameters', message, {
    unharmed: 'nothing was run',
    next: ['Correct the front matter at the top of the notebook file.'],
  });
}
