import assert from 'node:assert/strict';
import { codeActionsIn } from '../../../src/language-server/features/codeActions.ts';
import { codeLensesOf } from '../../../src/language-server/features/codeLenses.ts';
import { completionAt } from '../../../src/language-server/features/completion.ts';
import { diagnosticsOf } from '../../../src/language-server/features/diagnostics.ts';
import { formattingOf } from '../../../src/language-server/features/formatting.ts';
import { hoverAt } from '../../../src/language-server/features/hover.ts';
import {
  definitionAt,
  referencesAt,
  renameAt,
  renameRangeAt,
} from '../../../src/language-server/features/navigation.ts';
import { foldingRangesOf, symbolsOf } from '../../../src/language-server/features/outline.ts';
import { LEGEND, semanticTokensOf } from '../../../src/language-server/features/semanticTokens.ts';
import { signatureHelpAt } from '../../../src/language-server/features/signatureHelp.ts';
import { edited, open } from './marked.ts';

const labels = (marked: string, options?: Parameters<typeof open>[1]): readonly string[] => {
  const { documents, document, position } = open(marked, options);
  return completionAt(documents, document, position).items.map(({ label }) => label);
};

const RULE = `id: 1
name: Failed sign-ins
severity: Low
kind: Scheduled
query: |
  let limit = 5;
  SigninLogs
  | where ResultTyp != "0"
  | summarize n = count() by UserPrincipalName
  | where n > limit
tactics: []
`;

describe('the language server: writing', function () {
  this.timeout(60_000);

  it('completes columns, saved functions, let names and the tables of the connection', () => {
    assert.ok(labels('SigninLogs | where ¦').includes('UserPrincipalName'));
    assert.ok(labels('let limit = 5; SigninLogs | take ¦').includes('limit'));
    const tables = labels('¦', { prelude: '' });
    assert.ok(tables.includes('SigninLogs') && tables.includes('SigninsOf(user)'));
    assert.ok(!tables.includes('AzureActivity'), 'the case has no such table');
    assert.ok(labels('¦').includes('AzureActivity'), 'a file may be for any workspace');
  });

  it('completes named cells above, and the names of watchlists', () => {
    assert.ok(labels('¦', { prelude: 'let spray = SigninLogs | take 5;\n' }).includes('spray'));
    assert.deepEqual(labels('_GetWatchlist("V¦")'), ['VipUsers']);
  });

  it('inserts a call with the caret between its parentheses, over what was typed', () => {
    const { documents, document, position } = open('SigninLogs | extend x = strc¦');
    const { items, itemDefaults } = completionAt(documents, document, position);
    assert.equal(items.find(({ label }) => label.startsWith('strcat('))?.textEditText, 'strcat($0)');
    assert.deepEqual(itemDefaults?.editRange, {
      start: { line: 0, character: 24 },
      end: { line: 0, character: 28 },
    });
  });

  it('helps with the argument that is being written', () => {
    const { documents, document, position } = open('print substring("abc", ¦)');
    const help = signatureHelpAt(documents, document, position);
    assert.equal(help?.activeParameter, 1);
    assert.match(help.signatures[help.activeSignature ?? 0]?.label ?? '', /^substring\(/);
    const outside = open('print substring("abc", 1) ¦');
    assert.equal(signatureHelpAt(outside.documents, outside.document, outside.position), null);
  });

  it('formats each query that can be parsed and leaves the rest', () => {
    const { documents, document } = open(
      '// why\nSigninLogs|where ResultType=="0"|take 5\n\nSigninLogs | where (\n',
    );
    const edits = formattingOf(documents, document, { tabSize: 4, insertSpaces: true });
    assert.equal(
      edited(document, edits),
      '// why\nSigninLogs\n| where ResultType == "0"\n| take 5\n\nSigninLogs | where (\n',
    );
  });

  it('formats what is formatted as it is', () => {
    // Each line fits before `=` has its blanks, and not after.
    const long =
      "AuditLogs\n| summarize ['Count of members added']=dcount(Id), ['List of members added']=make_set(Id) by Category";
    const first = open(long);
    const once = edited(
      first.document,
      formattingOf(first.documents, first.document, { tabSize: 4, insertSpaces: true }),
    );
    const second = open(once);
    const twice = formattingOf(second.documents, second.document, { tabSize: 4, insertSpaces: true });
    assert.equal(edited(second.document, twice), once);
    assert.match(once, /by Category/);
  });

  it('formats a cell without what is put before it', () => {
    const { documents, document } = open('spray|take 5', { prelude: 'let spray=SigninLogs;\n' });
    const edits = formattingOf(documents, document, { tabSize: 4, insertSpaces: true });
    assert.equal(edited(document, edits), 'spray\n| take 5');
  });
});

describe('the language server: marks and fixes', function () {
  this.timeout(60_000);

  const fixes = (marked: string, options?: Parameters<typeof open>[1]): Record<string, string> => {
    const { documents, document, position } = open(marked, options);
    const diagnostics = diagnosticsOf(documents, document).filter(
      ({ range }) => range.start.line === position.line,
    );
    const actions = codeActionsIn(documents, document, { start: position, end: position }, diagnostics);
    return Object.fromEntries(
      actions.map(({ title, edit }) => [title, edited(document, edit?.changes?.[document.uri] ?? [])]),
    );
  };

  it('marks what Kusto marks, at its place', () => {
    const { documents, document } = open('SigninLogs\n| where ResultTyp == "0"');
    const [mark, ...others] = diagnosticsOf(documents, document);
    assert.deepEqual(others, []);
    assert.equal(mark?.code, 'KS142');
    assert.equal(document.getText(mark.range), 'ResultTyp');
  });

  it('knows what Log Analytics adds to the language', () => {
    const { documents, document } = open(
      'workspace("soc").SigninLogs\n| join kind=inner (_GetWatchlist("VipUsers") | project UserPrincipalName = User) on UserPrincipalName',
    );
    assert.deepEqual(diagnosticsOf(documents, document), []);
  });

  it('says nothing of what is put before a cell', () => {
    const { documents, document } = open('SigninLogs | take 1', { prelude: 'let bad = Nowhere;\n' });
    assert.deepEqual(diagnosticsOf(documents, document), []);
  });

  it('offers the names that look like an unknown one', () => {
    assert.deepEqual(fixes('SigninLogs | where ¦ResultTyp == "0"'), {
      "Change to 'ResultType'": 'SigninLogs | where ResultType == "0"',
    });
  });

  it('offers Kusto’s own fixes', () => {
    assert.deepEqual(fixes('SigninLogs | where UserPrincipalName c¦ontains "alice"'), {
      "Change to 'has'": 'SigninLogs | where UserPrincipalName has "alice"',
    });
  });

  it('works inside the query of a rule, and changes nothing around it', () => {
    const marked = RULE.replace('ResultTyp ', '¦ResultTyp ');
    assert.deepEqual(fixes(marked, { languageId: 'yaml' }), {
      "Change to 'ResultType'": RULE.replace('ResultTyp ', 'ResultType '),
    });
    assert.deepEqual(fixes('a: 1\nquery: |\n  SigninLogs | where ¦X == 1\n', { languageId: 'yaml' }), {});
  });
});

describe('the language server: finding one’s way', function () {
  this.timeout(60_000);

  const query = 'let limit = 5;\nSigninLogs | take limit | where 1 < limit';

  it('goes from a use to its let, and lists the uses', () => {
    const { documents, document, position } = open(query.replace('take limit', 'take li¦mit'));
    const [definition] = definitionAt(documents, document, position);
    assert.deepEqual(definition?.range.start, { line: 0, character: 4 });
    assert.equal(referencesAt(documents, document, position, true).length, 3);
    assert.equal(referencesAt(documents, document, position, false).length, 2);
  });

  it('renames what a let declares, and nothing else', () => {
    const { documents, document, position } = open(query.replace('limit', 'li¦mit'));
    const { changes } = renameAt(documents, document, position, 'most');
    assert.equal(edited(document, changes?.[document.uri] ?? []), query.replaceAll('limit', 'most'));
    assert.throws(() => renameAt(documents, document, position, '5th'), /is no name/);
    const column = open('SigninLogs | where Res¦ultType == "0"');
    assert.equal(renameRangeAt(column.documents, column.document, column.position), null);
    assert.throws(() => renameAt(column.documents, column.document, column.position, 'x'), /let statement/);
  });

  it('renames what nothing uses yet', () => {
    for (const declared of ['let un¦used = 1;', 'let un¦used = (x:long) { x };']) {
      const { documents, document, position } = open(`${declared}\nSigninLogs`);
      const { changes } = renameAt(documents, document, position, 'most');
      assert.equal(
        edited(document, changes?.[document.uri] ?? []),
        `${declared.replace('un¦used', 'most')}\nSigninLogs`,
      );
    }
  });

  it('does not rename the name of another cell', () => {
    const { documents, document, position } = open('spr¦ay | take 1', {
      prelude: 'let spray = SigninLogs;\n',
    });
    assert.equal(renameRangeAt(documents, document, position), null);
  });

  it('names a watchlist as it is written', () => {
    const none = open("_GetWat¦chlist('None') | take 1");
    assert.deepEqual(
      diagnosticsOf(none.documents, none.document).map(({ message }) => message),
      ["No watchlist 'None' is known here."],
    );
    const { documents, document, position } = open("_GetWat¦chlist('VipUsers') | take 1");
    assert.deepEqual(hoverAt(documents, document, position)?.contents, {
      kind: 'plaintext',
      value: "_GetWatchlist('VipUsers'): table(User)",
    });
  });

  it('tells what a name is', () => {
    const { documents, document, position } = open('SigninLogs | project User¦PrincipalName');
    assert.deepEqual(hoverAt(documents, document, position)?.contents, {
      kind: 'plaintext',
      value: 'UserPrincipalName: string',
    });
  });

  it('outlines and folds statements, and folds comments', () => {
    const { documents, document } = open(
      '// one\n// two\nlet f = (x:int) {\n  x + 1\n};\nSigninLogs\n| take f(1)\n',
    );
    assert.deepEqual(
      symbolsOf(documents, document).map(({ name, range }) => [name, range.start.line, range.end.line]),
      [
        ['f', 2, 4],
        ['SigninLogs', 5, 6],
      ],
    );
    assert.deepEqual(
      foldingRangesOf(documents, document).map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [2, 4],
        [5, 6],
        [0, 1],
      ],
    );
  });

  it('colours names by what they are', () => {
    const { documents, document } = open('SigninLogs | where ResultType == "0"');
    const { data } = semanticTokensOf(documents, document);
    const types = data.filter((_, i) => i % 5 === 3).map((type) => LEGEND.tokenTypes[type]);
    assert.deepEqual(types, ['class', 'property']);
  });

  it('has Run above each query of a file', () => {
    const { documents, document } = open('let a = 1;\n\nprint a\n\n// next\nprint 2\n| take 1\n\n| count\n');
    assert.deepEqual(
      codeLensesOf(documents, document).map(({ range }) => range.start.line),
      [0, 4],
    );
  });

  it('has Run above the query of a rule, with its text', () => {
    const { documents, document } = open(RULE, { languageId: 'yaml' });
    const [lens, ...others] = codeLensesOf(documents, document);
    assert.deepEqual(others, []);
    assert.equal(lens?.range.start.line, 5);
    const [, , block] = lens.command?.arguments ?? [];
    const text = RULE.slice(RULE.indexOf('  let'), RULE.indexOf('tactics')).replace(/^ {2}/gm, '').trimEnd();
    assert.deepEqual(block, { text, indent: 2 });
  });
});
