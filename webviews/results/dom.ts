/** An element with text and attributes; log content goes through `textContent` and attributes only. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  text = '',
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  if (text !== '') made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export function button(
  text: string,
  className: string,
  title: string,
  onClick: () => void,
): HTMLButtonElement {
  const made = element('button', className, text, { title, type: 'button' });
  made.addEventListener('click', onClick);
  return made;
}
