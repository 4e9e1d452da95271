/** What the database says of a value that does not fit, as a sentence for who asked; anything else in the database's own first line. */
export function runTimeFailure(message: string): string {
  const [firstLine = ''] = message.split('\n');
  for (const [pattern, sentence] of SENTENCES) {
    const match = pattern.exec(firstLine);
    if (match) return `The query failed: ${sentence(match)}`;
  }
  return `The query failed: ${firstLine.replace(OWN, '')}`;
}

/** What the database puts before an error of a function of ours, which is a sentence already. */
const OWN = /^Invalid Input Error: /;

const SMALLER = 'Compute with todouble(), or leave out the rows where it is so large.';

const SENTENCES: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [
    /\b(?:STDDEV|VAR)_?(?:SAMP|POP) is out of range/,
    () =>
      'the spread (stdev, variance) of these numbers is more than a real holds. Divide them first, or leave out the largest.',
  ],
  [
    /Overflow in \w+ of INT\d+ \((.+)\)/,
    ([, terms = '']) => `${terms} is more than a whole number holds (an overflow). ${SMALLER}`,
  ],
  [/Overflow (?:on|in) /, () => `a number is more than a whole number holds (an overflow). ${SMALLER}`],
  [
    /Type INT128 with value (-?\d+) can't be cast because the value is out of range/,
    ([, value = '']) => `the sum ${value} is more than a whole number holds (an overflow). ${SMALLER}`,
  ],
];
