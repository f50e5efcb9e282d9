import { describe, expect, test } from 'vitest';
import { createRegistry, manifestOf } from '../../../engine/index.ts';
import { suggestions } from '../../../inspector-ui/hierarchy/query-completion.ts';
import { queryParts } from '../../../inspector-ui/hierarchy/query-parts.ts';

const manifest = new Map([...createRegistry().components.values()].map((component) => [component.name, manifestOf(component)]));
/** What is offered where the text ends, or where a bar stands in it. */
const offered = (text: string): string[] => {
  const at = text.indexOf('|');
  return suggestions(text.replace('|', ''), at < 0 ? text.length : at, manifest, (field) => (field === 'in' ? ['lamp'] : [])).map((each) => each.label);
};

describe('completion of a query', () => {
  test('after c: stand the types that fit, those that begin so first', () => {
    expect(offered('c:value')).toEqual(['BoolValue', 'IntValue', 'FloatValue', 'StringValue', 'ColorValue']);
    expect(offered('tag=a -c:Web')).toEqual(['WebsocketClient', 'WebsocketServer']);
    expect(offered('c:WebsocketClient')).toEqual([]);
  });

  test('fields come from the types that the query names', () => {
    expect(offered('c:Spinner Sp')).toContain('Speed');
    expect(offered('c:Spinner UR')).toEqual([]);
    expect(offered('WebsocketClient.Sta')).toEqual(['State', 'StateReason']);
  });

  test('after a field stand operators, those that compare numbers only after numbers', () => {
    expect(offered('State')).toEqual(['=', '!=', '~']);
    expect(offered('MessagesReceived')).toEqual(['=', '!=', '~', '>', '<']);
    expect(offered('in')).toEqual(['=']);
  });

  test('behind the dot of a vector stand its parts, and a pattern is offered for texts alone', () => {
    expect(offered('Position.')).toEqual(['x', 'y', 'z']);
    expect(offered('Transform.Position.')).toEqual(['x', 'y', 'z']);
    expect(offered('ColorValue.Value.')).toEqual(['r', 'g', 'b', 'a']);
    expect(offered('Position.x')).toEqual(['=', '!=', '~', '>', '<']);
    expect(offered('URL')).toEqual(['=', '!=', '~', ' matches /']);
    expect(queryParts('name matches /a b(c)/i or bot').map(({ kind }) => kind)).toEqual([
      'own',
      'space',
      'operator',
      'space',
      'value',
      'space',
      'joint',
      'space',
      'word',
    ]);
  });

  test('values are those of an enum, of a switch, or what the page knows', () => {
    expect(offered('State=Op')).toEqual(['Open']);
    expect(offered('State≠')).toContain('Denied');
    expect(offered('IsConnected=')).toEqual(['true', 'false']);
    expect(offered('in=')).toEqual(['lamp']);
    expect(offered('State=Open')).toEqual([]);
    expect(offered('State="Op')).toEqual(['Open']);
  });

  test('in the midst of a query it is the word at the caret that is completed', () => {
    expect(offered('c:Spin| State=Open')).toEqual(['Spinner']);
    expect(offered('(name~a or ta|)')).toEqual(['tag']);
  });

  test('nothing is offered within a quoted name', () => {
    expect(offered('"c:Web')).toEqual([]);
  });
});

describe('parts of a query', () => {
  const parts = (text: string): string =>
    queryParts(text)
      .flatMap((part) => (part.kind === 'space' ? [] : `${part.kind}:${part.text}`))
      .join(' ');

  test('are told apart as the server reads them', () => {
    expect(parts('c:WebsocketClient State≠Open')).toBe('prefix:c: type:WebsocketClient field:State operator:≠ value:Open');
    expect(parts('not (Spinner.Speed>3 or -tag="a b") rose')).toBe(
      'joint:not bracket:( type:Spinner field:.Speed operator:> value:3 joint:or joint:- own:tag operator:= value:"a b" bracket:) word:rose',
    );
  });

  test('together are the text, whatever it is', () => {
    for (const text of ['', '  a  =', '"open', 'a!b', 'c:', '((', 'x="\\"" y']) {
      expect(
        queryParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }
  });
});
