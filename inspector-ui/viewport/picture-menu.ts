import type { MenuItem, MenuItems } from '../controls/menu.ts';
import { choose, options } from './options.ts';
import type { Picture } from './picture.ts';
import { webglKind } from './webgl.ts';

/** What a picture shows, by what it is coloured, and from where it is seen. */
export function pictureMenu(picture: Picture | undefined): MenuItems {
  const { labels, grid, follow, colour } = options.value;
  const by = (name: typeof colour, label: string): MenuItem => ({ label, on: colour === name, run: () => choose({ colour: name }) });
  return [
    { label: 'Labels', on: labels, run: () => choose({ labels: !labels }) },
    { label: 'Grid', on: grid, run: () => choose({ grid: !grid }) },
    { label: 'Follow the selection', on: follow, run: () => choose({ follow: !follow }) },
    null,
    by('state', 'Colour by state'),
    by('value', 'Colour by value'),
    by('query', 'Colour by query'),
    null,
    { label: 'Frame everything', hint: 'Home', run: () => picture?.frame(true) },
    { label: 'From the front', hint: '1', run: () => picture?.frame(false, 'front') },
    { label: 'From the side', hint: '3', run: () => picture?.frame(false, 'side') },
    { label: 'From the top', hint: '7', run: () => picture?.frame(false, 'top') },
    ...(webglKind() === 'software' ? [null, { label: 'Turn the picture off', run: () => choose({ anyway: false }) }] : []),
  ];
}
