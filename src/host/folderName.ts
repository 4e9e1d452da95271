/** A title as a folder name that Windows, macOS and Linux take; '' where nothing of it can be kept. */
export function folderName(title: string): string {
  const name = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(name) ? `case-${name}` : name;
}
