import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownText } from '../../../src/base/markdown.ts';
import { unturned } from '../../../src/base/visible.ts';

describe('log text in Markdown', () => {
  it('begins no structure, link, image or HTML', () => {
    assert.equal(markdownText('# a\n- b'), '\\# a \\- b');
    assert.equal(markdownText('![x](http://e) <b>&amp;'), '\\!\\[x\\]\\(http\\:\\/\\/e\\) \\<b\\>\\&amp\\;');
  });

  it('keeps every character that neither controls nor turns text around', () => {
    assert.equal(markdownText('a\u061cb\u202ec'), 'a⟨U\\+061C⟩b⟨U\\+202E⟩c');
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
        (text) => {
          const plain = unturned(text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' '));
          const escaped = markdownText(text);
          assert.equal(escaped.replace(/\\([!-/:-@[-`{-~])/g, '$1'), plain);
          assert.doesNotMatch(escaped.replace(/\\[!-/:-@[-`{-~]/g, ''), /[!-/:-@[-`{-~]/);
        },
      ),
    );
  });
});
