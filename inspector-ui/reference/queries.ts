import { html, type TemplateResult } from 'lit';

/** Every term of the query language, and which entities it finds. */
const TERMS: readonly (readonly [terms: readonly string[], finds: string])[] = [
  [['bot'], 'A bare word: the name contains it.'],
  [['c:WebsocketClient'], 'Holds a component of this type.'],
  [['State=Open'], 'A component has this field with this value.'],
  [['State!=Open', 'State≠Open'], 'A component has the field, with another value in it.'],
  [['URL~"/echo"'], 'The value contains the text. Of a value that is no text, its JSON counts.'],
  [['MessagesReceived>100', '>=', '<', '<='], 'The number is above or below.'],
  [['WebsocketClient.URL~4601'], 'The same, of one component type only.'],
  [['id=lamp', 'name~"bot"', 'tag=demo'], 'What the entity itself has, with any of the operators.'],
  [['active=false', 'persistent=true'], 'Its own two switches.'],
  [['parent=garden', 'parent=null'], 'Right below this entity; at the top.'],
  [['in=garden'], 'This entity and all that is below it.'],
];
const RULES: readonly (readonly [code: string, text: string])[] = [
  ['tag=demo c:Script', 'Terms beside each other must all hold.'],
  ['tag=a c:Script or tag=b', 'One side must hold. It binds looser than standing side by side: (tag=a c:Script) or tag=b.'],
  ['-tag=demo', 'Turns a term around; so does not before a term or a group.'],
  ['not (State=Open or State=Connecting)', 'Parentheses group, up to 50 deep.'],
  ['name="Old pier"', 'A value with spaces, parentheses or operators stands in double quotes; \\" and \\\\ are a quote and a backslash in it.'],
  ['HandlingUser=host', 'A user reference equals its user id.'],
];

/** The page of the query language. */
export function queriesPart(): TemplateResult {
  return html`<section class="part" id="queries" aria-labelledby="queries-title">
    <header><h2 id="queries-title"><a class="anchor" href="#queries">Queries</a></h2><span class="tag">search box, tables, API</span></header>
    <p>A query finds entities by component, name, tag and field value. For example</p>
    <pre>c:WebsocketClient IsConnected=false name~"bot"</pre>
    <p>reads: holds a WebsocketClient, a component's IsConnected is false, and the name contains “bot”.</p>
    <h3>Terms</h3>
    <table class="terms"><thead><tr><th scope="col">term</th><th scope="col">finds entities where</th></tr></thead><tbody>
      ${TERMS.map(([terms, finds]) => html`<tr><td>${terms.map((term) => html`<code>${term}</code> `)}</td><td>${finds}</td></tr>`)}
    </tbody></table>
    <h3>Together</h3>
    <table class="terms"><thead><tr><th scope="col">written so</th><th scope="col">means</th></tr></thead><tbody>
      ${RULES.map(([code, text]) => html`<tr><td><code>${code}</code></td><td>${text}</td></tr>`)}
    </tbody></table>
    <p>Upper and lower case do not matter in texts; in names of components and fields, and in ids after = and !=, they do. Without any term a query finds
      everything. It has at most 1,000 characters. Results come in order of creation.</p>
  </section>`;
}
