import { unturned } from '../../src/base/visible.ts';

type Child = Node | string;

interface Attributes {
  readonly class?: string;
  readonly title?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly on?: { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
}

/** An element with text children only ever set as text: log content cannot become markup, nor turn the text around it. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  if (options.title !== undefined) made.title = options.title;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  for (const [type, listener] of Object.entries(options.on ?? {}))
    made.addEventListener(type, listener as EventListener);
  made.append(...children.map((child) => (typeof child === 'string' ? unturned(child) : child)));
  return made;
}

export function button(label: string, onClick: () => void, options: Attributes = {}): HTMLButtonElement {
  const made = element('button', options, label);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}

/** A button that shows a sign and is named in words. */
export function signButton(sign: string, name: string, onClick: () => void): HTMLButtonElement {
  return button(sign, onClick, { class: 'sign', title: name, attributes: { 'aria-label': name } });
}
