import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { until, writeFile } from './support/cases.ts';

/** Files as others write them. Each has `here` once in every cell that is edited. */
const FILES: Readonly<Record<string, string>> = {
  'CRLF, a byte order mark and no line end at the end':
    '\uFEFF---\r\n# owner: soc\r\nparameters:\r\n  user: string # asked for\r\n---\r\n\r\n# Title here\r\n\r\n```kql name=a\r\nprint x = "here"\r\n```\r\n\r\nlast words here',
  'a fence in a longer fence, tildes and an indented fence':
    '````markdown\n```kql\nnot a cell\n```\n````\n\n~~~kql\nnot a cell here\n~~~\n- item\n\n  ```kql\n  not a cell\n  ```\n\n```kql\nprint "here"\n```\n',
  'a long fence with a short one in its body':
    'text\n`````kql   name=long   timespan=7d  \nprint "here"\n// ```\n````\n`````\n\n\n\nmore here\n\n\n',
  'a fence that nobody closed': '# Open\n\n```kql\nprint "here"\n| take 1\n',
  'HTML, comments and a rule at the top':
    '---\n\n<!-- ```kql\nnot a cell\n``` -->\n<details><summary>here</summary>\n\n```kql\nprint "here" // <b>\n```\n</details>\n\n***\n',
  'mixed line ends': 'one here\r\ntwo\nthree\r\n\r\n```kql\r\nprint "here"\n| take 1\r\n```\nend\r\n',
  'blank lines with white space, tabs and trailing spaces':
    '  \n\t\nfirst here  \n \n```kql\t name=t\n\tprint "here"  \n\n\n```  \n \t \n  \nlast\n\n \n',
  'cells side by side, an empty one among them':
    '```kql\nprint "here"\n```\n```kql\n```\n```kql name=c other="kept as it is"\nprint "here"\n```\n',
  'front matter that ends in dots, then a cell': '---\ntags: [a, b]\n...\n```kql\nprint "here"\n```\n',
  'other languages, quotations and tables':
    '```python\nprint("here")\n```\n\n> ```kql\n> quoted\n> ```\n\n| a | b |\n|---|---|\n| `x` | here |\n\n```KQL\nnot ours\n```\n\n```kql-extra\nnot ours\n```\n\n```kql\nprint "here"\n```',
  'letters beyond the first plane and odd separators':
    'naïve 🦊 here\u2028\u00a0\u0085\n\n```kql\nprint "🦊 \u2029 here"\n```\n',
};

describe('notebook files of others', () => {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  for (const [index, [name, text]] of Object.entries(FILES).entries())
    it(`keep every byte outside an edited cell: ${name}`, async () => {
      assert.ok(workspace);
      const file = writeFile(workspace.uri, `others/${index}.kql.md`, text);
      const notebook = await vscode.workspace.openNotebookDocument(file);
      const written = (): string => readFileSync(file.fsPath, 'utf8');
      const save = async (): Promise<void> => {
        assert.ok(await notebook.save());
        await until('the file to be written', () => !notebook.isDirty);
      };
      const edited = notebook.getCells().filter((cell) => cell.document.getText().includes('here'));
      assert.ok(edited.length > 0);
      for (const { document } of edited) {
        const at = document.getText().indexOf('here');
        const replace = async (from: number, length: number, by: string): Promise<void> => {
          const edit = new vscode.WorkspaceEdit();
          const range = new vscode.Range(document.positionAt(from), document.positionAt(from + length));
          edit.replace(document.uri, range, by);
          assert.ok(await vscode.workspace.applyEdit(edit));
        };
        await replace(at, 4, 'THERE');
        await save();
        const [before = '', after = ''] = parts(written(), 'THERE');
        assert.equal(`${before}here${after}`, text);
        await replace(at, 5, 'here');
        await save();
        assert.equal(written(), text);
      }
    });
});

function parts(text: string, at: string): readonly string[] {
  const found = text.split(at);
  assert.equal(found.length, 2);
  return found;
}
