import type { Position, SignatureHelp } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Documents } from '../documents.ts';

export function signatureHelpAt(
  documents: Documents,
  document: TextDocument,
  position: Position,
): SignatureHelp | null {
  const place = documents.at(document, document.offsetAt(position));
  const help = place?.query.editor.signature(place.offset);
  if (!help) return null;
  return {
    activeSignature: help.activeSignature,
    activeParameter: help.activeParameter,
    signatures: help.signatures.map(({ name, description, parameters }) => ({
      label: `${name}(${parameters.map(({ label }) => label).join(', ')})`,
      documentation: description,
      parameters: parameters.map((parameter) => ({
        label: parameter.label,
        documentation: parameter.description,
      })),
    })),
  };
}
