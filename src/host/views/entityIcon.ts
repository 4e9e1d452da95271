const ICONS: Readonly<Record<string, string>> = {
  account: 'account',
  ip: 'globe',
  host: 'device-desktop',
  url: 'link',
  file: 'file',
  mailbox: 'mail',
  azureresource: 'server',
  cloudapplication: 'symbol-misc',
};
const UNKNOWN = 'symbol-field';

/** The icon of an entity's type, however Sentinel, Defender and a case's own tables write the type. */
export function entityIcon(type: string): string {
  const plain = type.toLowerCase().replaceAll(/[ -]/g, '');
  return (Object.hasOwn(ICONS, plain) ? ICONS[plain] : undefined) ?? UNKNOWN;
}
