/** URLs as scripts have them: what they come to must not depend on the version of Node, whose own differ. */
import { describe, expect, test } from 'vitest';
import { CHANGES, partsOf, readUrlText, writeUrl } from '../../../engine/script/url.ts';

const href = (text: string, base?: string): string | undefined => {
  const read = readUrlText(text, base === undefined ? undefined : readUrlText(base, undefined));
  return read === undefined ? undefined : writeUrl(read);
};
const changed = (text: string, part: string, value: string): string => {
  const url = readUrlText(text, undefined);
  if (url === undefined) throw new Error(`${text} is no URL`);
  CHANGES[part]?.(url, value);
  return writeUrl(url);
};

describe('a URL', () => {
  test.each([
    ['HTTP://user:p%40ss@EXAMPLE.com:80/a/./b/../c?q#f', 'http://user:p%40ss@example.com/a/c?q#f'],
    ['ws:\\\\a\\b', 'ws://a/b'],
    [' \thttps://a\n.b/ \u0000', 'https://a.b/'],
    ['http://a/^`{}"<>| ?\'"<>#`"<>', 'http://a/%5E%60%7B%7D%22%3C%3E|%20?%27%22%3C%3E#%60%22%3C%3E'],
    ['http://a/ß日\u{1f600}\ud800', 'http://a/%C3%9F%E6%97%A5%F0%9F%98%80%EF%BF%BD'],
    ['file:///C|/a/../..', 'file:///C:/'],
    ['file://localhost/a', 'file:///a'],
    ['mailto:a@b ?c', 'mailto:a@b%20?c'],
    ['foo://A B', undefined],
    ['foo:/.//p', 'foo:/.//p'],
    ['http://', undefined],
    ['http://a:65536', undefined],
    ['http://a b', undefined],
    ['no scheme', undefined],
  ])('%j is %j', (text, is) => {
    expect(href(text)).toBe(is);
  });

  test.each([
    ['../x', 'http://a/b/c/d?e', 'http://a/b/x'],
    ['?x', 'http://a/b?e#f', 'http://a/b?x'],
    ['#x', 'mailto:a', 'mailto:a#x'],
    ['x', 'mailto:a', undefined],
    ['//b/c', 'https://a/', 'https://b/c'],
    ['/..//c', 'https://a/b', 'https://a//c'],
    ['http:x', 'http://a/b', 'http://a/x'],
    ['', 'http://a/b?c#d', 'http://a/b?c'],
    ['/x', 'file:///C:/a', 'file:///C:/x'],
  ])('%j stands relative to %j as %j', (text, base, is) => {
    expect(href(text, base)).toBe(is);
  });

  test.each([
    ['0x7f.1', '127.0.0.1'],
    ['4294967295', '255.255.255.255'],
    ['4294967296', undefined],
    ['1.2.3.4.5', undefined],
    ['09', undefined],
    ['a.1', undefined],
    ['[::1.2.3.4]', '[::102:304]'],
    ['[1:0:0:2:0:0:0:3]', '[1:0:0:2::3]'],
    ['[1:2]', undefined],
    ['[::1%eth0]', undefined],
    ['%41.b', 'a.b'],
    ['MÜNCHEN.de', 'xn--mnchen-3ya.de'],
    ['xn--mnchen-3ya.de', 'xn--mnchen-3ya.de'],
    ['日本。例え', 'xn--wgv71a.xn--r8jz45g'],
    ['straße.de', 'xn--strae-oqa.de'],
    ['россия.рф', 'xn--h1alffa9f.xn--p1ai'],
    ['xn--a', undefined],
    ['\u0660', undefined],
  ])('has the host %s as %s', (host, is) => {
    expect(href(`http://${host}/`)).toBe(is === undefined ? undefined : `http://${is}/`);
  });

  test('is changed in its parts, and by nothing that does not fit', () => {
    expect(changed('http://a:81/b', 'protocol', 'https')).toBe('https://a:81/b');
    expect(changed('http://a/b', 'protocol', 'foo')).toBe('http://a/b');
    expect(changed('https://a:80/b', 'protocol', 'http')).toBe('http://a/b');
    expect(changed('http://a/b', 'host', 'c:8080')).toBe('http://c:8080/b');
    expect(changed('http://a/b', 'hostname', 'c:8080')).toBe('http://a/b');
    expect(changed('http://a/b', 'hostname', '')).toBe('http://a/b');
    expect(changed('http://a/b', 'port', '99x')).toBe('http://a:99/b');
    expect(changed('http://a/b', 'port', '99999')).toBe('http://a/b');
    expect(changed('http://a/b', 'username', 'x:y')).toBe('http://x%3Ay@a/b');
    expect(changed('mailto:a', 'username', 'x')).toBe('mailto:a');
    expect(changed('http://a/b', 'pathname', 'c/../d?e')).toBe('http://a/d%3Fe');
    expect(changed('http://a/b', 'search', 'x y')).toBe('http://a/b?x%20y');
    expect(changed('http://a/b?c#d', 'hash', '')).toBe('http://a/b?c');
  });

  test('stays itself when it is read again', () => {
    for (const text of ['http://MÜNCHEN.de/ä?ö#ü', 'foo:a b #c', 'file:///C|/x', 'ws://[1::2]:9/^']) expect(href(href(text) ?? '')).toBe(href(text));
    expect(
      partsOf(
        readUrlText('blob:https://a:1/b', undefined) ?? {
          scheme: '',
          username: '',
          password: '',
          host: null,
          port: null,
          path: '',
          query: null,
          fragment: null,
        },
      )[1],
    ).toBe('https://a:1');
  });

  test('of a million characters takes work by its length alone', () => {
    const many = 300_000;
    expect(href(`http://a/${'a/'.repeat(many)}${'../'.repeat(many)}`)).toBe('http://a/');
    expect(href(`x${' '.repeat(many)}y`)).toBeUndefined();
    expect(href(`${' '.repeat(many)}http://a/${' '.repeat(many)}b`)).toBe(`http://a/${'%20'.repeat(many)}b`);
    const letters = Array.from({ length: 20_000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('');
    expect(href(`http://${letters.repeat(20)}/`)).toBeUndefined();
    expect(href(`http://xn--${'a'.repeat(many)}/`)).toBeUndefined();
  });
});
