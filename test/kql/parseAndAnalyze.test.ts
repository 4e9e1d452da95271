import assert from 'node:assert/strict';
import { globalsOf } from '../../src/kql/syntax/globals.ts';
import { type KustoCode, language, toArray } from '../../src/kql/syntax/language.ts';
import { Mirror } from '../../src/kql/syntax/mirror.ts';
import { parseAndAnalyze } from '../../src/kql/syntax/parseAndAnalyze.ts';

const QUERIES = {
  'a pipe': 'SigninLogs | where User has "a" | summarize n = count() by bin(TimeGenerated, 1h)',
  'statements and a function': 'let f = (x:long) { x + 1 }; let t = 1d; print f(2), t',
  'a function of the workspace': 'recent(3d) | take 1',
  'names that are unknown': 'SigninLogs | where Usr == 1 | frobnicate',
  'no end': 'SigninLogs | where (',
  nothing: '',
  'a comment alone': '// nothing',
  'a directive before': '#connect "x"\nSigninLogs | count',
  'a command': '.show tables',
  'deep nesting': `print ${'('.repeat(600)}1${')'.repeat(600)}`,
};

/** All that the engine reads of an analysis. */
function read(code: KustoCode): unknown {
  const mirror = new Mirror(code.Syntax);
  return {
    syntax: mirror.mirror(code.Syntax),
    type: mirror.resultType(code.ResultType),
    diagnostics: toArray(code.GetDiagnostics()).map(({ Code, Message, Severity, Start, Length }) => ({
      Code,
      Message,
      Severity,
      Start,
      Length,
    })),
  };
}

describe("analysis without completion's grammar", () => {
  const state = globalsOf({
    name: 'case',
    tables: [
      {
        name: 'SigninLogs',
        columns: [
          { name: 'TimeGenerated', type: 'datetime' },
          { name: 'User', type: 'string' },
        ],
      },
    ],
    functions: [
      { name: 'recent', parameters: '(d:timespan)', body: '{ SigninLogs | where TimeGenerated > ago(d) }' },
    ],
  });
  for (const [name, text] of Object.entries(QUERIES))
    it(`reads ${name} as Kusto.Language does`, () => {
      const expected = language().KustoCode.ParseAndAnalyze(text, state);
      assert.deepEqual(read(parseAndAnalyze(text, state)), read(expected));
    });
});
