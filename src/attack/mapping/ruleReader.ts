import { type Document, parseDocument } from 'yaml';
import { AzimuthError } from '../../base/errors.ts';
import { type Guard, isRecord } from '../../base/guards.ts';

/** The one mapping that a file of rules is. Rejects with `attack.bad-rules` where it is none. */
export function readRuleFile(text: string, file: string, keys: ReadonlySet<string>): RuleReader {
  const document = parseDocument(text, { uniqueKeys: true });
  const fault = document.errors[0];
  if (fault) throw badRules(file, '', fault.message);
  return new RuleReader(file, '', withoutAliases(document, file), keys);
}

/** Aliases are refused: nested ones grow a page of text to gigabytes. */
function withoutAliases(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw badRules(file, '', error instanceof Error ? error.message : String(error));
  }
}

/** Typed access to the members of one mapping of the file; every failure names the file and the rule. */
export class RuleReader {
  readonly #file: string;
  readonly #rule: string;
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(file: string, rule: string, value: unknown, keys: ReadonlySet<string>) {
    this.#file = file;
    this.#rule = rule;
    if (!isRecord(value)) this.fail('is not a mapping of keys to values');
    this.#members = value;
    const unknown = Object.keys(value).find((key) => !keys.has(key));
    if (unknown !== undefined) this.fail(`has the unknown key "${unknown}"`);
  }

  read<T>(key: string, guard: Guard<T>, otherwise?: T): T {
    const value = this.#members[key];
    if (value === undefined && otherwise !== undefined) return otherwise;
    if (!guard(value)) this.fail(value === undefined ? `has no ${key}` : `has a ${key} of the wrong form`);
    return value;
  }

  attempt<T>(parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      if (error instanceof SyntaxError) this.fail(error.message);
      throw error;
    }
  }

  knows(names: readonly string[], columns: Readonly<Record<string, unknown>>): void {
    const unknown = names.find((name) => !(name in columns));
    if (unknown !== undefined) this.fail(`uses the column ${unknown}, which \`columns\` does not list`);
  }

  fail(message: string): never {
    throw badRules(this.#file, this.#rule, message);
  }
}

function badRules(file: string, rule: string, message: string): AzimuthError {
  const where = rule === '' ? file : `${file}, rule ${rule}`;
  return new AzimuthError('attack.bad-rules', `${where}: ${message}`, {
    unharmed: 'the case is unchanged',
    next: [`Correct ${file}.`],
  });
}
