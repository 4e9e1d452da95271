import { Document, isScalar, Scalar, visit } from 'yaml';
import { FIELDS } from './fields.ts';
import type { RuleData } from './rule.ts';

const ORDER = new Map(FIELDS.map(({ name }, index) => [name, index]));
const LAST = FIELDS.length;

/** The file of a rule: fields in the community's order, texts of several lines as blocks. */
export function ruleYaml(data: RuleData): string {
  const place = ([name]: readonly [string, unknown]): number => ORDER.get(name) ?? LAST;
  const document = new Document(
    Object.fromEntries(Object.entries(data).sort((a, b) => place(a) - place(b))),
    {
      // Aliases are refused when the file is read.
      aliasDuplicateObjects: false,
    },
  );
  visit(document, {
    Scalar: (_key, node) => {
      // A block cannot say carriage returns or blanks before a line's end.
      if (
        isScalar(node) &&
        typeof node.value === 'string' &&
        node.value.includes('\n') &&
        !/\r|[ \t]\n/.test(node.value)
      )
        node.type = Scalar.BLOCK_LITERAL;
    },
  });
  return document.toString({ lineWidth: 0 });
}
