import { visible } from '../../engine/index.ts';

/** An address for people: without user and password, whatever they are. */
export function visibleUrl(url: string, most = 300): string {
  if (!URL.canParse(url)) return '(not an address)';
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return visible(parsed.href, most);
}
